import { daysLater } from '../room/days.ts'
import type { Happening } from '../happenings.ts'

/*
 * How the service is used, for whoever pays for it and reports on it: sums of whole days, with no caller and no group in
 * them (TRUST §3.2, statistics). What is shown of it is reporting.ts; it is never as fine as this.
 *
 *   2026-11-24   calls 61   came-in 52   beside 4   wrong-entries 9   meetings 11   caller-minutes 3120
 */
export const summed = [
  /** Calls that were answered. */
  'calls',
  /** Of these, who keyed a number and a PIN and came into a meeting or its waiting room. */
  'came-in',
  /** Of these, who did not have to: the practice line, and whoever came straight back after a cut. */
  'beside',
  'wrong-entries',
  'meetings',
  'caller-minutes',
] as const
export type Summed = (typeof summed)[number]

export type DaySum = {
  readonly what: Summed
  /** `2026-11-24`, in the time zone of the service. */
  readonly day: string
  readonly count: number
}

export type DaySums = {
  /** Adds to what is there. */
  add(days: readonly DaySum[]): Promise<void>
  /** From this day on, the oldest first. */
  since(day: string): Promise<readonly DaySum[]>
  /** Removes what is older than this day. */
  sweep(before: string): Promise<void>
}

/** Thirteen months: a year can be compared with the month a year ago. */
const keptDays = 396
/** The oldest day that is kept. */
export const sumsKeptSince = (today: string): string => daysLater(today, -keptDays)

/** Somebody alone on the line is not a meeting: they tried the number, or nobody else came. */
export const meetingFrom = 2

type Counted = { readonly what: Summed; readonly count: number }
type Of<E> = Extract<Happening, { readonly event: E }>
type Table = { readonly [E in Happening['event']]?: (happening: Of<E>) => readonly Counted[] }

const one = (what: Summed): Counted => ({ what, count: 1 })
const wrong: readonly string[] = ['unknown-room', 'wrong-pin', 'old-pin']

/** What is missing here counts for nothing. */
const table: Table = {
  'call.answered': () => [one('calls')],
  'caller.waits': () => [one('came-in')],
  'caller.admitted': ({ way }) => admitted[way],
  'caller.practises': () => [one('beside')],
  'caller.refused': ({ reason }) => (wrong.includes(reason) ? [one('wrong-entries')] : []),
  'meeting.ended': ({ callerMinutes: count, mostCallersAtOnce }) => {
    const met = mostCallersAtOnce >= meetingFrom ? [one('meetings')] : []
    return count > 0 ? [...met, { what: 'caller-minutes', count }] : met
  },
}

/** Whoever is let in has been waiting, and was counted then. */
const admitted: Readonly<Record<Of<'caller.admitted'>['way'], readonly Counted[]>> = {
  keyed: [one('came-in')],
  back: [one('beside')],
  'let-in': [],
}

/** What a day's sums learn from something that happened. */
export function countedOf(happening: Happening): readonly Counted[] {
  const count = table[happening.event] as ((one: Happening) => readonly Counted[]) | undefined
  return count?.(happening) ?? []
}
