import {
  lineName,
  roundSecondsOf,
  type EveningOutcome,
  type EveningWish,
} from '../../conference/meeting/evening.ts'
import { insideOf, withInside } from '../../conference/meeting/line.ts'
import type { Kept } from '../../conference/ports.ts'
import {
  beginRound,
  nextSpeaker,
  type RoundMoved,
} from '../../conference/meeting/speaking-round.ts'
import type { Announcement } from '../announcements.ts'
import { waiters, type Waiter } from '../company.ts'
import { isInside, presentIn, seatOf, type Gathering, type Person } from './lines.ts'
import { ended, muted, removed } from './people.ts'
import { done, type Plan } from './plan.ts'
import { roundWritten } from './round.ts'
import { letIn, nudges, setLocked, turnAway } from '../menu-actions.ts'
import type { Steer } from '../carrier/steer.ts'

/* What an organiser can want, as a table. Each is decided in the database first; the carrier's part is its plan. */

type Wished<D extends EveningWish['do']> = Extract<EveningWish, { do: D }>
type Now = { readonly kept: Kept; readonly gathering: Gathering; readonly at: number }
/** Plans, or what there is to say when there is nothing to do. */
export type Decision = readonly Plan[] | EveningOutcome

type Table = {
  readonly [D in EveningWish['do']]: (now: Now, wish: Wished<D>) => Promise<Decision> | Decision
}

const wishes: Table = {
  mute: forInside((now, person) => muted(now.kept, now.gathering, person)),
  'ask-to-unmute': forInside((now, person) => privately(now, person, 'please-unmute')),
  'ask-to-mute': forInside((now, person) => privately(now, person, 'please-mute')),
  async 'mute-all'({ kept, gathering }) {
    const plans: Plan[] = []
    for (const person of gathering.people.filter(isInside)) {
      if (insideOf(person.caller.state)?.role !== 'host')
        plans.push(await muted(kept, gathering, person))
    }
    return plans
  },
  'let-in': forWaiting(({ kept }, waiter) => letIn(kept, [waiter]), isInside),
  async 'let-all-in'({ kept, gathering }) {
    const called = await letIn(kept, waiters(gathering.company))
    return called.map((ask) => ({ ask, otherwise: 'still-trying' }))
  },
  'turn-away': forWaiting(
    ({ kept }, waiter) => turnAway(kept, waiter),
    ({ caller: { state } }) => state.at === 'waiting' && state.fate === 'turned-away',
  ),
  remove: forInside(({ kept, gathering }, person) => removed(kept, gathering, person)),
  'make-host': forInside(madeHost),
  'lower-hand': forInside(async ({ kept }, { caller, line }) => {
    const state = withInside(caller.state, { hand: false })
    await kept.callers.move({ ...caller, state }, caller.step)
    await kept.lines.change(line, { handSince: undefined })
    return done
  }),
  name: forAnybody(async ({ kept }, { line }, { name }) => {
    await kept.lines.change(line, { name: lineName(name) })
    return done
  }),
  lock: (now) => locked(now, true),
  unlock: (now) => locked(now, false),
  announce({ gathering: { company } }, { sentence }) {
    const { room, meeting } = company
    const to = meeting.conferenceName
    return [{ ask: { do: 'announce', what: `say-${sentence}`, locale: room.locale, to } }]
  },
  end: async ({ kept, gathering }) => [await ended(kept, gathering)],
  'start-round': (now, { secondsEach }) => {
    const begun = beginRound(presentIn(now.gathering), roundSecondsOf(secondsEach), now.at)
    return begun.round === undefined ? 'gone' : inRound(now, begun)
  },
  'next-speaker': (now) => {
    const { round } = now.gathering.sitting
    if (round === undefined) return 'gone'
    return inRound(now, nextSpeaker(round, presentIn(now.gathering), now.at))
  },
  'stop-round': (now) => inRound(now, { round: undefined, told: [] }),
}

/** Decides it in the database: to be called in a transaction. */
export async function decideWish(now: Now, wish: EveningWish): Promise<Decision> {
  const decide = wishes[wish.do] as (now: Now, wish: EveningWish) => Promise<Decision> | Decision
  return decide(now, wish)
}

function named({ gathering }: Now, line: string): Person | undefined {
  return gathering.people.find(({ id }) => id === line)
}

type ForLine = { readonly line: string }
type Planned = Plan | EveningOutcome

/** For a line wherever it is. */
function forAnybody<W extends ForLine>(
  plan: (now: Now, person: Person, wish: W) => Promise<Planned> | Planned,
) {
  return async (now: Now, wish: W): Promise<Decision> => {
    const person = named(now, wish.line)
    const planned = person === undefined ? 'gone' : await plan(now, person, wish)
    return typeof planned === 'string' ? planned : [planned]
  }
}

/** For a line that is in the meeting, or on the way in. */
function forInside(plan: (now: Now, person: Person) => Promise<Planned> | Planned) {
  return forAnybody<ForLine>((now, person) => {
    const inside = isInside(person) && insideOf(person.caller.state) !== undefined
    return inside ? plan(now, person) : 'gone'
  })
}

/** For a line in the waiting room; it is so with the next round even when the carrier cannot be told. */
function forWaiting(
  decide: (now: Now, waiter: Waiter) => Promise<readonly Steer[]>,
  isSo: (person: Person) => boolean,
) {
  return forAnybody<ForLine>(async (now, person) => {
    const waiter = waiters(now.gathering.company).find(({ call }) => call === person.caller.call)
    if (waiter === undefined) return isSo(person) ? 'done' : 'gone'
    const [ask] = await decide(now, waiter)
    if (ask === undefined) return 'gone'
    return { ask, otherwise: 'still-trying' } satisfies Plan
  })
}

/** Whoever is in the menu hears nothing now. */
function privately({ gathering }: Now, person: Person, what: Announcement): Planned {
  const to = seatOf(person)
  const { locale } = gathering.company.room
  return to === undefined ? 'carrier-failed' : { ask: { do: 'announce', what, locale, to } }
}

async function madeHost({ kept, gathering }: Now, person: Person): Promise<Plan> {
  const { caller } = person
  if (insideOf(caller.state)?.role === 'host') return done
  const state = withInside(caller.state, { role: 'host' })
  await kept.callers.move({ ...caller, state }, caller.step)
  const to = seatOf(person)
  const { locale } = gathering.company.room
  const told = to && ({ do: 'announce', what: 'you-are-host-now', locale, to } as const)
  return { words: [...(told ? [told] : []), ...nudges(gathering.company, 'host')] }
}

async function locked({ kept, gathering: { company } }: Now, lock: boolean): Promise<Decision> {
  if (company.meeting.locked === lock) return 'done'
  return [{ words: await setLocked(kept, company, lock) }]
}

async function inRound({ kept, gathering }: Now, moved: RoundMoved): Promise<Decision> {
  return [{ words: await roundWritten(kept, gathering, moved) }]
}
