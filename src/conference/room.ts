/** What a room is. A room is permanent; a meeting is one sitting of it. */

/**
 * A language by its two letters. Callers can have every language that has a prompts file in config/; which
 * ones these are is known at start-up (docs/languages.md).
 */
export type Locale = string
export const localePattern = /^[a-z]{2}$/

/** What a caller is in a meeting: whoever keyed the host PIN is a host. */
export type Role = 'guest' | 'host'

export type Room = {
  readonly id: string
  /** Six digits, unique, as printed on the invitation. */
  readonly number: string
  readonly guestPin: string
  /** As long as the guest PIN, and different from it. */
  readonly hostPin: string
  /** What this room's callers hear once they are in it. */
  readonly locale: Locale
  readonly callersMax: number
}

/** Room for everybody a large group has, and below what a carrier's conference holds (Twilio, Conference: 250). */
export const callersMax = 200
