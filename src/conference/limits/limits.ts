import type { Happening } from '../happenings.ts'
import type { Entry } from './limit-ports.ts'
import { warDialling } from './limits-alarm.ts'
import { dayMs, hourMs, minuteMs, within, type Count, type Question } from './limits-counting.ts'
import type { OfNumber } from './limits-number.ts'

/*
 * The ladder that keeps guessing hopeless and never keeps anybody out (TRUST S-32). Each rung counts wrong entries in a
 * window that decays; the first that is full sends a right entry to the waiting room instead of into the room:
 *
 *   call       5 tries                               callflow.ts: a friendly end
 *   number     10 in 15 min, 20 in a day             only this number waits
 *   withheld   30 + 5 % of the day's calls           callers without a number of their own wait
 *   room       20 in a day, 60 in 30 days            everybody waits at this room (Schutzmodus)
 *   system     0.8 per room, at least 200 in a day   entries queue up; only a call's first try goes straight in,
 *                                                    and from the second day on, or when the year's overdraft
 *                                                    is used up, everybody waits at every room
 *
 * All wrong entries count, also those beyond a limit. A right one forgives the same number at the same room and nothing
 * else: otherwise somebody with a room of their own would wipe their guesses away. The system's budget is a little below
 * that of TRUST §1.5, because a room has two PINs and its number eight first digits; being forgiven there as well, very
 * old callers use about half of it.
 */
export const budgets = {
  number: { quarterHourMax: 10, dayMax: 20 },
  withheld: { dayMax: 30, shareOfCalls: 0.05 },
  room: { dayMax: 20, monthMax: 60 },
  /** Per active room, but never less than `dayMin`; and what may go straight in while that is used up, in a year. */
  system: { dayMin: 200, perRoom: 0.8, overdrawnYearMax: 30_000 },
} as const

export type Level = 'number' | 'withheld' | 'room' | 'system'

/** The sums of all that was counted before this entry. */
export type Counted = {
  readonly number: OfNumber
  readonly roomsActive: number
  readonly sums: Sums
}

/** Sums by name; `questions` says of what. */
export type Sums = Readonly<Record<keyof ReturnType<typeof questions>, number>>

/** A room that does not exist is counted as well, under this name, so that it takes as long (S-31). */
export const noRoom = '-'
const everybody = ''

/** What has to be known to judge an entry at this room. */
export function questions(room: string | undefined, at: number) {
  const tenMinutesMs = 10 * minuteMs
  const of = room ?? noRoom
  return {
    callsTenMinutes: within('calls', everybody, tenMinutesMs, at),
    callsDay: within('calls', everybody, dayMs, at),
    callsWeek: within('calls', everybody, 7 * dayMs, at),
    failuresTenMinutes: within('failures', everybody, tenMinutesMs, at),
    failuresDay: failuresDay(at),
    failuresTwoDays: within('failures', everybody, 2 * dayMs, at),
    failuresWeek: within('failures', everybody, 7 * dayMs, at),
    overdrawnYear: within('overdrawn', everybody, 365 * dayMs, at),
    withheldDay: within('withheld', everybody, dayMs, at),
    roomDay: within('room', of, dayMs, at),
    roomMonth: within('room', of, 30 * dayMs, at),
    toldRoom: within('told', of, dayMs, at),
    toldThrottled: within('told', 'throttled', dayMs, at),
    toldWarDialling: within('told', 'war-dialling', hourMs, at),
  } satisfies Record<string, Question>
}

/** Wrong entries of everybody within a day: how the whole system stands. */
export function failuresDay(at: number): Question {
  return within('failures', everybody, dayMs, at)
}

export type Verdict = {
  /** Where this entry leads if it is right. */
  readonly to: 'room' | 'waiting-room'
  readonly because: Level | undefined
  readonly counts: readonly Count[]
  readonly happened: readonly Happening[]
}

/** State in, event in, verdict out. What it says to count is added after a wrong entry; nothing is after a right one. */
export function judge(counted: Counted, entry: Entry): Verdict {
  const because = rungs.find(({ isFull }) => isFull(counted, entry))?.level
  const to = because === undefined ? 'room' : 'waiting-room'
  if (entry.right) return { to, because, counts: [], happened: [] }
  const counts = countsOf(counted, entry, because)
  const { happened, told } = news(counted, entry)
  return { to, because, counts: [...counts, ...told], happened }
}

/** Whether a caller has a number that is counted by itself. Identities can be chosen freely, so they share. */
export function hasOwnCount({ from }: Pick<Entry, 'from'>): boolean {
  return from.is === 'telephone'
}

type Rung = {
  readonly level: Level
  readonly isFull: (counted: Counted, entry: Entry) => boolean
}

const rungs: readonly Rung[] = [
  {
    level: 'number',
    isFull: ({ number }) =>
      number.quarterHour >= budgets.number.quarterHourMax || number.day >= budgets.number.dayMax,
  },
  {
    level: 'withheld',
    isFull: ({ sums }, entry) => !hasOwnCount(entry) && sums.withheldDay >= withheldMax(sums),
  },
  {
    level: 'room',
    isFull: ({ sums }, { room }) => room !== undefined && isProtected(sums),
  },
  {
    level: 'system',
    isFull: (counted, { triesBefore }) =>
      isThrottled(counted) && (triesBefore > 0 || isClosedToAll(counted)),
  },
]

/** Schutzmodus: everybody gets into this room by the waiting room. */
export function isProtected({ roomDay, roomMonth }: Pick<Sums, 'roomDay' | 'roomMonth'>): boolean {
  return roomDay >= budgets.room.dayMax || roomMonth >= budgets.room.monthMax
}

/** The system's budget of a day is used up: entries queue up (limits-queue.ts). */
export function isThrottled(counted: {
  readonly roomsActive: number
  readonly sums: Pick<Sums, 'failuresDay'>
}): boolean {
  return counted.sums.failuresDay >= systemMax(counted.roomsActive)
}

/** Whether it matters how many rooms there are: not as long as even the smallest system's budget holds. */
export function dependsOnRooms({ failuresDay: before }: Pick<Sums, 'failuresDay'>): boolean {
  return before + 1 >= budgets.system.dayMin
}

/** Wrong entries that the whole system takes in a day. */
export function systemMax(roomsActive: number): number {
  return Math.max(budgets.system.dayMin, roomsActive * budgets.system.perRoom)
}

/** It goes on since yesterday, or has been going on so often that the year's overdraft is used up. */
function isClosedToAll({ sums, roomsActive }: Counted): boolean {
  const dayBefore = sums.failuresTwoDays - sums.failuresDay
  return (
    dayBefore >= systemMax(roomsActive) || sums.overdrawnYear >= budgets.system.overdrawnYearMax
  )
}

function withheldMax({ callsDay }: Sums): number {
  return budgets.withheld.dayMax + Math.floor(budgets.withheld.shareOfCalls * callsDay)
}

function countsOf(counted: Counted, entry: Entry, because: Level | undefined): Count[] {
  const counts: Count[] = [
    { counter: 'failures', of: everybody, by: 1 },
    { counter: 'room', of: entry.room ?? noRoom, by: 1 },
  ]
  if (!hasOwnCount(entry)) counts.push({ counter: 'withheld', of: everybody, by: 1 })
  if (because === undefined && isThrottled(counted)) {
    counts.push({ counter: 'overdrawn', of: everybody, by: 1 })
  }
  return counts
}

/** What is taken back for wrong entries that a right one has forgiven. */
export function forgivenCounts(room: string, by: number): Count[] {
  return [
    { counter: 'failures', of: everybody, by },
    { counter: 'room', of: room, by },
  ]
}

/** What this wrong entry sets off; each is told once in a while, not at every further entry. */
function news(counted: Counted, { room }: Entry) {
  const happened: Happening[] = []
  const told: Count[] = []
  const { sums, roomsActive } = counted
  const after = { roomDay: sums.roomDay + 1, roomMonth: sums.roomMonth + 1 }
  if (room !== undefined && sums.toldRoom === 0 && isProtected(after)) {
    happened.push({ event: 'room.protected', room })
    told.push({ counter: 'told', of: room, by: 1 })
  }
  const failures = sums.failuresDay + 1
  if (sums.toldThrottled === 0 && failures >= systemMax(roomsActive)) {
    happened.push({ event: 'alarm.throttled', failures, rooms: roomsActive })
    told.push({ counter: 'told', of: 'throttled', by: 1 })
  }
  const alarm = sums.toldWarDialling === 0 ? warDialling(counted) : undefined
  if (alarm !== undefined) {
    happened.push(alarm)
    told.push({ counter: 'told', of: 'war-dialling', by: 1 })
  }
  return { happened, told }
}
