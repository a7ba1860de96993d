import { randomBytes } from 'node:crypto'
import type { ConferenceRooms, JoinRefused } from '../call/seat.ts'
import type { Conference, ConferenceParts } from './conference.ts'
import { end, makeConference, seat, tell } from './conference.ts'
import { guardLines } from './noise-guard.ts'
import { oneByOne } from './one-by-one.ts'
import type { Participant } from './participant.ts'
import { soundTick, wholeFrames } from './room-sound.ts'

/** Ended conferences the REST interface still knows; one more and the oldest is forgotten. */
export const endedConferencesKeptMax = 1000

/** Nobody can ask for more participants than Twilio allows. */
export const participantsMax = 250

/** All conferences of the switch. */
export type Conferences = ConferenceRooms & {
  /** Once each 20 ms: reads every mouth, sets every ear. Owns no clock. */
  tick(): void
  find(sid: string): Conference | undefined
  /** Newest first, the ended ones among them. */
  list(): readonly Conference[]
}

const refusals = {
  /** Twilio 16020: maximum participants reached. */
  full: { refused: 'full', code: 16020 },
  /** Twilio 16025: participant label in use. */
  labelInUse: { refused: 'label-in-use', code: 16025 },
} as const satisfies Record<string, JoinRefused>

/**
 * Conferences as Twilio has them: at most one per name that is not over, a new `CF…` for each session.
 * Recording, coaching and listening in do not exist here.
 */
export function makeConferences(given: ConferenceParts): Conferences {
  const { enter, exit, waiting } = given.sounds
  const sounds = { enter: wholeFrames(enter), exit: wholeFrames(exit), waiting }
  const parts: ConferenceParts = { ...given, sounds }
  const byName = new Map<string, Conference>()
  const bySid = new Map<string, Conference>()
  const endedSids: string[] = []

  function retire(conference: Conference): void {
    byName.delete(conference.friendlyName)
    endedSids.push(conference.sid)
    if (endedSids.length <= endedConferencesKeptMax) return
    const oldest = endedSids.shift()
    if (oldest !== undefined) bySid.delete(oldest)
  }

  return {
    join(leg, wish) {
      const running = byName.get(wish.name)
      const refused = running && refusal(running, wish.participantsMax, wish.participantLabel)
      if (refused !== undefined) return refused
      if (running !== undefined) return seat(running, leg, wish)
      const sid = `CF${randomBytes(16).toString('hex')}`
      const conference = makeConference(parts, sid, wish, retire)
      byName.set(wish.name, conference)
      bySid.set(sid, conference)
      return seat(conference, leg, wish)
    },
    tick() {
      for (const conference of byName.values()) tickSafely(conference)
    },
    find: (sid) => bySid.get(sid),
    list: () => [...bySid.values()].reverse(),
  }
}

function refusal(
  { participants }: Conference,
  wishedMax: number,
  label: string | undefined,
): JoinRefused | undefined {
  if (participants.length >= Math.min(wishedMax, participantsMax)) return refusals.full
  const taken = label !== undefined && participants.some((one) => one.label === label)
  return taken ? refusals.labelInUse : undefined
}

/** A bug in the sound of one conference ends that one, and the others never notice. */
function tickSafely(conference: Conference): void {
  try {
    guardLines(conference)
    soundTick(conference)
    if (conference.callback?.words.has('speaker') === true) watchSpeech(conference)
  } catch (bug) {
    const stack = bug instanceof Error ? bug.stack : String(bug)
    conference.parts.log.error({ conference: conference.sid, stack }, 'a bug ends a conference')
    end(conference)
  }
}

/** Tells who begins and stops speaking; a muted or held caller is silent. */
function watchSpeech(conference: Conference): void {
  if (conference.started) oneByOne(conference, watchSpeaker)
}

function watchSpeaker(conference: Conference, participant: Participant): void {
  const heard = !participant.muted && !participant.hold
  const changed = participant.speech.hear(heard ? participant.leg.mouth.frame : undefined)
  if (changed !== undefined)
    tell(conference, { event: `participant-speech-${changed}`, participant })
}
