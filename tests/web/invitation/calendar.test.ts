import { describe, expect, it, test } from '@jest/globals'
import fc from 'fast-check'
import ICAL from 'ical.js'
import nodeIcal from 'node-ical'
import { sittings } from '../../../src/conference/room/schedule-openness.ts'
import type { Schedule, Series } from '../../../src/conference/room/schedule.ts'
import { calendarOf } from '../../../src/web/invitation/calendar.ts'
import { timeZoneBlock } from '../../../src/web/invitation/time-zone-block.ts'

/* The file of a series, read by two parsers that know nothing of us: they must see the meetings that callers can join. */

const words = { title: 'Telefon-Runde', description: 'Zeile eins\nZeile; zwei', place: 'Telefon' }
const at = Date.UTC(2026, 10, 24, 12)
const yearMs = 366 * 86_400_000
const room = { id: 'a'.repeat(32) }
const fileOf = (schedule: Schedule, now = at) =>
  calendarOf({ ...room, schedule }, words, { at: now, host: 'runde.example.org' })

const evening = { time: '18:00', timeZone: 'Europe/Berlin', durationMinutes: 90 }
const weekly: Series = {
  is: 'weekly',
  from: '2026-11-24',
  weekdays: [2],
  everyWeeks: 1,
  ...evening,
}

/** Beginnings and ends of a year, as conference/room/schedule.ts has them. */
function ours(series: Series): [number, number][] {
  const found = sittings(series, at, 400).filter(({ startsAt }) => startsAt < at + yearMs)
  return found.map(({ startsAt, endsAt }) => [startsAt, endsAt])
}

function byIcalJs(file: string): [number, number][] {
  const calendar = new ICAL.Component(ICAL.parse(file) as unknown[])
  for (const zone of calendar.getAllSubcomponents('vtimezone'))
    ICAL.TimezoneService.register(new ICAL.Timezone(zone))
  const found = calendar.getAllSubcomponents('vevent').flatMap((component) => {
    const event = new ICAL.Event(component)
    const lengthMs = event.duration.toSeconds() * 1000
    const starts: number[] = []
    const all = event.iterator()
    for (let next = all.next(); next as unknown; next = all.next()) {
      const start = next.toJSDate().getTime()
      if (start >= at + yearMs || starts.length > 400) break
      starts.push(start)
      if (!event.isRecurring()) break
    }
    return starts.map((start) => [start, start + lengthMs] as [number, number])
  })
  ICAL.TimezoneService.reset()
  return sorted(found)
}

function byNodeIcal(file: string): [number, number][] {
  const found = Object.values(nodeIcal.sync.parseICS(file)).flatMap((entry) => {
    if (entry?.type !== 'VEVENT') return []
    const lengthMs = entry.end!.getTime() - entry.start.getTime()
    const instances = nodeIcal.expandRecurringEvent(entry, {
      from: new Date(at - 86_400_000),
      to: new Date(at + yearMs),
    })
    return instances.map(({ start }) => [start.getTime(), start.getTime() + lengthMs] as const)
  })
  return sorted(found.filter(([start]) => start < at + yearMs).map(([a, b]) => [a, b]))
}

const sorted = (list: [number, number][]) => list.toSorted(([a], [b]) => a - b)

const weekday = fc.constantFrom(1, 2, 3, 4, 5, 6, 7)
const twoDigits = (number: number) => String(number).padStart(2, '0')
const sitting = {
  // Meetings in the hour that a clock change leaves out are on one side of it here, on the other there.
  time: fc.tuple(fc.integer({ min: 4, max: 21 }), fc.constantFrom(0, 15, 30, 45)),
  timeZone: fc.constantFrom(
    'Europe/Berlin',
    'Europe/London',
    'America/New_York',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
    'UTC',
  ),
  durationMinutes: fc.constantFrom(15, 60, 90),
}
const from = fc.integer({ min: -400, max: 100 }).map((days) => new Date(at + days * 86_400_000))
const series: fc.Arbitrary<Series> = fc.oneof(
  fc
    .record({ from, weeks: fc.integer({ min: 1, max: 8 }), days: fc.subarray([1, 2, 3, 4, 5]) })
    .chain(({ from: day, weeks, days }) =>
      fc.record(sitting).map(({ time, ...rest }) => ({
        is: 'weekly' as const,
        from: iso(day),
        weekdays: [...new Set([((day.getUTCDay() + 6) % 7) + 1, ...days])].toSorted(),
        everyWeeks: weeks,
        time: time.map(twoDigits).join(':'),
        ...rest,
      })),
    ) as fc.Arbitrary<Series>,
  fc
    .record({
      from,
      which: fc.uniqueArray(fc.constantFrom(1, 2, 3, 4, 5, 'last' as const), { minLength: 1 }),
      weekday,
      ...sitting,
    })
    .map(({ from: day, time, ...rest }) => ({
      is: 'monthly' as const,
      from: iso(day),
      time: time.map(twoDigits).join(':'),
      ...rest,
    })) as fc.Arbitrary<Series>,
  fc
    .record({
      dates: fc.uniqueArray(from, { minLength: 1, maxLength: 9, selector: iso }),
      ...sitting,
    })
    .map(({ dates, time, ...rest }) => ({
      is: 'dates' as const,
      dates: dates.map(iso),
      time: time.map(twoDigits).join(':'),
      ...rest,
    })),
)

function iso(day: Date): string {
  return day.toISOString().slice(0, 10)
}

describe('two parsers see the meetings of conference/room/schedule.ts, over the clock change', () => {
  test.each<readonly [string, Series]>([
    ['every Tuesday', weekly],
    ['every third week, two days', { ...weekly, everyWeeks: 3, weekdays: [2, 5] }],
    [
      'every first and last Thursday',
      { is: 'monthly', from: '2026-01-01', which: [1, 'last'], weekday: 4, ...evening },
    ],
    [
      'every fifth Sunday',
      { is: 'monthly', from: '2026-01-01', which: [5], weekday: 7, ...evening },
    ],
    ['single days', { is: 'dates', dates: ['2026-11-25', '2027-03-28', '2027-07-01'], ...evening }],
    ['in New York', { ...weekly, timeZone: 'America/New_York' }],
    ['in the southern summer', { ...weekly, timeZone: 'Australia/Sydney' }],
  ])('%s', (_name, schedule) => {
    const file = fileOf(schedule)!
    expect(ours(schedule).length).toBeGreaterThan(2)
    expect(byIcalJs(file)).toEqual(ours(schedule))
    expect(byNodeIcal(file)).toEqual(ours(schedule))
  })
  it('any series', () => {
    fc.assert(
      fc.property(series, (schedule) => {
        const file = fileOf(schedule)
        if (file === undefined) expect(ours(schedule)).toEqual([])
        else {
          expect(byIcalJs(file)).toEqual(ours(schedule))
          expect(byNodeIcal(file)).toEqual(ours(schedule))
        }
      }),
      { numRuns: 60 },
    )
  })
})

describe('the file', () => {
  it('P-09: says what it was told to say, and nothing of the room', () => {
    const file = fileOf(weekly)!
    const event = new ICAL.Event(
      new ICAL.Component(ICAL.parse(file) as unknown[]).getFirstSubcomponent('vevent')!,
    )
    expect([event.summary, event.description, event.location]).toEqual([
      words.title,
      words.description,
      words.place,
    ])
    expect(file).not.toContain(room.id)
    expect(file).toContain('CLASS:PRIVATE')
  })
  it('is made as RFC 5545 wants it: line ends, times of making in UTC, no line over 75 bytes', () => {
    const long = { ...words, description: 'ä'.repeat(200) }
    const file = calendarOf({ ...room, schedule: weekly }, long, { at, host: 'h' })!
    expect(file.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    expect(file).toMatch(/DTSTAMP:\d{8}T\d{6}Z/)
    for (const line of file.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
  })
  it('loaded again it updates what is there', () => {
    const [first, later] = [at, at + 60_000].map((now) => fileOf(weekly, now)!)
    const uid = (file: string) => /UID:(\S+)/.exec(file)![1]
    const sequence = (file: string) => Number(/SEQUENCE:(\d+)/.exec(file)![1])
    expect(uid(later!)).toBe(uid(first!))
    expect(sequence(later!)).toBeGreaterThan(sequence(first!))
  })
  it('there is none for a room that is always open, or whose dates are over', () => {
    expect(fileOf({ is: 'always' })).toBeUndefined()
    expect(fileOf({ is: 'dates', dates: ['2026-11-01'], ...evening })).toBeUndefined()
  })
})

describe('a time zone', () => {
  it('has the rules of Germany', () => {
    expect(timeZoneBlock('Europe/Berlin', 2026).split('\n')).toEqual([
      'BEGIN:VTIMEZONE',
      'TZID:Europe/Berlin',
      'BEGIN:DAYLIGHT',
      'DTSTART:20250330T020000',
      'TZOFFSETFROM:+0100',
      'TZOFFSETTO:+0200',
      'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
      'END:DAYLIGHT',
      'BEGIN:STANDARD',
      'DTSTART:20251026T030000',
      'TZOFFSETFROM:+0200',
      'TZOFFSETTO:+0100',
      'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
      'END:STANDARD',
      'END:VTIMEZONE',
    ])
  })
  it.each([
    ['America/New_York', 'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU'],
    ['UTC', 'DTSTART:19700101T000000'],
    ['Africa/Casablanca', 'RDATE:'],
  ])('%s has %s', (zone, line) => {
    expect(timeZoneBlock(zone, 2026)).toContain(line)
  })
})
