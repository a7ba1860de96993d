import { insideOf, withInside } from '../../conference/meeting/line.ts'
import type { Kept } from '../../conference/ports.ts'
import { companyOf, waiters } from '../company.ts'
import { isInside, seatOf, type Gathering, type Person } from './lines.ts'
import { done, type Plan } from './plan.ts'
import { decided } from '../menu-actions.ts'
import type { Steer } from '../carrier/steer.ts'

/* What an organiser does about people who are inside. */

/** Microphone off: at once for those who are with the others, at their return for those in the menu. */
export async function muted(kept: Kept, { company }: Gathering, person: Person): Promise<Plan> {
  const { caller, place } = person
  const was = insideOf(caller.state)
  if (was === undefined || (was.muted && place?.muted !== false)) return done
  await kept.callers.move(
    { ...caller, state: withInside(caller.state, { muted: true }) },
    caller.step,
  )
  const seat = seatOf(person)
  if (seat === undefined) return done
  const asked: Plan = {
    ask: { do: 'switch-off', seat },
    // Just gone into the menu: from there they come back with the microphone off.
    ifGone: async ({ callers }) =>
      (await callers.find(caller.call)) === undefined ? 'gone' : 'done',
  }
  // Asked for already, and perhaps on its way: nobody hears it twice.
  if (was.muted) return asked
  const { locale } = company.room
  return {
    ...asked,
    words: [{ do: 'announce', what: 'muted-by-host', locale, to: seat }],
    undo: (now) => heard(now, caller.call),
  }
}

/** The carrier did not do it, so it is not so. */
async function heard({ callers }: Kept, call: string): Promise<void> {
  const caller = await callers.find(call)
  if (caller === undefined) return
  const state = withInside(caller.state, { muted: false })
  await callers.move({ ...caller, state }, caller.step)
}

/**
 * Out, and kept out. The mark comes first: a caller who presses `*` in the same moment finds no menu, and whoever
 * the carrier could not take out is taken out as soon as it can (`evening.ts`).
 */
export async function removed(kept: Kept, gathering: Gathering, person: Person): Promise<Plan> {
  await kept.lines.change(person.line, { removed: true })
  return { ask: sentOut(gathering, person, 'removed'), otherwise: 'still-trying' }
}

export function sentOut(
  { company }: Gathering,
  person: Person,
  farewell: Extract<Steer, { do: 'send-out' }>['farewell'],
): Steer {
  const { call } = person.caller
  const { locale } = company.room
  return { do: 'send-out', call, seat: seatOf(person), farewell, locale }
}

/** Ends it for all: those who sit in the conference, then those in the menu, on the way in, and at the door. */
export async function ended(kept: Kept, gathering: Gathering): Promise<Plan> {
  const { id, conferenceName } = gathering.company.meeting
  await kept.meetings.change(id, { ended: true })
  const elsewhere = gathering.people
    .filter((person) => isInside(person) && person.place === undefined)
    .map((person) => sentOut(gathering, person, 'meeting-over'))
  return {
    ask: { do: 'end', conferenceName },
    ifGone: () => Promise.resolve('done'),
    afterwards: async (now) => [
      ...elsewhere,
      ...(await decided(now, waiters(await companyOf(now, id)), 'over')),
    ],
    undo: (now) => now.meetings.change(id, { ended: false }),
  }
}
