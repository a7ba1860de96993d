import { describe, expect, it, test } from '@jest/globals'
import fc from 'fast-check'
import { z } from 'zod'
import { sittings } from '../../../src/conference/room/schedule-openness.ts'
import {
  everyWeeksMax,
  singleDatesMax,
  weekdayOf,
  type Schedule,
} from '../../../src/conference/room/schedule.ts'
import { typedDates, typedTime, writtenDate } from '../../../src/web/dates-typed.ts'
import {
  readSchedule,
  scheduleFields,
  typedSchedule,
} from '../../../src/web/organiser/room/schedule-typed.ts'
import type { Typed } from '../../../src/web/read-form.ts'

const today = '2026-11-24'
const usual = { today, timeZone: 'Europe/Berlin' }

/** What a form with these fields means, and what is wrong in it. */
function read(typed: Typed) {
  const mistakes: Record<string, string> = {}
  const fields = z.object(scheduleFields).parse(typed)
  const schedule = readSchedule(fields, today, (field, mistake) => (mistakes[field] ??= mistake))
  return { schedule, mistakes }
}
const weekly = (more: Typed = {}): Typed => ({
  ...typedSchedule(undefined, usual, 'de'),
  weekdays: ['2'],
  ...more,
})

const date = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
  .map((day) => day.toISOString().slice(0, 10))
const sitting = {
  time: fc.tuple(fc.nat(23), fc.nat(59)).map((parts) => parts.map(twoDigits).join(':')),
  durationMinutes: fc.integer({ min: 15, max: 720 }),
  timeZone: fc.constantFrom('Europe/Berlin', 'America/New_York', 'UTC', 'Asia/Kathmandu'),
}
const weekday = fc.constantFrom(1, 2, 3, 4, 5, 6, 7)
const schedules: fc.Arbitrary<Schedule> = fc.oneof(
  fc.constant<Schedule>({ is: 'always' }),
  fc
    .record({
      from: date,
      others: fc.uniqueArray(weekday, { maxLength: 6 }),
      everyWeeks: fc.integer({ min: 1, max: everyWeeksMax }),
      ...sitting,
    })
    .map(({ others, ...rest }) => ({
      is: 'weekly' as const,
      ...rest,
      weekdays: [...new Set([weekdayOf(rest.from), ...others])].toSorted(),
    })) as fc.Arbitrary<Schedule>,
  fc.record({
    is: fc.constant('monthly' as const),
    from: date,
    which: fc.uniqueArray(fc.constantFrom(1, 2, 3, 4, 5, 'last' as const), { minLength: 1 }),
    weekday,
    ...sitting,
  }) as fc.Arbitrary<Schedule>,
  fc.record({
    is: fc.constant('dates' as const),
    dates: fc.uniqueArray(date, { minLength: 1, maxLength: singleDatesMax }),
    ...sitting,
  }),
)

describe('what is typed ↔ when the room is open', () => {
  test.each(['de', 'en'] as const)('%s: every schedule comes back as it was shown', (locale) => {
    fc.assert(
      fc.property(schedules, (schedule) => {
        const shown = typedSchedule(schedule, usual, locale)
        const sorted =
          schedule.is === 'dates' ? { ...schedule, dates: schedule.dates.toSorted() } : schedule
        expect(read(shown)).toEqual({ schedule: sorted, mistakes: {} })
      }),
    )
  })
  it('a series begins with a meeting on or after the day that was typed', () => {
    fc.assert(
      fc.property(date, fc.uniqueArray(weekday, { minLength: 1 }), (from, days) => {
        const { schedule } = read(weekly({ from, weekdays: days.map(String) }))
        expect(schedule).toMatchObject({ is: 'weekly' })
        if (schedule?.is !== 'weekly') return
        const [first] = sittings(schedule, Date.parse(`${from}T00:00Z`) - 86_400_000, 1)
        expect(new Date(first!.startsAt).toISOString().slice(0, 10)).toBe(schedule.from)
        expect(schedule.from >= from).toBe(true)
        expect(Date.parse(schedule.from) - Date.parse(from)).toBeLessThan(7 * 86_400_000)
      }),
    )
  })
  it('whatever is typed is a schedule, or says at least one mistake', () => {
    const anything = fc.record(
      Object.fromEntries(
        Object.keys(scheduleFields)
          .filter((name) => !['when', 'weekdays', 'which'].includes(name))
          .map((name) => [name, fc.string({ maxLength: 20 })]),
      ),
    )
    const kinds = fc.constantFrom('weekly', 'monthly', 'dates')
    fc.assert(
      fc.property(anything, kinds, fc.array(fc.string()), (typed, when, several) => {
        const { schedule, mistakes } = read({ ...typed, when, weekdays: several, which: several })
        expect(schedule === undefined).toBe(Object.keys(mistakes).length > 0)
      }),
    )
  })
})

describe('W-10: what is wrong is said where it is', () => {
  const monthly = weekly({ when: 'monthly', which: ['1'], weekday: '2' })
  const dates = weekly({ when: 'dates', dates: '24.11.2026' })
  test.each<readonly [string, Typed, Record<string, string>]>([
    ['no day', weekly({ weekdays: [] }), { weekdays: 'weekdays' }],
    ['a day there is not', weekly({ weekdays: ['8'] }), { weekdays: 'weekdays' }],
    ['no such weeks', weekly({ everyWeeks: '9' }), { everyWeeks: 'everyWeeks' }],
    ['no which', { ...monthly, which: [] }, { which: 'which' }],
    ['no weekday', { ...monthly, weekday: '' }, { weekday: 'weekday' }],
    ['no date', { ...dates, dates: ' ' }, { dates: 'dates' }],
    ['an odd date', { ...dates, dates: '24.11.2026\n31.2.2027' }, { dates: 'datesUnknown' }],
    ['a number', { ...dates, dates: '24.11.2026 um 18 Uhr' }, { dates: 'datesUnknown' }],
    ['an odd time', weekly({ time: 'abends' }), { time: 'time' }],
    ['an odd duration', weekly({ minutes: '1000' }), { minutes: 'minutes' }],
    ['an odd zone', weekly({ timeZone: 'Mond' }), { timeZone: 'timeZone' }],
    ['an odd beginning', weekly({ from: 'bald' }), { from: 'from' }],
    [
      'everything',
      weekly({ weekdays: [], time: '', minutes: '' }),
      { weekdays: 'weekdays', time: 'time', minutes: 'minutes' },
    ],
  ])('%s', (_what, typed, mistakes) => {
    expect(read(typed)).toEqual({ schedule: undefined, mistakes })
  })
  it('too many dates', () => {
    const many = Array.from({ length: 105 }, (_, day) =>
      new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10),
    )
    expect(read({ ...dates, dates: many.join('\n') }).mistakes).toEqual({ dates: 'datesMany' })
  })
  it('fields of the other forms do not matter', () => {
    expect(read({ ...dates, weekdays: ['x'], from: 'x', everyWeeks: '' }).mistakes).toEqual({})
    expect(read({ when: 'always', time: 'x' })).toEqual({
      schedule: { is: 'always' },
      mistakes: {},
    })
  })
})

describe('dates and times as people type them', () => {
  test.each([
    ['24.11.2026', ['2026-11-24']],
    ['24. 11. 26', ['2026-11-24']],
    ['1.2.2027', ['2027-02-01']],
    ['24/11/2026', ['2026-11-24']],
    ['2026-11-24', ['2026-11-24']],
    ['Di, 24.11.2026; Fr 27.11.2026', ['2026-11-24', '2026-11-27']],
    ['24.11.2026\n24.11.2026', ['2026-11-24']],
  ])('%j', (text, dates) => {
    expect(typedDates(text)).toEqual({ dates })
  })
  it('a date is read as it is written, in both languages', () => {
    fc.assert(
      fc.property(date, fc.constantFrom('de' as const, 'en' as const), (day, locale) => {
        expect(typedDates(writtenDate(day, locale))).toEqual({ dates: [day] })
      }),
    )
  })
  test.each([
    ['18:00', '18:00'],
    ['18.30', '18:30'],
    ['18 Uhr', '18:00'],
    ['9', '09:00'],
    ['24:00', undefined],
    ['18:60', undefined],
    ['abends', undefined],
  ])('%j is %j', (text, time) => {
    expect(typedTime(text)).toBe(time)
  })
})

function twoDigits(number: number): string {
  return String(number).padStart(2, '0')
}
