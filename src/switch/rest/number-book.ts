import { createHash } from 'node:crypto'
import type { Method } from '../webhook/webhook.ts'

/** The one number of the switch: whom a call to it asks first, whom if that fails, and whom it tells at the end. */
export type NumberSettings = {
  readonly phoneNumber: string
  /** Further numbers that are answered alike. */
  readonly others: readonly string[]
  readonly friendlyName: string
  readonly voiceUrl: string
  readonly voiceMethod: Method
  readonly voiceFallbackUrl: string
  readonly voiceFallbackMethod: Method
  readonly statusCallback: string
  readonly statusCallbackMethod: Method
}

/** Where the running switch keeps them: every new call reads `current()`, the REST interface changes them. */
export type NumberBook = {
  /** `PN` and 32 hex digits, the same after a restart. */
  readonly sid: string
  readonly dateCreated: number
  readonly dateUpdated: number
  current(): NumberSettings
  change(to: Partial<NumberSettings>): void
}

/**
 * Begins with what the settings say; changes last until the switch is restarted.
 * @param now ms since the epoch
 */
export function makeNumberBook(
  begin: Partial<NumberSettings> & Pick<NumberSettings, 'phoneNumber' | 'voiceUrl'>,
  now: () => number,
): NumberBook {
  const dateCreated = now()
  let dateUpdated = dateCreated
  let settings: NumberSettings = {
    friendlyName: begin.phoneNumber,
    others: [],
    voiceMethod: 'POST',
    voiceFallbackUrl: '',
    voiceFallbackMethod: 'POST',
    statusCallback: '',
    statusCallbackMethod: 'POST',
    ...begin,
  }
  return {
    sid: `PN${createHash('sha256').update(begin.phoneNumber).digest('hex').slice(0, 32)}`,
    dateCreated,
    get dateUpdated() {
      return dateUpdated
    },
    current: () => settings,
    change(to) {
      settings = { ...settings, ...to }
      dateUpdated = now()
    },
  }
}
