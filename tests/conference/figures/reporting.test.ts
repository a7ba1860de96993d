import { describe, expect, it, test } from '@jest/globals'
import fc from 'fast-check'
import { daysLater, mondayOf } from '../../../src/conference/room/days.ts'
import type { DaySum, Summed } from '../../../src/conference/figures/day-sums.ts'
import {
  busiestHour,
  monthCosts,
  reportedSince,
  shareOf,
  tellFrom,
  weekNumbers,
  weeksTold,
} from '../../../src/conference/figures/reporting.ts'
import type { MeetingLine } from '../../../src/conference/meeting/statement.ts'

const timeZone = 'Europe/Berlin'
/** A Thursday; its week began on the 23rd. */
const today = '2026-11-26'
const lastMonday = '2026-11-16'
const sum = (day: string, what: Summed, count: number): DaySum => ({ day, what, count })
const numbers = (sums: readonly DaySum[], meetings: readonly MeetingLine[] = []) =>
  weekNumbers(sums, meetings, today, timeZone)
const lastWeek = (sums: readonly DaySum[], meetings: readonly MeetingLine[] = []) =>
  numbers(sums, meetings).at(-1)!
const meeting = (from: string, to: string, callerMinutes: number): MeetingLine => ({
  started: Date.parse(from),
  ended: Date.parse(to),
  mostCallersAtOnce: 5,
  callerMinutes,
})

describe('weeks', () => {
  it('are the 52 that are over, each from Monday to Sunday', () => {
    const weeks = numbers([])
    expect(weeks).toHaveLength(weeksTold)
    expect(weeks[0]!.monday).toBe('2025-11-24')
    expect(weeks.at(-1)!.monday).toBe(lastMonday)
    expect(reportedSince(today)).toBe('2025-11-24')
  })
  it('sum up their days; the one that goes on is not told', () => {
    const week = lastWeek([
      sum('2026-11-15', 'meetings', 90),
      sum(lastMonday, 'meetings', 3),
      sum('2026-11-22', 'meetings', 4),
      sum('2026-11-23', 'meetings', 90),
      sum('2026-11-18', 'caller-minutes', 812),
      sum('2026-11-18', 'wrong-entries', 14),
    ])
    expect(week).toMatchObject({ meetings: 7, callerMinutes: 812, wrongEntries: 14, calls: 'few' })
  })
  it('calls are those that had to key their way in', () => {
    const week = lastWeek([
      sum(lastMonday, 'calls', 60),
      sum(lastMonday, 'beside', 10),
      sum(lastMonday, 'came-in', 40),
    ])
    expect([week.calls, week.cameIn]).toEqual([50, { is: 'about', percent: 80 }])
  })
  it('with few meetings their minutes and their hour are hidden, too', () => {
    const lines = [meeting('2026-11-16T17:00:00Z', '2026-11-16T18:00:00Z', 900)]
    const sums = [sum(lastMonday, 'meetings', 4), sum(lastMonday, 'caller-minutes', 900)]
    expect(lastWeek(sums, lines)).toMatchObject({
      meetings: 'few',
      callerMinutes: 'few',
      busiest: 'few',
    })
  })
})

describe('the busiest hour', () => {
  it('is the one with the most caller-minutes, where the service is', () => {
    const found = busiestHour(
      [
        meeting('2026-11-17T17:30:00Z', '2026-11-17T18:30:00Z', 1200),
        meeting('2026-11-17T17:00:00Z', '2026-11-17T18:00:00Z', 600),
        meeting('2026-11-19T09:00:00Z', '2026-11-19T10:00:00Z', 900),
      ],
      timeZone,
    )
    // 18 to 19: half of 1200 and all of 600.
    expect(found).toEqual({ weekday: 2, hour: 18, lines: 20 })
  })
  it('hides fewer than five lines, and survives clocks that went wrong', () => {
    const few = meeting('2026-11-17T17:00:00Z', '2026-11-17T18:00:00Z', 4 * 60)
    expect(busiestHour([few], timeZone)).toBe('few')
    expect(busiestHour([{ ...few, ended: few.started }], timeZone)).toBe('few')
    const endless = { ...few, ended: few.started + 1e12 }
    expect(busiestHour([endless], timeZone)).toBe('few')
  })
})

describe('a share', () => {
  test.each([
    [40, 50, { is: 'about', percent: 80 }],
    [47, 50, { is: 'at-least', percent: 92 }],
    [50, 50, { is: 'at-least', percent: 92 }],
    [3, 50, { is: 'at-most', percent: 8 }],
    [0, 50, { is: 'at-most', percent: 8 }],
    [4, 8, 'few'],
    [0, 8, 'few'],
    [8, 8, 'few'],
    [4, 9, { is: 'at-most', percent: 45 }],
    [0, 0, 'few'],
  ])('%d of %d', (part, whole, share) => {
    expect(shareOf(part, whole)).toEqual(share)
  })
})

describe('what months cost', () => {
  const tariff = { perCallerMinute: 100, perMonth: 50_000 }
  const week = (monday: string, minutes: number) => [
    sum(monday, 'meetings', 9),
    sum(monday, 'caller-minutes', minutes),
  ]
  it('is the minutes of the weeks that are told, and the flat charge', () => {
    const october = ['2026-09-28', '2026-10-05', '2026-10-12', '2026-10-19', '2026-10-26']
    const sums = october.flatMap((monday) => week(monday, 1000))
    const months = monthCosts(numbers(sums), today, tariff)
    expect(months.find(({ month }) => month === '2026-10')).toEqual({
      month: '2026-10',
      callerMinutes: 5000,
      cost: 550_000,
      isMore: false,
    })
  })
  it('says when it must be more: weeks that are hidden, that go on, or are too long ago', () => {
    const isMore = (month: string, sums: readonly DaySum[]) =>
      monthCosts(numbers(sums), today, tariff).find((one) => one.month === month)?.isMore
    const all = Array.from({ length: 60 }, (_, back) => daysLater('2026-11-23', -7 * back))
    const sums = all.flatMap((monday) => week(monday, 1000))
    expect(isMore('2026-11', sums)).toBe(true)
    expect(isMore('2026-06', sums)).toBe(false)
    expect(isMore('2025-11', sums)).toBe(true)
    expect(isMore('2025-12', sums)).toBe(false)
    expect(
      isMore(
        '2026-06',
        sums.filter(({ day }) => day !== '2026-06-08'),
      ),
    ).toBe(true)
  })
})

describe('what is hidden cannot be worked out', () => {
  const weekOfSums = fc.record({
    meetings: fc.nat({ max: 30 }),
    calls: fc.nat({ max: 30 }),
    'came-in': fc.nat({ max: 30 }),
    'wrong-entries': fc.nat({ max: 30 }),
    'caller-minutes': fc.nat({ max: 3000 }),
  })
  const cameIn = (week: { calls: number; 'came-in': number }) =>
    Math.min(week.calls, week['came-in'])
  const year = fc.array(weekOfSums, { minLength: 8, maxLength: 8 })
  type Week = Readonly<Record<string, number>>
  const sumsOf = (weeks: readonly Week[]) =>
    weeks.flatMap((week, back) =>
      Object.entries(week).map(([what, count]) =>
        sum(daysLater(lastMonday, -7 * back), what as Summed, count),
      ),
    )
  const tariff = { perCallerMinute: 120, perMonth: 50_000 }
  const toldOf = (weeks: readonly Week[]) => {
    const told = numbers(sumsOf(weeks))
    return { told, months: monthCosts(told, today, tariff) }
  }

  it('whatever small number stands behind "fewer than five", all that is told is the same', () => {
    fc.assert(
      fc.property(
        year,
        fc.nat({ max: tellFrom - 1 }),
        fc.nat({ max: 3000 }),
        (weeks, small, minutes) => {
          const hidden = (count: number) => (count < tellFrom ? small : count)
          const other = weeks.map((week) => {
            const calls = hidden(week.calls)
            const rest = hidden(week.calls - cameIn(week))
            return {
              meetings: hidden(week.meetings),
              'wrong-entries': hidden(week['wrong-entries']),
              calls,
              // A small part and a small rest are hidden both.
              'came-in': rest === small ? calls - small : hidden(cameIn(week)),
              'caller-minutes': week.meetings < tellFrom ? minutes : week['caller-minutes'],
            }
          })
          expect(toldOf(other)).toEqual(toldOf(weeks))
        },
      ),
    )
  })
  it('no number below five is told anywhere', () => {
    fc.assert(
      fc.property(year, (weeks) => {
        const { told, months } = toldOf(weeks)
        const counts = told.flatMap((week) => [
          week.meetings,
          week.callerMinutes,
          week.calls,
          week.wrongEntries,
        ])
        for (const count of [...counts, ...months.map(({ callerMinutes }) => callerMinutes)])
          expect(count === 'few' || count >= tellFrom).toBe(true)
      }),
    )
  })
  it('every day of a week that is told is in one week only', () => {
    fc.assert(
      fc.property(fc.nat({ max: 363 }), (back) => {
        const day = daysLater('2026-11-22', -back)
        const weeks = numbers([sum(day, 'meetings', 7)])
        const found = weeks.filter(({ meetings }) => meetings === 7)
        expect(found.map(({ monday }) => monday)).toEqual([mondayOf(day)])
      }),
    )
  })
})
