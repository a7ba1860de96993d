import type { EveningOutcome, Evenings, EveningWish } from '../../conference/meeting/evening.ts'
import { returnMaxMs } from '../../conference/call/returning.ts'
import type { After, Announce, Clock, Store } from '../../conference/ports.ts'
import { whoTalks, type SpeechNews } from '../../conference/meeting/talking.ts'
import { watchers } from '../../conference/meeting/watchers.ts'
import type { Addresses } from '../addresses.ts'
import { answering } from '../carrier/answers.ts'
import { gathered } from './lines.ts'
import { sentOut } from './people.ts'
import { carryThrough, together, type Planning } from './plan.ts'
import { rounds } from './rounds.ts'
import { shown } from './show.ts'
import { decideWish } from './wishes.ts'
import type { Phone } from '../carrier/phone.ts'
import { steer } from '../carrier/steer.ts'

export type EveningParts = {
  readonly store: Store
  readonly phone: Phone
  readonly clock: Clock
  readonly announce: Announce
  readonly addresses: Addresses
  readonly after: After
}

/** The telephone side of the web control. */
export type EveningControl = Disposable & {
  readonly evenings: Evenings
  /** The same carrier; its silence is noticed. */
  readonly phone: Phone
  readonly speechHeard: (news: SpeechNews, conferenceName: string) => void
  /** Whether this call is talking at this moment. */
  readonly talks: (call: string) => boolean
  /** What is due every half minute: whoever could not be taken out, rounds, and what another process wrote. */
  readonly upkeep: () => Promise<void>
}

/** A form does not wait longer for the carrier; whatever was decided goes on. */
export const answerMaxMs = 4000

/**
 * What organisers see and do.
 *
 *   act ──▶ database ──▶ carrier ──▶ its callbacks ──▶ database ─┐
 *                                                   committed ──▶ watchers ──▶ show
 *                                    speech callbacks ── memory ─┘
 */
export function openEvenings(parts: EveningParts): EveningControl {
  const { store, clock, announce, after } = parts
  const failed = (error: unknown): void => {
    announce({ event: 'evening.failed', error })
  }
  const watching = watchers(after, failed)
  const carrier = answering(parts.phone, watching.changedAll)
  const steering: Planning = { ...parts, phone: carrier.phone }
  const talking = whoTalks()
  const round = rounds({
    ...parts,
    watchers: watching,
    steer: (wishes) => steer(steering, wishes),
    failed,
  })
  const stopHearing = store.changes((rooms) => {
    if (rooms === 'any') watching.changedAll()
    else for (const room of rooms) watching.changed(room)
  })

  async function act(room: string, wish: EveningWish): Promise<EveningOutcome> {
    const decision = await store.atomically(async (kept) => {
      const gathering = await gathered(kept, room)
      return gathering === undefined ? 'gone' : decideWish({ kept, gathering, at: clock() }, wish)
    })
    if (typeof decision === 'string') return decision
    const outcomes = await Promise.all(decision.map((plan) => carryThrough(steering, plan)))
    if (wish.do === 'start-round' || wish.do === 'next-speaker') await round.look(room)
    return together(outcomes)
  }

  return {
    phone: carrier.phone,
    talks: (call) => talking.talks(call, clock()),
    evenings: {
      show: async ({ id }) =>
        shown(await gathered(store, id), {
          talks: (call) => talking.talks(call, clock()),
          carrierAnswers: carrier.answers(),
        }),
      act: ({ id }, wish) => inTime(after, act(id, wish)),
      listen: (room, changed) => watching.watch(room, changed),
    },
    speechHeard(news, conferenceName) {
      if (!talking.note(news, clock()) || !watching.isWatched()) return
      const find = store.meetings.byConference(conferenceName)
      find.then((meeting) => {
        if (meeting !== undefined) watching.changed(meeting.room)
      }, failed)
    },
    async upkeep() {
      for (const { room } of await store.meetings.allOpen()) {
        const gathering = await gathered(store, room)
        if (gathering === undefined) continue
        const unwanted = gathering.people.filter(
          ({ line, caller }) => line.removed && caller.state.at !== 'ended',
        )
        await steer(
          steering,
          unwanted.map((person) => sentOut(gathering, person, 'removed')),
        )
        if (gathering.sitting.round !== undefined) await round.look(room)
      }
      await store.lines.sweep(clock() - returnMaxMs)
      watching.changedAll()
    },
    [Symbol.dispose]() {
      stopHearing()
      round.stop()
    },
  }
}

/** Answers in any case; what takes longer goes on. */
function inTime(after: After, work: Promise<EveningOutcome>): Promise<EveningOutcome> {
  return new Promise((resolve, reject) => {
    const callOff = after(answerMaxMs, () => {
      resolve('still-trying')
    })
    work.then(resolve, reject).finally(callOff)
  })
}
