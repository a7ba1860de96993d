import type { Leg } from '../call/leg.ts'
import type { Log } from '../log.ts'
import type { Sound } from '../media/frame.ts'
import type {
  ConferenceCallback,
  JoinWish,
  PlayDocument,
  ReasonConferenceEnded,
  ReasonParticipantLeft,
  RenderDocument,
  Seat,
} from '../call/seat.ts'
import type { RoomSound, RoomSounds } from '../plane/room-sounds.ts'
import type { Webhooks } from '../webhook/webhook.ts'
import type { CallbackQueue } from './callback-queue.ts'
import { makeCallbackQueue } from './callback-queue.ts'
import { settle } from './cover.ts'
import type { ConferenceEvent } from './events.ts'
import { eventParameters, rfc2822, wordOf } from './events.ts'
import type { Participant } from './participant.ts'
import { makeParticipant } from './participant.ts'

/** What conferences are made of; all of it comes from outside, so that a test can hold the clock. */
export type ConferenceParts = {
  readonly accountSid: string
  readonly webhooks: Webhooks
  readonly playDocument: PlayDocument
  readonly renderDocument: RenderDocument
  /** Soft tones for coming and going, and the quiet music of whoever waits without a document. */
  readonly sounds: { readonly enter: Sound; readonly exit: Sound; readonly waiting: Sound }
  /** Where those in a conference are mixed. */
  readonly mixing: RoomSounds
  readonly log: Log
  /** Wall clock, ms since the epoch: dates of callbacks and of the REST interface. */
  readonly now: () => number
  /**
   * Whether the one who is left over in a started conference hears their wait document again. Twilio gives silence,
   * which people on a telephone take for a dead line; so ours plays by default, and stops when somebody joins.
   */
  readonly loneHearsWaiting?: boolean
  /** A line that sounds for longer without a pause is muted. Absent: `unbrokenSecondsMax`; 0: never. */
  readonly noiseGuardSeconds?: number
}

/**
 * One session of a conference: from the first caller in to the last one out.
 *
 *   first join ──▶ waiting ── two are here, one may start ──▶ started ──┐
 *                     │                                                 ├─▶ over: last one out, a caller with
 *                     └─────────────────────────────────────────────────┘   endConferenceOnExit out, or REST
 *
 * REST calls both living states `in-progress`, as there is at most one of them per name.
 */
export type Conference = {
  readonly sid: string
  readonly friendlyName: string
  readonly parts: ConferenceParts
  readonly dateCreated: number
  dateUpdated: number
  started: boolean
  /** In the order they came. Empty once over. */
  readonly participants: Participant[]
  over: { readonly reason: ReasonConferenceEnded; readonly callSid: string | undefined } | undefined
  readonly closed: AbortController
  readonly sound: RoomSound
  announcementsWaiting: number
  readonly callback: ConferenceCallback | undefined
  readonly callbacks: CallbackQueue | undefined
  sequenceNumber: number
  /** Told once, when the conference is over: the name is free again. */
  readonly tellOver: (conference: Conference) => void
}

/** A conference nobody is in yet. The wish is the first participant's: its callback serves the whole session. */
export function makeConference(
  parts: ConferenceParts,
  sid: string,
  wish: JoinWish,
  sound: RoomSound,
  tellOver: (conference: Conference) => void,
): Conference {
  const { callback } = wish
  const now = parts.now()
  return {
    sid,
    friendlyName: wish.name,
    parts,
    dateCreated: now,
    dateUpdated: now,
    started: false,
    participants: [],
    over: undefined,
    closed: new AbortController(),
    sound,
    announcementsWaiting: 0,
    callback,
    callbacks: callback && makeCallbackQueue(callback, parts.webhooks, parts.log),
    sequenceNumber: 0,
    tellOver,
  }
}

/**
 * Gives the event its number and its time, and sends it if the first participant asked for its kind.
 * Events nobody asked for use up their number too; after `conference-end` nothing happens any more.
 */
export function tell(conference: Conference, happened: ConferenceEvent): void {
  conference.sequenceNumber += 1
  const now = conference.parts.now()
  conference.dateUpdated = now
  if (conference.callback?.words.has(wordOf[happened.event]) !== true) return
  conference.callbacks?.send({
    ConferenceSid: conference.sid,
    FriendlyName: conference.friendlyName,
    AccountSid: conference.parts.accountSid,
    SequenceNumber: String(conference.sequenceNumber),
    Timestamp: rfc2822(now),
    StatusCallbackEvent: happened.event,
    ...eventParameters(happened),
  })
}

/** Seats a caller: `participant-join`, and `conference-start` when this was the one it waited for. */
export function seat(conference: Conference, leg: Leg, wish: JoinWish): Seat {
  const { participants, parts } = conference
  const notAdded = () => {
    leave(conference, participant, 'participant_add_failed')
  }
  const participant = makeParticipant(leg, wish, parts, notAdded)
  participants.push(participant)
  tell(conference, { event: 'participant-join', participant })
  note(conference, participant, 'call joins a conference')
  if (!conference.started && mayStart(participants)) {
    conference.started = true
    conference.sound.start()
    tell(conference, { event: 'conference-start' })
  }
  const beeps = conference.started && participant.beepOnEnter
  conference.sound.sit(leg.sid, {
    ...{ muted: participant.muted, hold: participant.hold },
    ...(wish.echoSeconds !== undefined && { echoSeconds: wish.echoSeconds }),
    ...(beeps && { tone: parts.sounds.enter }),
  })
  settleAll(conference)
  const hungUp = () => {
    leave(conference, participant, 'participant_hung_up')
  }
  leg.gone.addEventListener('abort', hungUp, { once: true, signal: participant.gone.signal })
  if (leg.gone.aborted) hungUp()
  return {
    conferenceSid: conference.sid,
    friendlyName: conference.friendlyName,
    left: participant.left,
    leave(reason) {
      leave(conference, participant, reason)
    },
  }
}

function mayStart(participants: readonly Participant[]): boolean {
  const enough =
    participants.length >= 2 || participants.some((one) => one.echoSeconds !== undefined)
  return enough && participants.some((one) => one.startConferenceOnEnter)
}

/**
 * One caller goes. The last one takes the conference with them, and so does one with endConferenceOnExit:
 * their own `participant-leave` first, then one for each who stayed, then `conference-end`.
 */
export function leave(
  conference: Conference,
  participant: Participant,
  reason: ReasonParticipantLeft,
): void {
  if (!unseat(conference, participant, reason)) return
  const kicked = reason === 'participant_updated_via_api'
  if (participant.endConferenceOnExit) {
    for (const other of conference.participants.slice()) {
      unseat(conference, other, 'moderator_ended_conference')
    }
    const how = kicked ? 'kicked' : 'left'
    finish(conference, `participant-with-end-conference-on-exit-${how}`, participant)
  } else if (conference.participants.length === 0) {
    finish(conference, kicked ? 'last-participant-kicked' : 'last-participant-left', participant)
  } else {
    settleAll(conference)
  }
}

/** Ends it for everybody (REST, `Status=completed`). False when it was over already. */
export function end(conference: Conference): boolean {
  if (conference.over !== undefined) return false
  for (const participant of conference.participants.slice()) {
    unseat(conference, participant, 'conference_ended_via_api')
  }
  finish(conference, 'conference-ended-via-api', undefined)
  return true
}

/** Where a call's sound goes now, for whoever follows it through the log: which room, and with how many it is mixed. */
function note(
  { sid, participants, parts: { log } }: Conference,
  { leg }: Participant,
  what: string,
  more: Readonly<Record<string, string>> = {},
): void {
  log.info({ call: leg.sid, conference: sid, people: participants.length, ...more }, what)
}

function unseat(
  conference: Conference,
  participant: Participant,
  reason: ReasonParticipantLeft,
): boolean {
  const place = conference.participants.indexOf(participant)
  if (place === -1) return false
  conference.participants.splice(place, 1)
  conference.sound.rise(participant.leg.sid)
  participant.cover?.stop.abort()
  participant.gone.abort()
  if (conference.started && participant.beepOnExit) {
    conference.sound.tone(conference.parts.sounds.exit)
  }
  tell(conference, { event: 'participant-leave', participant, reason })
  note(conference, participant, 'call leaves a conference', { reason })
  participant.tellLeft(reason)
  return true
}

function finish(
  conference: Conference,
  reason: ReasonConferenceEnded,
  by: Participant | undefined,
): void {
  tell(conference, { event: 'conference-end', reason, by })
  conference.over = { reason, callSid: by?.leg.sid }
  conference.closed.abort()
  conference.sound.end()
  conference.tellOver(conference)
}

/** Everybody hears what they should hear now: waiting music ends for all in the same instant. */
function settleAll(conference: Conference): void {
  for (const participant of conference.participants.slice()) settle(conference, participant)
}
