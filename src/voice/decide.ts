import type { Caller } from '../conference/caller.ts'
import { step, type Effect, type Event, type State } from '../conference/callflow.ts'
import type { Happening } from '../conference/happenings.ts'
import { nobody, sentOut, whoIsHere, type Meeting } from '../conference/meeting.ts'
import type { Kept } from '../conference/ports.ts'
import { isFull, opened } from '../conference/refusals.ts'
import type { Locale, Room } from '../conference/room.ts'
import type { Writing } from './parts.ts'

/** Where the flow has gone, and all that the document needs to know. */
export type Decided = {
  readonly state: State
  readonly effects: readonly Effect[]
  readonly locale: Locale
  readonly joining: Joining | undefined
  readonly happened: readonly Happening[]
}

export type Joining = { readonly room: Room; readonly meeting: Meeting }

/** Follows the flow until there is something to answer, and looks up what it asks for. */
export async function decide(
  writing: Writing,
  kept: Kept,
  caller: Caller,
  event: Event,
): Promise<Decided> {
  const [state, ...effects] = step(caller.state, event)
  const check = effects.find((effect) => effect.do === 'check')
  if (check !== undefined) return admit(writing, kept, caller, state, check)
  const going = effects.some((effect) => effect.do === 'join')
  const joining = going ? await whereTo(kept, caller) : undefined
  const locale = localeOf(caller.state) ?? writing.locale
  return { state, effects, locale, joining, happened: [] }
}

/** What it means that the carrier let this caller out of the conference. */
export async function leaving(kept: Kept, caller: Caller): Promise<Event> {
  const where = await whereTo(kept, caller)
  if (where === undefined) return { is: 'left', sentOut: 'meeting' }
  const picture = await kept.meetings.picture(where.meeting.id)
  const others = whoIsHere(picture)
  // Turned away at the door by the carrier, because the conference has filled up on the way in.
  const turnedAway = !picture.places.some(({ call }) => call === caller.call)
  if (turnedAway && isFull(where.room, others.size)) return { is: 'full' }
  return { is: 'left', sentOut: sentOut(picture, caller.call) }
}

async function admit(
  writing: Writing,
  kept: Kept,
  { call }: Caller,
  checking: State,
  { roomNumber, pin }: Extract<Effect, { do: 'check' }>,
): Promise<Decided> {
  const known = await kept.rooms.byNumber(roomNumber)
  const found = opened(known, pin)
  if (found.because !== undefined) {
    const [state, ...effects] = step(checking, { is: 'refused' })
    const happened: Happening[] = [{ event: 'caller.refused', call, reason: found.because }]
    return { state, effects, locale: writing.locale, joining: undefined, happened }
  }
  const { room, role } = found
  const { locale } = room
  const running = await kept.meetings.openIn(room.id)
  const here = whoIsHere(running === undefined ? nobody : await kept.meetings.picture(running.id))
  if (isFull(room, here.size)) {
    const [state, ...effects] = step(checking, { is: 'full' })
    const happened: Happening[] = [{ event: 'caller.refused', call, reason: 'room-full' }]
    return { state, effects, locale, joining: undefined, happened }
  }
  const happened: Happening[] = []
  const meeting = running ?? (await open(writing, kept, room, happened))
  happened.push({ event: 'caller.admitted', call, meeting: meeting.id, role })
  const [state, ...effects] = step(checking, { is: 'admitted', role, locale, others: here.size })
  return { state, effects, locale, joining: { room, meeting }, happened }
}

async function open(
  { randomness, clock }: Writing,
  kept: Kept,
  room: Room,
  happened: Happening[],
): Promise<Meeting> {
  const meeting = {
    id: randomness.token(),
    room: room.id,
    conferenceName: randomness.token(),
    opened: clock(),
  }
  await kept.meetings.open(meeting)
  happened.push({ event: 'meeting.opened', meeting: meeting.id, room: room.id })
  return { ...meeting, locked: false, hostTold: 0, warned: false }
}

async function whereTo(kept: Kept, caller: Caller): Promise<Joining | undefined> {
  const meeting =
    caller.meeting === undefined ? undefined : await kept.meetings.byId(caller.meeting)
  const room = meeting === undefined ? undefined : await kept.rooms.byId(meeting.room)
  return meeting === undefined || room === undefined ? undefined : { meeting, room }
}

function localeOf(state: State): Locale | undefined {
  return 'locale' in state ? state.locale : undefined
}
