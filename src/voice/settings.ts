import type { Locale } from '../conference/room/room.ts'

/** What the telephone side is told at its start. */
export type VoiceSettings = {
  /** The address carriers use, without a path; signatures are checked against it. */
  readonly publicUrl: URL
  readonly accountSid: string
  /** One, or two while a token is being changed. */
  readonly authTokens: readonly string[]
  /** Where the carrier shall mix the conferences, if it knows regions. */
  readonly region?: string
  /** Names meetings that open while the database is away, so that all instances name them alike: 32 bytes. */
  readonly outageKey?: Buffer
  /** Whether the carrier shall delete its records of calls that are over. */
  readonly deletesCalls?: boolean
  /** The language until the room is known. */
  readonly locale: Locale
  /** A human who helps; without one callers hear how else to get help. */
  readonly help?: HelpSettings
  /** A number to practise with; it belongs to no room. */
  readonly practice?: { readonly number: string; readonly echo: boolean }
  /** Telephone numbers beside the main one, E.164; each may belong to one room. */
  readonly furtherNumbers?: readonly string[]
  /** Knows our own test calls by whom they come from. */
  readonly isTestCall?: (from: string, at: number) => boolean
}

export type HelpSettings = {
  /** E.164; the only number that may ever be dialled. */
  readonly number: string
  /** As people write it down: `030 123 456`. */
  readonly spoken: string
  /** Our own number, where this carrier may call out; without it the number is only said. */
  readonly callerId: string | undefined
}

/** `files` plays our recordings and lets the carrier speak what is missing; else the carrier's voice by its name. */
export type Voice = 'files' | (string & {})

/** How to reach the carrier's REST interface. */
export type PhoneSettings = {
  readonly accountSid: string
  /** An API key (`SK…`), or the account itself on the built-in switch. */
  readonly apiKeySid: string
  readonly apiKeySecret: string
  /** Without it Twilio's own. */
  readonly apiUrl: URL | undefined
}
