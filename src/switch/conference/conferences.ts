import { randomBytes } from 'node:crypto'
import type { ConferenceRooms, JoinRefused } from '../call/seat.ts'
import type { Conference, ConferenceParts } from './conference.ts'
import { makeConference, seat } from './conference.ts'
import { recordOf, type ConferenceRecord } from './record.ts'
import { soundNews } from './sound-news.ts'

/** Ended conferences the REST interface still knows; one more and the oldest is forgotten. */
export const endedConferencesKeptMax = 1000

/** Nobody can ask for more participants than Twilio allows. */
export const participantsMax = 250

/** All conferences of the switch. */
export type Conferences = ConferenceRooms & {
  /** Those that go on. */
  running(): readonly Conference[]
  find(sid: string): Conference | undefined
  /** Of one that goes on or is over. */
  record(sid: string): ConferenceRecord | undefined
  /** Newest first, the ended ones among them. */
  list(): readonly ConferenceRecord[]
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
export function makeConferences(parts: ConferenceParts): Conferences {
  const byName = new Map<string, Conference>()
  const running = new Map<string, Conference>()
  /** In the order they began; each the conference itself, until it is over. */
  const records = new Map<string, ConferenceRecord>()
  const endedSids: string[] = []

  function retire(conference: Conference): void {
    byName.delete(conference.friendlyName)
    running.delete(conference.sid)
    records.set(conference.sid, recordOf(conference))
    endedSids.push(conference.sid)
    if (endedSids.length <= endedConferencesKeptMax) return
    const oldest = endedSids.shift()
    if (oldest !== undefined) records.delete(oldest)
  }

  return {
    join(leg, wish) {
      const found = byName.get(wish.name)
      const refused = found && refusal(found, wish.participantsMax, wish.participantLabel)
      if (refused !== undefined) return refused
      if (found !== undefined) return seat(found, leg, wish)
      const sid = `CF${randomBytes(16).toString('hex')}`
      const mixed = {
        tellsSpeech: wish.callback?.words.has('speaker') === true,
        ...(parts.noiseGuardSeconds !== undefined && { unbrokenSeconds: parts.noiseGuardSeconds }),
      }
      const sound = parts.mixing.open(
        sid,
        leg.sid,
        mixed,
        soundNews(() => conference),
      )
      const conference: Conference = makeConference(parts, sid, wish, sound, retire)
      byName.set(wish.name, conference)
      running.set(sid, conference)
      records.set(sid, conference)
      return seat(conference, leg, wish)
    },
    running: () => [...running.values()],
    find: (sid) => running.get(sid),
    record: (sid) => records.get(sid),
    list: () => [...records.values()].reverse(),
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
