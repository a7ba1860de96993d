import { admission, type Admission } from '../conference/call/admission.ts'
import type { CallerNumber } from '../conference/call/caller-number.ts'
import type { Admitted, Effect, Event } from '../conference/call/callflow.ts'
import type { Happening } from '../conference/happenings.ts'
import type { Meeting } from '../conference/meeting/meeting.ts'
import { isOldPin } from '../conference/call/old-pins.ts'
import type { Kept } from '../conference/ports.ts'
import { opened } from '../conference/call/refusals.ts'
import type { Locale, Role, Room } from '../conference/room/room.ts'
import { openness } from '../conference/room/schedule-openness.ts'
import { clockTime, spokenMoment, type ClockTime } from '../conference/call/spoken-time.ts'
import { waitingMinutesMax, type Turn, type Waiting } from '../conference/call/waiting.ts'
import {
  companyAt,
  companyOf,
  hostsInside,
  insideWithout,
  isLocked,
  waiters,
  type Company,
} from './company.ts'
import { nudges, seatsOf } from './menu-actions.ts'
import { openMeeting } from './open-meeting.ts'
import type { Writing } from './parts.ts'
import type { Steer } from './carrier/steer.ts'

/* Where somebody with a room number and a PIN goes: what conference/call/admission.ts asks for is looked up here. */

/** What was found out, and what it has set off. */
export type Answered = {
  readonly event: Event
  readonly locale?: Locale
  readonly joining?: Joining
  readonly happened: readonly Happening[]
  readonly steer: readonly Steer[]
}

export type Joining = { readonly room: Room; readonly meeting: Meeting }

/** Hosts hear of somebody who waits at most this often. */
export const hostToldMs = 60_000
/** Whoever said that they stay is asked again after so long. */
export const stayMs = 30 * 60_000
const minuteMs = 60_000

export type Asking = {
  readonly writing: Writing
  readonly kept: Kept
  readonly call: string
  readonly from: CallerNumber
}

/** The room and the PIN: nobody learns more than that they do not fit (S-31). */
export async function check(
  asking: Asking,
  { roomNumber, pin, queued }: Extract<Effect, { do: 'check' }>,
  triesBefore: number,
): Promise<Answered> {
  const { kept, writing, call, from } = asking
  const at = writing.clock()
  const seconds = queued === true ? 0 : await kept.limits.secondsToWait(at)
  if (seconds > 0) {
    const happened: Happening[] = [{ event: 'caller.limited', call, by: 'queue' }]
    return { event: { is: 'queued', seconds }, happened, steer: [] }
  }
  const known = await roomToEnter(kept, roomNumber)
  const found = opened(known, pin)
  const right = found.because === undefined
  const judged =
    pin === ''
      ? undefined
      : await kept.limits.entered({ from, roomNumber, room: known?.id, right, triesBefore, at })
  const happened = [...(judged?.happened ?? [])]
  if (found.because !== undefined) {
    // Looked up whatever was wrong, also for rooms that do not exist: it takes the same time (S-31).
    const pinChanged = isOldPin(await kept.oldPins.of(known?.id, at), pin)
    const reason = pinChanged ? 'old-pin' : found.because
    happened.push({ event: 'caller.refused', call, reason })
    return { event: { is: 'refused', pinChanged }, happened, steer: [] }
  }
  const { room, role } = found
  if (judged?.because !== undefined)
    happened.push({ event: 'caller.limited', call, by: judged.because })
  const isProtected = (await kept.service.now()).protected !== undefined
  const guessing = judged?.to === 'waiting-room' ? ('guessing' as const) : undefined
  const limit = guessing ?? (isProtected ? ('protected' as const) : undefined)
  return enter(asking, { room, role, limit }, happened)
}

/** The room with this number. One that is archived is like one that does not exist. */
async function roomToEnter(kept: Kept, number: string): Promise<Room | undefined> {
  const room = await kept.rooms.byNumber(number)
  return room?.archived === true ? undefined : room
}

type Entering = {
  readonly room: Room
  readonly role: Role
  readonly limited: boolean
  readonly banned: boolean
}

async function enter(
  asking: Asking,
  { room, role, limit: by }: Pick<Entering, 'room' | 'role'> & Pick<Waiting, 'limit'>,
  happened: Happening[],
): Promise<Answered> {
  const { kept, writing, call, from } = asking
  const at = writing.clock()
  const running = await kept.meetings.openIn(room.id)
  const company = running && (await companyAt(kept, room, running))
  const known = running && (await knownOf(kept, running.id, from, at))
  const limit = by ?? (known?.waits === true ? 'removed' : undefined)
  const entry = {
    room,
    role,
    limited: limit !== undefined,
    banned: known?.banned === true,
  }
  const goes = whereTo(entry, company, call, at, false)
  const { locale } = room
  if (goes.to === 'goodbye') {
    happened.push({ event: 'caller.refused', call, reason: `room-${goes.because}` })
    return { event: stopped(goes, room, at), locale, happened, steer: [] }
  }
  const meeting = running ?? (await openMeeting(writing, kept, room, happened))
  const joining: Joining = { room, meeting }
  // Whoever calls after the end begins anew.
  if (meeting.ended) await kept.meetings.change(meeting.id, { ended: false })
  const admitted = admittedTo(joining, company, call, role, at)
  if (goes.to === 'room') {
    happened.push({ event: 'caller.admitted', call, meeting: meeting.id, role, way: 'keyed' })
    const steer = role === 'host' && company !== undefined ? nudges(company, 'host') : []
    return { event: { is: 'admitted', ...admitted }, locale, joining, happened, steer }
  }
  const { because } = goes
  happened.push({ event: 'caller.waits', call, meeting: meeting.id })
  const waiting: Waiting = { because, role, locale, since: at, turns: 0, limit, fate: 'waits' }
  const ahead = waiters(company).length
  const turn: Turn = {
    ...turnOf(room, at),
    to: 'waiting',
    admitted,
    because,
    ahead,
    all: ahead + 1,
  }
  const steer = await tellHosts(kept, company, at, because === 'asked' || because === 'locked')
  return { event: { is: 'to-wait', waiting, turn }, locale, joining, happened, steer }
}

/** What an organiser decided about callers like this one (S-37). */
async function knownOf(kept: Kept, meeting: string, from: CallerNumber, at: number) {
  if (from.is === 'withheld') {
    return { banned: false, waits: (await kept.sittings.of(meeting)).withheldWait }
  }
  return { banned: await kept.bans.has(from, meeting, at), waits: false }
}

/** A round of the waiting room is over: may they come in now? */
export async function lookAgain(
  { kept, writing, call, from }: Asking,
  state: Waiting,
  meeting: string | undefined,
): Promise<Answered> {
  const at = writing.clock()
  const company = await companyOf(kept, meeting)
  if (company === undefined) return { event: { is: 'full' }, happened: [], steer: [] }
  const { room } = company
  const { role } = state
  // Whoever was asked to wait is let in by hand; everything else may have changed by itself.
  const { banned } = await knownOf(kept, company.meeting.id, from, at)
  const entry = {
    room,
    role,
    limited: state.limit !== undefined || state.because === 'asked',
    banned,
  }
  const goes = whereTo(entry, company, call, at, state.fate === 'let-in')
  const { locale } = room
  if (goes.to === 'goodbye')
    return { event: stopped(goes, room, at), locale, happened: [], steer: [] }
  const admitted = admittedTo(company, company, call, role, at)
  const line = waiters(company)
  const place = line.findIndex((waiter) => waiter.call === call)
  const late = at - state.since > waitingMinutesMax * minuteMs
  const turn: Turn = {
    ...turnOf(room, at),
    to: goes.to === 'room' ? 'room' : late ? 'given-up' : 'waiting',
    admitted,
    because: goes.to === 'waiting' ? goes.because : state.because,
    ahead: Math.max(0, place),
    all: line.length,
  }
  const happened: Happening[] =
    turn.to === 'room'
      ? [{ event: 'caller.admitted', call, meeting: company.meeting.id, role, way: 'let-in' }]
      : []
  const steer = turn.to === 'room' && role === 'host' ? nudges(company, 'host') : []
  return { event: { is: 'turn', ...turn }, locale, joining: company, happened, steer }
}

export function whereTo(
  entry: Entering,
  company: Company | undefined,
  call: string,
  at: number,
  letIn: boolean,
): Admission {
  return admission({
    ...entry,
    openness: openness(entry.room.schedule, at),
    inside: insideWithout(company, call).size,
    locked: isLocked(company, call),
    hostInside: hostsInside(company, call).length > 0,
    letIn,
  })
}

/** How somebody is when they come in. */
export function admittedTo(
  { room, meeting }: Joining,
  company: Company | undefined,
  call: string,
  role: Role,
  at: number,
): Admitted {
  const inside = insideWithout(company, call).size
  return {
    role,
    locale: room.locale,
    others: room.announceCount ? inside : undefined,
    muted: room.muteOnEntry && role === 'guest',
    hand: false,
    until: askedAt(room, meeting, at),
    back: false,
  }
}

/** When they are asked whether they stay: with all others, or later when that is over. */
export function askedAt(room: Room, meeting: Pick<Meeting, 'opened'>, at: number): number {
  const together = meeting.opened + room.lengthMaxMinutes * minuteMs
  return together > at + minuteMs ? together : at + stayMs
}

/** Hosts who are inside hear that somebody waits, at most once a minute. */
export async function tellHosts(
  kept: Kept,
  company: Company | undefined,
  at: number,
  somebodyNew: boolean,
): Promise<readonly Steer[]> {
  if (company === undefined || !somebodyNew) return []
  const { meeting, room } = company
  if (at - meeting.hostTold < hostToldMs) return []
  const hosts = new Set(hostsInside(company, '').map((host) => host.call))
  const seats = seatsOf(company, '').filter(({ seat }) => hosts.has(seat.call))
  if (seats.length === 0) return []
  await kept.meetings.change(meeting.id, { hostTold: at })
  return seats.map(({ seat }) => ({
    do: 'announce',
    what: 'someone-waits',
    locale: room.locale,
    to: seat,
  }))
}

function stopped(
  { because }: Extract<Admission, { to: 'goodbye' }>,
  { schedule, archived }: Room,
  at: number,
): Event {
  if (because !== 'closed') return { is: because }
  const now = openness(schedule, at)
  const next = now.is === 'closed' && !archived ? now.next : undefined
  if (next === undefined || schedule.is === 'always') return { is: 'closed', next: undefined }
  return { is: 'closed', next: spokenMoment(next, schedule.timeZone, at) }
}

/** When it starts, if somebody waits for that. */
function turnOf({ schedule }: Room, at: number): { starts: ClockTime | undefined } {
  const now = openness(schedule, at)
  const told = now.is === 'soon' && schedule.is !== 'always'
  return { starts: told ? clockTime(now.startsAt, schedule.timeZone) : undefined }
}
