import type { Caller } from '../conference/call/caller.ts'
import type { State } from '../conference/call/callflow.ts'
import { insideOf } from '../conference/meeting/line.ts'
import { nobody, whoIsHere, type Meeting, type Picture } from '../conference/meeting/meeting.ts'
import type { Kept } from '../conference/ports.ts'
import type { Room } from '../conference/room/room.ts'

/** A meeting with everybody who belongs to it, as it is known now. */
export type Company = {
  readonly room: Room
  readonly meeting: Meeting
  readonly picture: Picture
  readonly callers: readonly Caller[]
}

/** Somebody who is in the waiting room. */
export type Waiter = Caller & { readonly state: Extract<State, { at: 'waiting' }> }

/** Undefined when the meeting is over, or its room is gone. */
export async function companyOf(kept: Kept, id: string | undefined): Promise<Company | undefined> {
  const meeting = id === undefined ? undefined : await kept.meetings.byId(id)
  const room = meeting === undefined ? undefined : await kept.rooms.byId(meeting.room)
  return meeting && room && companyAt(kept, room, meeting)
}

/** The same, where room and meeting are known. */
export async function companyAt(kept: Kept, room: Room, meeting: Meeting): Promise<Company> {
  const picture = await kept.meetings.picture(meeting.id)
  return { room, meeting, picture, callers: await kept.callers.inMeeting(meeting.id) }
}

/** The calls that are in the meeting, on the way in, in its menu or away for help; without this one. */
export function insideWithout(company: Company | undefined, call: string): ReadonlySet<string> {
  const here = whoIsHere(company?.picture ?? nobody)
  const known = (company?.callers ?? []).filter(({ state }) => insideOf(state) !== undefined)
  const inside = new Set([...here, ...known.map((caller) => caller.call)])
  inside.delete(call)
  return inside
}

/** Hosts who are inside, without this one. */
export function hostsInside(company: Company | undefined, call: string): readonly Caller[] {
  return (company?.callers ?? []).filter(
    (caller) => caller.call !== call && insideOf(caller.state)?.role === 'host',
  )
}

/** Who waits and was not decided about, the longest first. */
export function waiters(company: Company | undefined): readonly Waiter[] {
  return (company?.callers ?? [])
    .filter(isWaiter)
    .filter(({ state }) => state.fate === 'waits')
    .sort((a, b) => a.state.since - b.state.since)
}

function isWaiter(caller: Caller): caller is Waiter {
  return caller.state.at === 'waiting'
}

/** A lock without anybody inside locks the whole group out; so it is void. */
export function isLocked(company: Company | undefined, call: string): boolean {
  return company?.meeting.locked === true && insideWithout(company, call).size > 0
}
