import type { Caller } from '../../conference/caller.ts'
import type { Announce, Kept, Store } from '../../conference/ports.ts'
import type { Standby } from '../../conference/standby.ts'
import { follow, leaveLine } from '../lines.ts'

/*
 * What happened to calls in memory is brought back to the database, call by call: where each is, and its meeting if the database
 * does not know it. Who is in the conference the carrier says afterwards; what was counted against guessing is not brought back.
 */

export type BringingBack = {
  readonly store: Pick<Store, 'atomically' | 'isAway'>
  readonly clock: () => number
  readonly announce: Announce
}

/** Answers how many calls it were. @throws when the database is away again; what is left is brought back later */
export async function bringBack(
  { store, clock, announce }: BringingBack,
  standby: Standby,
): Promise<number> {
  const calls = standby.takeChangedCalls()
  for (const [at, call] of calls.entries()) {
    try {
      await broughtBack(store, standby, call, clock())
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

async function broughtBack(
  store: BringingBack['store'],
  standby: Standby,
  call: string,
  now: number,
): Promise<void> {
  const found = await standby.atomically(async ({ callers, meetings }) => {
    const caller = await callers.find(call)
    const id = caller?.meeting
    return { caller, meeting: id === undefined ? undefined : await meetings.byId(id) }
  })
  await store.atomically(async (kept) => {
    if (found.caller === undefined) {
      await over(kept, call, now)
      return
    }
    const { meeting } = found
    if (meeting !== undefined && (await kept.meetings.openIn(meeting.room)) === undefined) {
      const { id, room, conferenceName, opened, locked } = meeting
      await kept.meetings.open({ id, room, conferenceName, opened })
      if (locked) await kept.meetings.change(id, { locked })
    }
    const open = meeting && (await kept.meetings.openIn(meeting.room))
    await put(kept, { ...found.caller, meeting: open?.id }, now)
  })
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
