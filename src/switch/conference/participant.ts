import type { Leg } from '../call/leg.ts'
import { makeEcho, type Echo } from '../media/sound/echo.ts'
import type { Sound } from '../media/frame.ts'
import type { Guard } from '../media/sound/guard.ts'
import { soundGuard } from '../media/sound/guard.ts'
import { silenceDbfs } from '../media/sound/level.ts'
import type { JoinWish, ReasonParticipantLeft } from '../call/seat.ts'
import type { Method } from '../webhook/webhook.ts'
import type { SpeechGate } from './speech-gate.ts'
import { makeSpeechGate } from './speech-gate.ts'

/** A document that may only sound: waiting music, hold music, an announcement. */
export type SoundDocument = { readonly url: string; readonly method: Method }

/** What a caller hears instead of the room. */
export type Cover = 'wait' | 'hold' | 'announcement'

/** A sound on its way out, a frame each tick. `at` is the next sample. */
export type RunningTone = { readonly sound: Sound; at: number }

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
  /** The entry tone, said with this caller's voice so that everybody hears it but they. */
  tone: RunningTone | undefined
  /** How loud they were lately; kept only where more speak than are mixed (loudest.ts). */
  loudnessDbfs: number
  readonly speech: SpeechGate
  /** They hear themselves, late. */
  readonly echo: Echo | undefined
  /** Notices when their line never pauses. */
  readonly guard: Guard
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
  parts: { readonly now: () => number; readonly noiseGuardSeconds?: number },
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
    tone: undefined,
    loudnessDbfs: silenceDbfs,
    speech: makeSpeechGate(),
    echo: wish.echoSeconds === undefined ? undefined : makeEcho(wish.echoSeconds),
    guard: soundGuard(parts.noiseGuardSeconds),
    gone: new AbortController(),
    notAdded,
    left: promise,
    tellLeft: resolve,
  }
}
