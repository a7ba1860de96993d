import type { Announce, Clock, Randomness, Store } from '../conference/ports.ts'
import type { Locale } from '../conference/room.ts'
import type { Addresses } from './addresses.ts'
import type { VoiceSettings } from './settings.ts'
import type { Speech } from './speech.ts'

/** What the telephone side is built of. */
export type VoiceParts = {
  readonly settings: VoiceSettings
  readonly store: Store
  readonly speech: Speech
  readonly clock: Clock
  readonly randomness: Randomness
  readonly announce: Announce
}

/** What a document needs to be written. */
export type Writing = {
  readonly speech: Speech
  readonly addresses: Addresses
  /** Until the room is known, and the one that VOICE speaks. */
  readonly locale: Locale
  readonly clock: Clock
  readonly randomness: Randomness
}
