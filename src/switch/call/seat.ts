import type { Leg } from './leg.ts'
import type { Sound } from '../media/frame.ts'
import type { Method } from '../webhook/webhook.ts'

/** Twilio's reasons on `participant-leave`. */
export type ReasonParticipantLeft =
  | 'participant_hung_up'
  | 'participant_updated_via_api'
  | 'moderator_ended_conference'
  | 'conference_ended_via_api'
  | 'participant_add_failed'

/** Twilio's reasons on `conference-end`. */
export type ReasonConferenceEnded =
  | 'last-participant-left'
  | 'last-participant-kicked'
  | 'participant-with-end-conference-on-exit-left'
  | 'participant-with-end-conference-on-exit-kicked'
  | 'conference-ended-via-api'

export type Beep = 'true' | 'false' | 'onEnter' | 'onExit'

export const subscriptionWords = [
  'start',
  'end',
  'join',
  'leave',
  'mute',
  'hold',
  'modify',
  'speaker',
  'announcement',
] as const
export type SubscriptionWord = (typeof subscriptionWords)[number]

/** Where a conference tells what happens. The first participant's is the conference's (Twilio, Conference noun). */
export type ConferenceCallback = {
  readonly url: string
  readonly method: Method
  readonly words: ReadonlySet<SubscriptionWord>
}

/** `<Conference>` with its defaults applied and its addresses made absolute. */
export type JoinWish = {
  readonly name: string
  readonly muted: boolean
  readonly beep: Beep
  readonly startConferenceOnEnter: boolean
  readonly endConferenceOnExit: boolean
  readonly participantLabel?: string
  /** They hear themselves this much later; not in Twilio's Conference. */
  readonly echoSeconds?: number
  readonly participantsMax: number
  /** Absent: the switch's own quiet music. Empty text: silence. */
  readonly wait?: { readonly url: string; readonly method: Method }
  readonly callback?: ConferenceCallback
}

/** A place in a conference. `left` resolves exactly once, with why. */
export type Seat = {
  readonly conferenceSid: string
  readonly friendlyName: string
  readonly left: Promise<ReasonParticipantLeft>
  /** The caller goes: hung up, star, redirected. Does nothing once left. */
  leave(reason: ReasonParticipantLeft): void
}

export type JoinRefused = { readonly refused: 'full' | 'label-in-use'; readonly code: number }

/** What `<Dial><Conference>` needs; made by conferences.ts. */
export type ConferenceRooms = {
  join(leg: Leg, wish: JoinWish): Seat | JoinRefused
}

/**
 * Plays a document that may only sound (Play, Say, Pause, Redirect) to one caller until it ends or the signal
 * aborts: waiting music, hold music. Made by twiml/sound-document.ts.
 * @throws WebhookFailed | TwimlError when the document cannot be had
 */
export type PlayDocument = (
  leg: Leg,
  url: string,
  method: Method,
  parameters: Readonly<Record<string, string>>,
  signal: AbortSignal,
) => Promise<void>

/**
 * The same document rendered once, to be played to many at the same time: announcements into a room.
 * @throws WebhookFailed | TwimlError when the document cannot be had or is longer than 25 minutes
 */
export type RenderDocument = (
  url: string,
  method: Method,
  parameters: Readonly<Record<string, string>>,
  signal: AbortSignal,
) => Promise<Sound>
