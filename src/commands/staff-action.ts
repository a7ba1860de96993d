import type { Store } from '../conference/ports.ts'
import type { Settings } from '../settings.ts'

/** One word after `rundruf staff`. */
export type StaffAction = {
  /** What follows the word. */
  readonly usage: string
  readonly run: (store: Store, words: readonly string[], settings: Settings) => Promise<number>
}
