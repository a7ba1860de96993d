import { RRuleTemporal } from 'rrule-temporal'
import { Temporal } from 'temporal-polyfill'
import { doorsOpenMinutes, nearMinutes } from './schedule.ts'
import type { NthOfMonth, Openness, Schedule, Series, Weekday } from './schedule.ts'

/** One meeting as it stands in the calendar, in ms since 1970. */
export type Sitting = { readonly startsAt: number; readonly endsAt: number }

const minuteMs = 60_000

/**
 * Where a room stands at this time.
 *
 *              17:30         17:45         18:00              19:30
 *    closed ────┼──── soon ────┼──── soon ────┼───── open ──────┼──── closed
 *                              └ doors open   └ starts          └ ends
 */
export function openness(schedule: Schedule, nowMs: number): Openness {
  if (schedule.is === 'always') return { is: 'open' }
  const [due] = sittings(schedule, nowMs, 1)
  if (due === undefined) return { is: 'closed', next: undefined }
  const { startsAt, endsAt } = due
  const untilStartMs = startsAt - nowMs
  if (untilStartMs <= 0) return { is: 'open', startedAt: startsAt, endsAt }
  if (untilStartMs > nearMinutes * minuteMs) return { is: 'closed', next: startsAt }
  return { is: 'soon', startsAt, doorsOpen: untilStartMs <= doorsOpenMinutes * minuteMs }
}

/** The meetings that are not over at this time, soonest first, at most so many. */
export function sittings(series: Series, nowMs: number, max: number): readonly Sitting[] {
  const found: Sitting[] = []
  const today = Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO(series.timeZone)
  // A meeting that began before midnight may still be on; none is longer than `durationMinutesMax`.
  for (const date of datesFrom(series, today.toPlainDate().subtract({ days: 1 }))) {
    const sitting = sittingOn(series, date)
    if (sitting.endsAt > nowMs) found.push(sitting)
    if (found.length >= max) break
  }
  return found
}

/**
 * The clock of the wall becomes a moment. Where the clock change leaves the time out, it is the same span
 * later on that day only (02:30 → 03:30); where it comes twice, it is the first (RFC 5545 §3.3.5).
 */
function sittingOn({ time, timeZone, durationMinutes }: Series, date: string): Sitting {
  const start = Temporal.PlainDate.from(date).toZonedDateTime({ timeZone, plainTime: time })
  const startsAt = start.epochMilliseconds
  return { startsAt, endsAt: startsAt + durationMinutes * minuteMs }
}

/** The dates of the series on this day and later, without end unless they are single dates. */
function* datesFrom(series: Series, day: Temporal.PlainDate): Generator<string> {
  if (series.is === 'dates') {
    yield* series.dates.filter((date) => date >= day.toString()).sort()
    return
  }
  const rule = new RRuleTemporal({ ...ruleOf(series), dtstart: midnight(series.from) })
  for (
    let next = rule.next(midnight(day.toString()), true);
    next !== null;
    next = rule.next(next)
  ) {
    yield next.toPlainDate().toString()
  }
}

/**
 * The rule gives dates only, reckoned in UTC where every day has a midnight: an RFC 5545 rule would leave
 * out the meeting whose time the clock change leaves out.
 */
function midnight(date: string): Temporal.ZonedDateTime {
  return Temporal.PlainDate.from(date).toZonedDateTime('UTC')
}

type Rule = { freq: 'WEEKLY' | 'MONTHLY'; interval?: number; wkst?: string; byDay: string[] }

function ruleOf(series: Exclude<Series, { is: 'dates' }>): Rule {
  return series.is === 'weekly'
    ? {
        freq: 'WEEKLY',
        interval: series.everyWeeks,
        wkst: 'MO',
        byDay: series.weekdays.map((weekday) => dayNames[weekday]),
      }
    : {
        freq: 'MONTHLY',
        byDay: series.which.map((nth) => `${position(nth)}${dayNames[series.weekday]}`),
      }
}

/** The rule of a series as calendars write it: `FREQ=WEEKLY;INTERVAL=2;WKST=MO;BYDAY=TU` (RFC 5545 §3.3.10). */
export function recurrenceRule(series: Exclude<Series, { is: 'dates' }>): string {
  const { freq, interval, wkst, byDay } = ruleOf(series)
  return [
    `FREQ=${freq}`,
    ...(interval === undefined ? [] : [`INTERVAL=${interval}`]),
    ...(wkst === undefined ? [] : [`WKST=${wkst}`]),
    `BYDAY=${byDay.join(',')}`,
  ].join(';')
}

const dayNames = {
  1: 'MO',
  2: 'TU',
  3: 'WE',
  4: 'TH',
  5: 'FR',
  6: 'SA',
  7: 'SU',
} as const satisfies Record<Weekday, string>

function position(nth: NthOfMonth): number {
  return nth === 'last' ? -1 : nth
}
