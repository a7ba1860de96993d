import type { Locale } from '../conference/room.ts'

/** What the telephone side is told at its start. */
export type VoiceSettings = {
  /** The address carriers use, without a path; signatures are checked against it. */
  readonly publicUrl: URL
  readonly accountSid: string
  /** One, or two while a token is being changed. */
  readonly authTokens: readonly string[]
  /** The language until the room is known. */
  readonly locale: Locale
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
