import type { Caller } from '../conference/call/caller.ts'
import {
  step,
  type Effect,
  type Event,
  type Left,
  type Moved,
  type State,
} from '../conference/call/callflow.ts'
import type { CallerNumber } from '../conference/call/caller-number.ts'
import type { Happening } from '../conference/happenings.ts'
import { insideOf } from '../conference/meeting/line.ts'
import { sentOut } from '../conference/meeting/meeting.ts'
import type { Who } from '../conference/call/menu.ts'
import type { Kept } from '../conference/ports.ts'
import { isFull } from '../conference/call/refusals.ts'
import type { Locale } from '../conference/room/room.ts'
import { askedAt, check, lookAgain, stayMs, type Answered, type Joining } from './admit.ts'
import { companyOf, insideWithout, isLocked, waiters, type Company } from './company.ts'
import { guessed } from './guessed.ts'
import { act } from './menu-actions.ts'
import type { Writing } from './parts.ts'
import type { Steer } from './carrier/steer.ts'

/** Where the flow has gone, and all that the document needs to know. */
export type Decided = {
  readonly state: State
  readonly effects: readonly Effect[]
  readonly locale: Locale
  readonly joining: Joining | undefined
  readonly happened: readonly Happening[]
  /** For the carrier, once this is on the disk. */
  readonly steer: readonly Steer[]
}

/** Follows the flow until there is something to answer, and looks up what it asks for. */
export async function decide(
  writing: Writing,
  kept: Kept,
  caller: Caller,
  from: CallerNumber,
  answered: Answered,
): Promise<Decided> {
  const asking = { writing, kept, call: caller.call, from }
  const happened: Happening[] = [...answered.happened]
  const wishes: Steer[] = [...answered.steer]
  let { joining, locale } = answered
  let moved: Moved = step(caller.state, answered.event, writing.means)
  for (;;) {
    const [state, ...effects] = moved
    const question = effects.find((effect) => effect.do === 'look-up' || effect.do === 'check')
    if (question === undefined) break
    const found: Answered =
      question.do === 'look-up'
        ? await lookUp(writing, kept, caller.call, question.roomNumber)
        : await check(asking, question, 'patience' in state ? state.patience.tries : 0)
    happened.push(...found.happened)
    wishes.push(...found.steer)
    joining = found.joining ?? joining
    locale = found.locale ?? locale
    moved = step(state, found.event, writing.means)
  }
  const [state, ...effects] = moved
  for (const effect of effects) {
    if (effect.do === 'ask-for-help')
      happened.push({ event: 'caller.asked-for-help', call: caller.call })
    if (effect.do === 'request-help')
      await kept.helpRequests.leave({ ...effect, call: caller.call, at: writing.clock() })
    if (effect.do !== 'act') continue
    // Anew for each: what one decided changes who waits for the next.
    const company = await companyOf(kept, caller.meeting)
    if (company !== undefined) wishes.push(...(await act(kept, company, caller, effect.action)))
  }
  if (state.at === 'ended') happened.push(...(await guessed(kept, caller)))
  const going = effects.some((effect) => effect.do === 'join')
  if (going && joining === undefined) joining = await companyOf(kept, caller.meeting)
  return {
    state,
    effects,
    locale: localeOf(state) ?? localeOf(caller.state) ?? locale ?? writing.locale,
    joining,
    happened,
    steer: wishes,
  }
}

/** What there is to ask after this room number: the same for known and unknown rooms with a PIN. */
async function lookUp(
  { practiceNumber }: Writing,
  kept: Kept,
  call: string,
  roomNumber: string,
): Promise<Answered> {
  const withoutPin = await kept.rooms.isWithoutPin(roomNumber)
  const pin =
    roomNumber === practiceNumber ? 'practice' : withoutPin ? 'optional' : ('needed' as const)
  const happened: Happening[] = pin === 'practice' ? [{ event: 'caller.practises', call }] : []
  return { event: { is: 'looked-up', pin }, happened, steer: [] }
}

/** What it means that the carrier let this caller out of the conference. */
export async function leaving(writing: Writing, kept: Kept, caller: Caller): Promise<Event> {
  const company = await companyOf(kept, caller.meeting)
  if (company === undefined) return left({ sentOut: 'meeting' })
  const { meeting, picture, room } = company
  const others = insideWithout(company, caller.call)
  // Turned away at the door by the carrier, because the conference has filled up on the way in.
  const turnedAway = !picture.places.some(({ call }) => call === caller.call)
  if (turnedAway && isFull(room, others.size)) return { is: 'full' }
  const { state } = caller
  const timeIsUp = 'until' in state && writing.clock() >= state.until
  const who = whoIs(company, caller)
  // The callbacks that say who was sent out may come after this request; that it was ended we know ourselves.
  const out = meeting.ended ? 'meeting' : sentOut(picture, caller.call)
  return left({ sentOut: out, timeIsUp, who })
}

export function left(what: Partial<Left>): Event {
  return { is: 'left', sentOut: undefined, timeIsUp: false, who: nobodyKnown, ...what }
}

/** A caller of whose meeting nothing is left. */
const nobodyKnown: Who = {
  role: 'guest',
  muted: false,
  hand: false,
  locked: false,
  waiting: 0,
  others: 0,
}

/** A key in the menu, and how things stand for this caller. */
export async function inMenu(kept: Kept, caller: Caller, keys: string): Promise<Event> {
  const company = await companyOf(kept, caller.meeting)
  if (company === undefined || company.meeting.ended) return left({ sentOut: 'meeting' })
  const who = whoIs(company, caller)
  return { is: 'in-menu', press: keys === '' ? { is: 'silence' } : { is: 'keys', keys }, who }
}

function whoIs(company: Company, { call, state }: Caller): Who {
  const inside = 'muted' in state ? state : { role: 'guest' as const, muted: false, hand: false }
  return {
    role: inside.role,
    muted: inside.muted,
    hand: inside.hand,
    locked: isLocked(company, call) || company.meeting.locked,
    waiting: waiters(company).length,
    others: insideWithout(company, call).size,
  }
}

/** The time is up: an answer, or none. */
export async function staying(
  writing: Writing,
  kept: Kept,
  caller: Caller,
  keys: string,
): Promise<Event> {
  const company = await companyOf(kept, caller.meeting)
  if (company === undefined || company.meeting.ended) return left({ sentOut: 'meeting' })
  const at = writing.clock()
  const until = Math.max(at + stayMs, askedAt(company.room, company.meeting, at))
  return { is: 'stays', keys, until }
}

/** Keys for a number to call back, unless the meeting is over meanwhile. */
export async function leavingNumber(
  kept: Kept,
  { state, meeting: id }: Caller,
  pressed: Event,
): Promise<Event> {
  if (insideOf(state) === undefined) return pressed
  const meeting = id === undefined ? undefined : await kept.meetings.byId(id)
  return meeting === undefined || meeting.ended ? left({ sentOut: 'meeting' }) : pressed
}

/** A round of the waiting room is over. */
export async function inWaitingRoom(
  writing: Writing,
  kept: Kept,
  caller: Caller,
  from: CallerNumber,
): Promise<Answered> {
  if (caller.state.at !== 'waiting') return { event: { is: 'hung-up' }, happened: [], steer: [] }
  return lookAgain({ writing, kept, call: caller.call, from }, caller.state, caller.meeting)
}

function localeOf(state: State): Locale | undefined {
  return 'locale' in state ? state.locale : insideOf(state)?.locale
}
