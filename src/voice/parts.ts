import type { Means } from '../conference/call/flow-parts.ts'
import type { After, Announce, Clock, Randomness, Store } from '../conference/ports.ts'
import type { Locale } from '../conference/room/room.ts'
import type { SpeechNews } from '../conference/meeting/talking.ts'
import type { Addresses } from './addresses.ts'
import type { Human } from './documents.ts'
import type { CallStore } from './outage/outage.ts'
import type { Phone } from './carrier/phone.ts'
import type { VoiceSettings } from './settings.ts'
import type { Speech } from './speech.ts'

/** What the telephone side is built of. */
export type VoiceParts = {
  readonly settings: VoiceSettings
  readonly store: Store
  /** What calls use of it, where they can go on without it. */
  readonly calls?: CallStore
  readonly phone: Phone
  readonly speech: Speech
  readonly clock: Clock
  readonly randomness: Randomness
  readonly announce: Announce
  readonly after: After
  /** Hears who talks, with the name of the conference; nothing keeps it. */
  readonly speechHeard?: (news: SpeechNews, conferenceName: string) => void
}

export type MeetingNames = (
  room: string,
  at: number,
) => { readonly id: string; readonly conferenceName: string }

/** What a document needs to be written. */
export type Writing = {
  readonly speech: Speech
  readonly addresses: Addresses
  /** Until the room is known, and the one that VOICE speaks. */
  readonly locale: Locale
  readonly clock: Clock
  readonly randomness: Randomness
  /** What there is for somebody who needs a human. */
  readonly means: Means
  /** Whom we may connect with; undefined where the carrier does not call out. */
  readonly helpNumber: Human | undefined
  readonly practiceNumber: string | undefined
  /** Telephone numbers beside the main one; each may belong to one room. */
  readonly furtherNumbers: ReadonlySet<string>
  /** Names of a new meeting that every instance finds alike; random without it. */
  readonly meetingNames?: MeetingNames
  /** Where the carrier shall mix the conferences. */
  readonly region: string | undefined
}
