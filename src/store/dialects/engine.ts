import type { Dialect, IsolationLevel, Kysely } from 'kysely'
import type { Notices } from './notices.ts'

/** What differs between databases. Everything else in store/ is written once for all of them. */
export type Engine = {
  readonly dialect: Dialect
  readonly sharing: Sharing
  /** In which everything is read as it was in one moment, where that is not so by itself. */
  readonly oneMoment?: IsolationLevel
  /** First in a transaction: from then on nobody else writes to these tables until it is over. */
  readonly alone: (db: Kysely<unknown>, tables: readonly string[]) => Promise<void>
  /** The tables in the place that is ours. */
  readonly tables: (db: Kysely<unknown>) => Promise<readonly string[]>
  /** What an operator can put right, when it cannot be opened: without a password, ending in a full stop. */
  readonly complaint: (error: unknown) => string | undefined
  /** How instances tell one another what they changed; missing where there is only one. */
  readonly notices?: Notices
  /** Work that one instance does while others who want to do it wait. */
  readonly inTurn: <T>(db: Kysely<unknown>, work: () => Promise<T>) => Promise<T>
}

/** How transactions of several instances, or of several processes on one file, get along with one another. */
export type Sharing = {
  readonly isolation?: IsolationLevel
  /** Whether this try went wrong only because of what others did at that moment; then nothing was written. */
  readonly passes: (error: unknown, tries: number) => boolean
  /** Whether the connection had broken; the next one may be whole. */
  readonly broke: (error: unknown) => boolean
  readonly triesMax: number
}
