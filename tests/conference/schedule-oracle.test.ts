import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import rrule from 'rrule'
import { sittings } from '../../src/conference/room/schedule-openness.ts'
import { scheduleShape, weekdayOf } from '../../src/conference/room/schedule.ts'
import type { NthOfMonth, Series, Weekday } from '../../src/conference/room/schedule.ts'

const hourMs = 3_600_000
const berlin = new Intl.DateTimeFormat('sv-SE', {
  dateStyle: 'short',
  timeStyle: 'short',
  timeZone: 'Europe/Berlin',
})

describe('R-21, R-22: another library says the same for 20 years', () => {
  const fromMs = Date.parse('2025-12-30T00:00Z')
  const toMs = Date.parse('2046-01-01T00:00Z')
  const days = fc
    .integer({ min: 0, max: 365 })
    .map((day) => new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10))
  const weekday = fc.constantFrom<Weekday>(1, 2, 3, 4, 5, 6, 7)
  const sitting = fc.record({
    time: fc.constantFrom('00:00', '01:59', '02:00', '02:30', '02:59', '03:00', '18:00', '23:55'),
    timeZone: fc.constant('Europe/Berlin'),
    durationMinutes: fc.constantFrom(15, 90, 720),
  })
  const weekly = fc
    .tuple(days, fc.uniqueArray(weekday, { maxLength: 2 }), fc.constantFrom(1, 2, 3), sitting)
    .map(([from, others, everyWeeks, when]): Series => ({
      is: 'weekly',
      from,
      weekdays: [...new Set([weekdayOf(from), ...others])],
      everyWeeks,
      ...when,
    }))
  const nths = fc.uniqueArray(fc.constantFrom<NthOfMonth>(1, 2, 3, 4, 5, 'last'), { minLength: 1 })
  const monthly = fc
    .tuple(days, nths, weekday, sitting)
    .map(([from, which, day, when]): Series => ({
      is: 'monthly',
      from,
      which,
      weekday: day,
      ...when,
    }))
  const single = fc
    .tuple(fc.uniqueArray(days, { minLength: 1, maxLength: 30 }), sitting)
    .map(([dates, when]): Series => ({ is: 'dates', dates, ...when }))

  test.each([
    ['weekly, one or several days, every n weeks', weekly, 4],
    ['monthly, nth and last', monthly, 5],
    ['single dates', single, 100],
  ])(
    '%s',
    (_, anySeries, numRuns) => {
      fc.assert(
        fc.property(anySeries, (series) => {
          expect(scheduleShape.parse(series)).toEqual(series)
          const ours = sittings(series, fromMs, 10_000_000 / 1000)
            .map(({ startsAt }) => startsAt)
            .filter((startsAt) => startsAt < toMs)
          expect(ours).toEqual(theirs(series, toMs))
        }),
        { numRuns },
      )
    },
    60_000,
  )
})

/** The days as `rrule` counts them, and the moment as the operating system's calendar has it. */
function theirs(series: Series, toMs: number): number[] {
  const { RRule } = rrule
  const names = [RRule.MO, RRule.TU, RRule.WE, RRule.TH, RRule.FR, RRule.SA, RRule.SU]
  const name = (weekday: Weekday) => names[weekday - 1]!
  const until = new Date(toMs)
  const found =
    series.is === 'dates'
      ? series.dates.toSorted().map((date) => new Date(date))
      : series.is === 'weekly'
        ? new RRule({
            freq: RRule.WEEKLY,
            interval: series.everyWeeks,
            wkst: RRule.MO,
            byweekday: series.weekdays.map(name),
            dtstart: new Date(series.from),
            until,
          }).all()
        : new RRule({
            freq: RRule.MONTHLY,
            byweekday: series.which.map((nth) =>
              name(series.weekday).nth(nth === 'last' ? -1 : nth),
            ),
            dtstart: new Date(series.from),
            until,
          }).all()
  const moments = found.map((day) => moment(day.toISOString().slice(0, 10), series.time))
  return moments.filter((at) => at < toMs)
}

/** The first moment at which Berlin's clocks show this; if they never do, an hour later on them. */
function moment(date: string, time: string): number {
  const asUtc = Date.parse(`${date}T${time}Z`)
  const summer = asUtc - 2 * hourMs
  const winter = asUtc - hourMs
  if (berlin.format(summer) === `${date} ${time}`) return summer
  return winter
}
