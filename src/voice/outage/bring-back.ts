import type { Caller } from '../../conference/call/caller.ts'
import type { State } from '../../conference/call/callflow.ts'
import { insideOf } from '../../conference/meeting/line.ts'
import { openMenu } from '../../conference/call/menu.ts'
import type { Announce, Kept, Store } from '../../conference/ports.ts'
import type { Standby } from '../../conference/kept/standby.ts'
import { follow, leaveLine } from '../lines.ts'

/*
 * What happened to calls in memory is brought back to the database, call by call: where each is, and its meeting if the database
 * does not know it. Who is in the conference the carrier says afterwards; what was counted against guessing is not brought back.
 *
 * Another instance that had the database may have opened a meeting in the same room meanwhile; then there are two conferences.
 * Whoever is in ours goes over to the other: as if out of the menu, with the same microphone and hand, and without a tone.
 */

export type BringingBack = {
  readonly store: Pick<Store, 'atomically' | 'isAway'>
  readonly clock: () => number
  readonly announce: Announce
  /** Has the carrier take this call to its next step, out of the conference where it is alone or with the wrong ones. */
  readonly takeOver?: ((call: string, step: string) => void) | undefined
}

/** Answers how many calls it were. @throws when the database is away again; what is left is brought back later */
export async function bringBack(
  { store, clock, announce, takeOver }: BringingBack,
  standby: Standby,
): Promise<number> {
  const calls = standby.takeChangedCalls()
  for (const [at, call] of calls.entries()) {
    try {
      const over = await broughtBack(store, standby, call, clock())
      if (over !== undefined) takeOver?.(over.call, over.step)
    } catch (error) {
      if (store.isAway(error)) {
        await keepFor(standby, calls.slice(at))
        throw error
      }
      announce({ event: 'call.not-brought-back', call, error })
    }
  }
  return calls.length
}

/** Answers whoever is in another conference than the others of the room. */
async function broughtBack(
  store: BringingBack['store'],
  standby: Standby,
  call: string,
  now: number,
): Promise<Caller | undefined> {
  const found = await standby.atomically(async ({ callers, meetings }) => {
    const caller = await callers.find(call)
    const id = caller?.meeting
    return { caller, meeting: id === undefined ? undefined : await meetings.byId(id) }
  })
  return store.atomically(async (kept) => {
    if (found.caller === undefined) {
      await over(kept, call, now)
      return undefined
    }
    const { meeting } = found
    if (meeting !== undefined && (await kept.meetings.openIn(meeting.room)) === undefined) {
      const { id, room, conferenceName, opened, locked } = meeting
      await kept.meetings.open({ id, room, conferenceName, opened })
      if (locked) await kept.meetings.change(id, { locked })
    }
    const open = meeting && (await kept.meetings.openIn(meeting.room))
    const isElsewhere = open !== undefined && open.conferenceName !== meeting?.conferenceName
    const overThere = isElsewhere ? onTheWayOver(found.caller.state) : undefined
    const caller = { ...found.caller, meeting: open?.id, state: overThere ?? found.caller.state }
    await put(kept, caller, now)
    return overThere && caller
  })
}

/** As in the menu: whoever says nothing there is taken to the conference of their meeting. Nobody who waits or is asked is moved. */
function onTheWayOver(state: State): State | undefined {
  const inside = insideOf(state)
  const sits = state.at === 'in-meeting' || state.at === 'joining'
  if (inside === undefined || !sits) return undefined
  const { role, locale, muted, hand, until, returns } = inside
  const who = { role, muted, hand, locked: false, waiting: 0, others: 0 }
  const menu = openMenu(who).state
  return { at: 'in-menu', menu, role, locale, muted, hand, until, returns }
}

/** What stays of its meeting was written in memory, and is brought back from there. */
async function over(kept: Kept, call: string, now: number): Promise<void> {
  const caller = await kept.callers.find(call)
  const line = await kept.lines.byCall(call)
  if (line !== undefined) await leaveLine(kept, line, now)
  await kept.callers.end(call, now)
  if (caller?.meeting !== undefined) await kept.meetings.endIfEmpty(caller.meeting)
}

async function put(kept: Kept, caller: Caller, now: number): Promise<void> {
  const known = await kept.callers.find(caller.call)
  if (known === undefined) await kept.callers.add(caller)
  else await kept.callers.move(caller, known.step)
  await follow(kept, caller, now)
}

/** Marks these calls as changed once more. */
async function keepFor(standby: Standby, calls: readonly string[]): Promise<void> {
  await standby.atomically(async ({ callers }) => {
    for (const call of calls) {
      const caller = await callers.find(call)
      if (caller === undefined) await callers.end(call, 0)
      else await callers.move(caller, caller.step)
    }
  })
}
