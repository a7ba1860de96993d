import { z } from 'zod'

/*
 * When a room is open. A series is kept as its rule and its anchor, never as a list of dates, and every
 * date is computed from the anchor: adding weeks to the meeting before would carry an hour that the clock
 * change moved into all meetings after it.
 */

/** The doors open this much before a meeting, so that nobody has to dial on the minute. */
export const doorsOpenMinutes = 15
/** Who calls this much before a meeting, or less, waits on the line; who is earlier is told when it starts. */
export const nearMinutes = 30

/** Long enough for a day's retreat; short enough that two meetings of a series never overlap. */
export const durationMinutesMax = 12 * 60
const durationMinutesMin = 15
/** Every other week, every third …; beyond that single dates are clearer. */
export const everyWeeksMax = 8
/** Two years of weekly dates, written out. */
export const singleDatesMax = 104

/** A day of the week as ISO 8601 numbers it: 1 is Monday, 7 is Sunday. */
export type Weekday = z.infer<typeof weekday>
const weekday = z.literal([1, 2, 3, 4, 5, 6, 7])

/**
 * Which one of the month. A month has always four of a weekday, often five: with 5, the months that have no
 * fifth one have no meeting (RFC 5545 §3.3.10). Who means the last one says `last`.
 */
export type NthOfMonth = z.infer<typeof nthOfMonth>
const nthOfMonth = z.literal([1, 2, 3, 4, 5, 'last'])

/** `2026-11-24`, in the schedule's time zone. */
const date = z.iso.date().regex(/^20/, 'is not in this century')

const sitting = {
  /** When it starts, on the clock of the time zone: `18:00`. */
  time: z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'is not a time such as 18:00'),
  /** A name of the IANA time zone database: `Europe/Berlin`. */
  timeZone: z.string().refine(isTimeZone, 'is not a time zone such as Europe/Berlin'),
  /** How long it lasts in minutes that pass, also across a clock change. */
  durationMinutes: z.int().min(durationMinutesMin).max(durationMinutesMax),
}

/** What a schedule looks like where it is stored or sent; it is plain JSON. */
export const scheduleShape = z.discriminatedUnion('is', [
  z.strictObject({ is: z.literal('always') }),
  z
    .strictObject({
      is: z.literal('weekly'),
      /** The anchor: the first meeting. */
      from: date,
      weekdays: z.array(weekday).min(1).max(7).refine(hasNoTwins, 'names a day twice'),
      /** Weeks begin on Monday; the anchor's week is the first that counts. */
      everyWeeks: z.int().min(1).max(everyWeeksMax),
      ...sitting,
    })
    .refine(({ from, weekdays }) => weekdays.includes(weekdayOf(from)), {
      path: ['from'],
      error: 'is not on a day of the series',
    }),
  z.strictObject({
    is: z.literal('monthly'),
    /** The anchor: no meeting is before this day. */
    from: date,
    which: z.array(nthOfMonth).min(1).max(6).refine(hasNoTwins, 'names one twice'),
    weekday,
    ...sitting,
  }),
  z.strictObject({
    is: z.literal('dates'),
    dates: z.array(date).min(1).max(singleDatesMax).refine(hasNoTwins, 'names a date twice'),
    ...sitting,
  }),
])

/**
 * When a room is open.
 *
 *    always     day and night
 *    weekly     on these weekdays of every nth week, counted from the week of `from`
 *    monthly    on the first, third, last … Tuesday of every month
 *    dates      on single days
 */
export type Schedule = z.infer<typeof scheduleShape>

/** A schedule with meetings that start and end. */
export type Series = Exclude<Schedule, { is: 'always' }>

export const alwaysOpen: Schedule = { is: 'always' }

/** Where a room stands now. All times are ms since 1970. */
export type Openness =
  /** A meeting is on; a room that is always open has neither start nor end. */
  | { readonly is: 'open'; readonly startedAt?: number; readonly endsAt?: number }
  /** Near enough to wait on the line; `doorsOpen` for the last `doorsOpenMinutes` of it. */
  | { readonly is: 'soon'; readonly startsAt: number; readonly doorsOpen: boolean }
  /** `next` is undefined once the last single date is over. */
  | { readonly is: 'closed'; readonly next: number | undefined }

/** The weekday of an ISO date. */
export function weekdayOf(isoDate: string): Weekday {
  const sundayIsNought = new Date(`${isoDate}T00:00Z`).getUTCDay()
  return weekday.parse(sundayIsNought === 0 ? 7 : sundayIsNought)
}

function hasNoTwins(list: readonly unknown[]): boolean {
  return new Set(list).size === list.length
}

function isTimeZone(name: string): boolean {
  if (!/^[A-Z]/i.test(name)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
