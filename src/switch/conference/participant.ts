import type { Leg } from '../call/leg.ts'
import type { JoinWish, ReasonParticipantLeft } from '../call/seat.ts'
import type { Method } from '../webhook/webhook.ts'

/** A document that may only sound: waiting music, hold music, an announcement. */
export type SoundDocument = { readonly url: string; readonly method: Method }

/** What a caller hears instead of the room. */
export type Cover = 'wait' | 'hold' | 'announcement'

/** One call in one conference, in Twilio's words for a Participant. Dates in ms since the epoch. */
export type Participant = {
  readonly leg: Leg
  readonly label: string | undefined
  readonly dateCreated: number
  dateUpdated: number
  muted: boolean
  hold: boolean
  readonly beepOnEnter: boolean
  beepOnExit: boolean
  readonly startConferenceOnEnter: boolean
  endConferenceOnExit: boolean
  /** Absent: the switch's own quiet music. Empty address: silence. */
  wait: SoundDocument | undefined
  holdDocument: SoundDocument | undefined
  cover: { readonly kind: Cover; readonly stop: AbortController } | undefined
  /** Announcements playing and in line. */
  announcing: number
  announcements: Promise<void>
  /** They hear themselves this much later. */
  readonly echoSeconds: number | undefined
  /** Aborted when they leave the conference, for whatever reason. */
  readonly gone: AbortController
  readonly left: Promise<ReasonParticipantLeft>
  /** Their waiting document never came: they are not added after all. */
  readonly notAdded: () => void
  readonly tellLeft: (reason: ReasonParticipantLeft) => void
}

export function makeParticipant(
  leg: Leg,
  wish: JoinWish,
  parts: { readonly now: () => number },
  notAdded: () => void,
): Participant {
  const now = parts.now()
  const { promise, resolve } = Promise.withResolvers<ReasonParticipantLeft>()
  return {
    leg,
    label: wish.participantLabel,
    dateCreated: now,
    dateUpdated: now,
    muted: wish.muted,
    hold: false,
    beepOnEnter: wish.beep === 'true' || wish.beep === 'onEnter',
    beepOnExit: wish.beep === 'true' || wish.beep === 'onExit',
    startConferenceOnEnter: wish.startConferenceOnEnter,
    endConferenceOnExit: wish.endConferenceOnExit,
    wait: wish.wait,
    holdDocument: undefined,
    cover: undefined,
    announcing: 0,
    announcements: Promise.resolve(),
    echoSeconds: wish.echoSeconds,
    gone: new AbortController(),
    notAdded,
    left: promise,
    tellLeft: resolve,
  }
}
