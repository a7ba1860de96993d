import { describe, expect, it, test } from '@jest/globals'
import { openness, sittings } from '../../../src/conference/room/schedule-openness.ts'
import { describeSchedule } from '../../../src/conference/room/schedule-words.ts'
import { scheduleShape } from '../../../src/conference/room/schedule.ts'
import type { NthOfMonth, Schedule, Series } from '../../../src/conference/room/schedule.ts'

const minutes = 60_000
const evening = { time: '18:00', timeZone: 'Europe/Berlin', durationMinutes: 90 }
/** A Tuesday. */
const tuesdays: Series = {
  is: 'weekly',
  from: '2026-11-24',
  weekdays: [2],
  everyWeeks: 1,
  ...evening,
}
const first = Date.parse('2026-11-24T18:00+01:00')
const second = Date.parse('2026-12-01T18:00+01:00')

/** The clock on the wall in Berlin at each start. */
function starts(series: Series, from: string, max: number): string[] {
  return sittings(series, Date.parse(from), max).map(({ startsAt }) => wall(startsAt))
}

const berlin = new Intl.DateTimeFormat('sv-SE', {
  dateStyle: 'short',
  timeStyle: 'short',
  timeZone: 'Europe/Berlin',
})
const wall = (moment: number) => berlin.format(moment)

describe('openness: Tuesdays from 18:00 to 19:30', () => {
  test.each([
    ['a year before', first - 365 * 24 * 60 * minutes, { is: 'closed', next: first }],
    ['31 minutes before', first - 31 * minutes, { is: 'closed', next: first }],
    ['30 minutes before', first - 30 * minutes, { is: 'soon', startsAt: first, doorsOpen: false }],
    ['16 minutes before', first - 16 * minutes, { is: 'soon', startsAt: first, doorsOpen: false }],
    ['15 minutes before', first - 15 * minutes, { is: 'soon', startsAt: first, doorsOpen: true }],
    ['a moment before', first - 1, { is: 'soon', startsAt: first, doorsOpen: true }],
    ['at the start', first, { is: 'open', startedAt: first, endsAt: first + 90 * minutes }],
    [
      'a moment before the end',
      first + 90 * minutes - 1,
      { is: 'open', startedAt: first, endsAt: first + 90 * minutes },
    ],
    ['at the end', first + 90 * minutes, { is: 'closed', next: second }],
  ])('%s', (_, now, expected) => {
    expect(openness(tuesdays, now)).toEqual(expected)
  })

  it('is open always where nobody decided otherwise', () => {
    expect(openness({ is: 'always' }, first)).toEqual({ is: 'open' })
  })

  it('has no next meeting after the last single date', () => {
    const dates: Schedule = { is: 'dates', dates: ['2026-12-24', '2026-11-24'], ...evening }
    expect(openness(dates, first - 60 * minutes)).toEqual({ is: 'closed', next: first })
    expect(openness(dates, first + 90 * minutes)).toMatchObject({ is: 'closed' })
    expect(openness(dates, Date.parse('2026-12-24T19:30+01:00'))).toEqual({
      is: 'closed',
      next: undefined,
    })
  })

  it('stays open over midnight, also when that is after the last day of a series', () => {
    const late: Schedule = {
      is: 'dates',
      dates: ['2026-12-31'],
      ...evening,
      time: '23:00',
      durationMinutes: 120,
    }
    expect(openness(late, Date.parse('2027-01-01T00:59+01:00'))).toMatchObject({ is: 'open' })
    expect(openness(late, Date.parse('2027-01-01T01:00+01:00'))).toMatchObject({ is: 'closed' })
  })
})

describe('R-21: the clock change', () => {
  const sundayNights: Series = {
    ...tuesdays,
    from: '2027-03-21',
    weekdays: [7],
    time: '02:30',
    durationMinutes: 60,
  }

  it('18:00 stays 18:00', () => {
    expect(starts({ ...tuesdays, from: '2027-03-23' }, '2027-03-20T00:00Z', 2)).toEqual([
      '2027-03-23 18:00',
      '2027-03-30 18:00',
    ])
  })

  it('02:30 in the hour left out is 03:30 on that day only', () => {
    expect(starts(sundayNights, '2027-03-20T00:00Z', 3)).toEqual([
      '2027-03-21 02:30',
      '2027-03-28 03:30',
      '2027-04-04 02:30',
    ])
  })

  it('02:30 in the hour that comes twice happens once, the first time', () => {
    const around = sittings(sundayNights, Date.parse('2027-10-30T00:00Z'), 2)
    expect(around.map(({ startsAt }) => new Date(startsAt).toISOString())).toEqual([
      '2027-10-31T00:30:00.000Z',
      '2027-11-07T01:30:00.000Z',
    ])
  })

  it('a meeting lasts as long as always', () => {
    const through: Series = { ...sundayNights, time: '01:30', durationMinutes: 120 }
    const [spring] = sittings(through, Date.parse('2027-03-27T12:00Z'), 1)
    const [autumn] = sittings(through, Date.parse('2027-10-30T12:00Z'), 1)
    expect(wall(spring!.endsAt)).toBe('2027-03-28 04:30')
    expect(wall(autumn!.endsAt)).toBe('2027-10-31 02:30')
  })
})

describe('R-22: months and weeks', () => {
  const monthly = (which: NthOfMonth[], from = '2026-11-01'): Series => ({
    is: 'monthly',
    from,
    which,
    weekday: 2,
    ...evening,
  })
  const dates = (series: Series, max: number) =>
    starts(series, '2026-11-01T00:00Z', max).map((start) => start.slice(0, 10))

  it('a month without a fifth Tuesday has no meeting', () => {
    expect(dates(monthly([5]), 3)).toEqual(['2026-12-29', '2027-03-30', '2027-06-29'])
  })

  it('every month has a last Tuesday', () => {
    expect(dates(monthly(['last']), 3)).toEqual(['2026-11-24', '2026-12-29', '2027-01-26'])
  })

  it('the fourth and the last are one meeting where they are one day', () => {
    expect(dates(monthly([4, 'last']), 3)).toEqual(['2026-11-24', '2026-12-22', '2026-12-29'])
  })

  it('the anchor is the first day that counts', () => {
    expect(dates(monthly([1], '2026-11-04'), 1)).toEqual(['2026-12-01'])
  })

  it('every other week goes on over week 53 as if nothing were', () => {
    const fortnightly: Series = { ...tuesdays, from: '2026-12-15', everyWeeks: 2 }
    expect(dates(fortnightly, 3)).toEqual(['2026-12-15', '2026-12-29', '2027-01-12'])
  })

  it('a leap day is a day', () => {
    expect(dates({ is: 'dates', dates: ['2028-02-29'], ...evening }, 2)).toEqual(['2028-02-29'])
  })
})

describe('what may be stored', () => {
  test.each([
    ['a series whose first date is on another day', { ...tuesdays, from: '2026-11-25' }],
    ['no such date', { is: 'dates', dates: ['2027-02-29'], ...evening }],
    ['no such time', { ...tuesdays, time: '24:00' }],
    ['no such time zone', { ...tuesdays, timeZone: 'Europe/Bärlin' }],
    ['an offset, which knows no clock change', { ...tuesdays, timeZone: '+01:00' }],
    ['no day at all', { ...tuesdays, weekdays: [] }],
    ['a day twice', { ...tuesdays, weekdays: [2, 2] }],
    ['more than half a day', { ...tuesdays, durationMinutes: 721 }],
    ['an eighth day', { ...tuesdays, weekdays: [2, 8] }],
    ['no dates', { is: 'dates', dates: [], ...evening }],
    ['something unknown', { ...tuesdays, extra: true }],
  ])('%s may not', (_, schedule) => {
    expect(scheduleShape.safeParse(schedule).success).toBe(false)
  })

  it('goes through JSON unchanged', () => {
    expect(scheduleShape.parse(JSON.parse(JSON.stringify(tuesdays)))).toEqual(tuesdays)
  })
})

describe('in words', () => {
  const monthly: Schedule = {
    is: 'monthly',
    from: '2026-11-01',
    which: ['last', 1],
    weekday: 1,
    ...evening,
  }
  const dates = (...list: string[]): Schedule => ({ is: 'dates', dates: list, ...evening })

  test.each<[Schedule, string, string]>([
    [{ is: 'always' }, 'immer offen', 'always open'],
    [tuesdays, 'jeden Dienstag, 18 Uhr', 'every Tuesday, 18:00'],
    [
      { ...tuesdays, weekdays: [5, 2], time: '09:05' },
      'jeden Dienstag und Freitag, 9:05 Uhr',
      'every Tuesday and Friday, 09:05',
    ],
    [
      { ...tuesdays, weekdays: [5, 2, 1], everyWeeks: 2 },
      'Montag, Dienstag und Freitag, alle 2 Wochen, 18 Uhr',
      'Monday, Tuesday and Friday, every 2 weeks, 18:00',
    ],
    [
      monthly,
      'jeden ersten und letzten Montag im Monat, 18 Uhr',
      'every first and last Monday of the month, 18:00',
    ],
    [
      { ...monthly, which: [5], time: '00:00' },
      'jeden fünften Montag im Monat (nur in Monaten mit fünf davon), 0 Uhr',
      'every fifth Monday of the month (only in months that have five), 00:00',
    ],
    [
      dates('2026-12-24', '2026-11-24'),
      '24. November 2026 und 24. Dezember 2026, 18 Uhr',
      '24 November 2026 and 24 December 2026, 18:00',
    ],
    [
      dates('2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27'),
      '4 Termine vom 24. November 2026 bis 27. November 2026, 18 Uhr',
      '4 dates from 24 November 2026 to 27 November 2026, 18:00',
    ],
  ])('%j', (schedule, inGerman, inEnglish) => {
    expect(describeSchedule(schedule, 'de')).toBe(inGerman)
    expect(describeSchedule(schedule, 'en')).toBe(inEnglish)
    expect(describeSchedule(schedule, 'fr')).toBe(inEnglish)
  })
})
