import { Temporal } from 'temporal-polyfill'
import { costOf, type Tariff } from './costs.ts'
import type { DaySum, Summed } from './day-sums.ts'
import { daysLater, dayOf, mondayOf, monthOf } from '../room/days.ts'
import type { MeetingLine } from '../meeting/statement.ts'

/*
 * What may be told of the whole service: to those who run it, in reports, in files that are sent around. Weeks that are
 * over, and of each only what is five or more (TRUST §3.2). What is hidden cannot be worked out from what is told:
 *
 *   - sums are sums of what is told, never of all: nothing is left over when the weeks are taken off
 *   - a week that goes on is not told: nobody learns of one call by asking before and after
 *   - with few meetings their minutes and their hour are hidden, too; a month's costs are those of the weeks that are told
 *   - a share whose rest is small is a bound that follows from "fewer than five" alone
 *   - none is told like few: it is fewer than five
 */

/** Fewer than this stay unsaid. */
export const tellFrom = 5
export const weeksTold = 52

/** `few`: fewer than five, or none. */
export type Told = number | 'few'
export type Share =
  | { readonly is: 'about' | 'at-least' | 'at-most'; readonly percent: number }
  /** Too few calls to say anything. */
  | 'few'

export type BusiestHour =
  | {
      /** 1 is Monday. */
      readonly weekday: number
      /** 18: from six to seven in the evening. */
      readonly hour: number
      /** In use at once, on the average of that hour. */
      readonly lines: number
    }
  | 'few'

export type WeekNumbers = {
  /** `2026-11-16` */
  readonly monday: string
  readonly meetings: Told
  readonly callerMinutes: Told
  readonly busiest: BusiestHour
  /** Calls that had to key their way in. */
  readonly calls: Told
  /** How many of them came into a meeting or its waiting room without calling again. */
  readonly cameIn: Share
  readonly wrongEntries: Told
}

export const told = (count: number): Told => (count < tellFrom ? 'few' : count)

/** The day from which sums and meetings are needed for a report of this day. */
export const reportedSince = (today: string): string => daysLater(mondayOf(today), -7 * weeksTold)

/**
 * Every week of the last 52 that are over, the oldest first.
 * @param today not in it: its week goes on
 */
export function weekNumbers(
  sums: readonly DaySum[],
  meetings: readonly MeetingLine[],
  today: string,
  timeZone: string,
): readonly WeekNumbers[] {
  const byWeek = Map.groupBy(sums, ({ day }) => mondayOf(day))
  const meetingsOf = Map.groupBy(meetings, ({ started }) => mondayOf(dayOf(started, timeZone)))
  return Array.from({ length: weeksTold }, (_, week) => {
    const monday = daysLater(reportedSince(today), 7 * week)
    return weekOf(monday, byWeek.get(monday) ?? [], meetingsOf.get(monday) ?? [], timeZone)
  })
}

function weekOf(
  monday: string,
  sums: readonly DaySum[],
  meetings: readonly MeetingLine[],
  timeZone: string,
): WeekNumbers {
  const sum = (what: Summed) =>
    sums.filter((one) => one.what === what).reduce((all, { count }) => all + count, 0)
  const met = told(sum('meetings'))
  const calls = Math.max(0, sum('calls') - sum('beside'))
  return {
    monday,
    meetings: met,
    callerMinutes: met === 'few' ? 'few' : told(sum('caller-minutes')),
    busiest: met === 'few' ? 'few' : busiestHour(meetings, timeZone),
    calls: told(calls),
    cameIn: shareOf(Math.min(calls, sum('came-in')), calls),
    wrongEntries: told(sum('wrong-entries')),
  }
}

/** A share that gives away neither a small part nor a small rest. */
export function shareOf(part: number, whole: number): Share {
  const rest = whole - part
  const small = tellFrom - 1
  // Where part and rest can be small at once, which of them is would give it away.
  if (whole <= 2 * small) return 'few'
  if (rest < tellFrom)
    return { is: 'at-least', percent: Math.floor((100 * (whole - small)) / whole) }
  if (part < tellFrom) return { is: 'at-most', percent: Math.ceil((100 * small) / whole) }
  return { is: 'about', percent: Math.round((100 * part) / whole) }
}

const hourMs = 60 * 60_000
/** A meeting longer than this was a clock that went wrong. */
const hoursMax = 48

/** The hour of the week with the most caller-minutes; those of a meeting are spread evenly over it. */
export function busiestHour(meetings: readonly MeetingLine[], timeZone: string): BusiestHour {
  const minutes = new Map<number, number>()
  for (const { started, ended, callerMinutes } of meetings) {
    const end = Math.min(Math.max(ended, started + 1), started + hoursMax * hourMs)
    for (let hour = Math.floor(started / hourMs) * hourMs; hour < end; hour += hourMs) {
      const overlapMs = Math.min(hour + hourMs, end) - Math.max(hour, started)
      const share = (callerMinutes * overlapMs) / (end - started)
      minutes.set(hour, (minutes.get(hour) ?? 0) + share)
    }
  }
  const [hour, most] = [...minutes].reduce((best, one) => (one[1] > best[1] ? one : best), [0, 0])
  const lines = told(Math.round(most / 60))
  if (lines === 'few') return 'few'
  const there = Temporal.Instant.fromEpochMilliseconds(hour).toZonedDateTimeISO(timeZone)
  return { weekday: there.dayOfWeek, hour: there.hour, lines }
}

export type MonthCosts = {
  /** `2026-11`; a week belongs to the month of its Thursday (ISO 8601). */
  readonly month: string
  readonly callerMinutes: Told
  /** Hundredths of a cent. */
  readonly cost: number
  /** Some of its weeks are hidden or go on, so it has cost more. */
  readonly isMore: boolean
}

/** What months have cost, by the weeks that are told, the oldest first. */
export function monthCosts(
  weeks: readonly WeekNumbers[],
  today: string,
  tariff: Tariff,
): readonly MonthCosts[] {
  const months = Map.groupBy(weeks, ({ monday }) => monthOf(daysLater(monday, 3)))
  return [...months].map(([month, its]) => {
    const minutes = its.flatMap(({ callerMinutes }) =>
      callerMinutes === 'few' ? [] : [callerMinutes],
    )
    const sum = minutes.reduce((all, one) => all + one, 0)
    return {
      month,
      callerMinutes: told(sum),
      cost: costOf(sum, tariff, 1),
      isMore: minutes.length < its.length || goesOn(month, weeks, today),
    }
  })
}

/** Not all of its weeks are among these: the first month's older ones, the last month's that go on. */
function goesOn(month: string, weeks: readonly WeekNumbers[], today: string): boolean {
  const before = daysLater(weeks[0]?.monday ?? today, -4)
  const now = daysLater(mondayOf(today), 3)
  return monthOf(before) === month || monthOf(now) === month
}
