import { createHash } from 'node:crypto'
import ical, { ICalCalendarMethod, ICalEventClass } from 'ical-generator'
import { Temporal } from 'temporal-polyfill'
import type { Room } from '../../conference/room/room.ts'
import { recurrenceRule, sittings, type Sitting } from '../../conference/room/schedule-openness.ts'
import { singleDatesMax, type Series } from '../../conference/room/schedule.ts'
import { timeZoneBlock } from './time-zone-block.ts'

/** What stands in other people's calendars, in their families' and employers', too. So it says little (P-09). */
export type CalendarWords = {
  /** Neutral, never the name of the group. */
  readonly title: string
  readonly description: string
  readonly place: string
}

const minuteMs = 60_000

/**
 * The meetings of a room as an iCalendar file (RFC 5545), from the next one on; undefined where there is none: always
 * open, or over. Loaded again, the same meetings are updated and not doubled.
 */
export function calendarOf(
  { id, schedule }: Pick<Room, 'id' | 'schedule'>,
  words: CalendarWords,
  { at, host }: { readonly at: number; readonly host: string },
): string | undefined {
  if (schedule.is === 'always') return undefined
  const single = schedule.is === 'dates'
  const starts = sittings(schedule, at, single ? singleDatesMax : 1).map(startIn(schedule))
  const [next] = starts
  if (next === undefined) return undefined
  const calendar = ical({
    prodId: { company: 'Rundruf', product: 'Rundruf', language: 'EN' },
    method: ICalCalendarMethod.PUBLISH,
    timezone: { name: null, generator: (zone) => timeZoneBlock(zone, next.year) },
  })
  const uid = createHash('sha256').update(`calendar ${id}`).digest('hex').slice(0, 32)
  for (const start of starts) {
    calendar.createEvent({
      id: `${uid}${single ? `-${start.toPlainDate().toString()}` : ''}@${host}`,
      stamp: Temporal.Instant.fromEpochMilliseconds(at),
      sequence: Math.floor(at / minuteMs),
      start,
      end: start.add({ minutes: schedule.durationMinutes }),
      timezone: schedule.timeZone,
      summary: words.title,
      description: words.description,
      location: words.place,
      class: ICalEventClass.PRIVATE,
      ...(!single && { repeating: `RRULE:${recurrenceRule(schedule)}` }),
    })
  }
  return calendar.toString()
}

const startIn =
  ({ timeZone }: Series) =>
  ({ startsAt }: Sitting): Temporal.ZonedDateTime =>
    Temporal.Instant.fromEpochMilliseconds(startsAt).toZonedDateTimeISO(timeZone)
