import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'

/*
 * When a meeting is, as one person would tell another on the telephone:
 *
 *    heute                                              um achtzehn Uhr.
 *    am Dienstag, dem · vierundzwanzigsten · November   um achtzehn · Uhr dreißig.
 *    └ weekdays         └ daysOfMonth        └ months   └ hours       └ minutes
 *
 * A time comes last in its sentence. Each piece is recorded on its own. All are words: a machine reads "24."
 * and "18:30" in many ways, not all right.
 */

/** The clock on the wall of the room's time zone. */
export type ClockTime = { readonly hour: number; readonly minute: number }

/** Today and tomorrow need no date. `weekday` is 1 for Monday to 7 for Sunday. */
export type CalendarDay =
  'today' | 'tomorrow' | { readonly weekday: number; readonly day: number; readonly month: number }

/** A day and its time. */
export type SpokenMoment = { readonly day: CalendarDay; readonly time: ClockTime }

/** The words of one language for days and times, the section "time" of its prompts file. */
export type TimeWords = z.infer<typeof timeWordsShape>

const piece = z.string().min(1).max(100)

export const timeWordsShape = z.strictObject({
  today: piece,
  tomorrow: piece,
  weekdays: numbered(1, 7, piece),
  daysOfMonth: numbered(1, 31, piece),
  months: numbered(1, 12, piece),
  /** The whole of a time without minutes: `um achtzehn Uhr.` */
  fullHours: numbered(0, 23, piece),
  /** What is said before the minutes: `um achtzehn` */
  hours: numbered(0, 23, piece),
  /** Where a piece is a number too, it has the same recording: `Uhr`, `einunddreißig` */
  minutes: numbered(1, 59, z.array(piece).min(1).max(3)),
  /** What is said after the minutes, before and after noon, in languages that count to twelve. */
  halvesOfDay: z.tuple([piece, piece]).optional(),
})

/** The time of this moment (ms since 1970) in this zone, to the minute. */
export function clockTime(moment: number, timeZone: string): ClockTime {
  const { hour, minute } = inZone(moment, timeZone)
  return { hour, minute }
}

/** The day and the time of this moment, seen from `nowMs`; both in ms since 1970. */
export function spokenMoment(moment: number, timeZone: string, nowMs: number): SpokenMoment {
  return { day: calendarDay(moment, timeZone, nowMs), time: clockTime(moment, timeZone) }
}

function calendarDay(moment: number, timeZone: string, nowMs: number): CalendarDay {
  const date = inZone(moment, timeZone).toPlainDate()
  const { days } = inZone(nowMs, timeZone).toPlainDate().until(date)
  if (days === 0) return 'today'
  if (days === 1) return 'tomorrow'
  return { weekday: date.dayOfWeek, day: date.day, month: date.month }
}

/** The pieces that say this time, in order. */
export function timePieces(words: TimeWords, { hour, minute }: ClockTime): readonly string[] {
  if (minute === 0) return [at(words.fullHours, hour)]
  const half = words.halvesOfDay?.[hour < 12 ? 0 : 1]
  const pieces = [at(words.hours, hour), ...at(words.minutes, minute)]
  return half === undefined ? pieces : [...pieces, half]
}

/** The pieces that say this day and time, in order. */
export function momentPieces(words: TimeWords, { day, time }: SpokenMoment): readonly string[] {
  return [...dayPieces(words, day), ...timePieces(words, time)]
}

function dayPieces(words: TimeWords, day: CalendarDay): readonly string[] {
  if (typeof day === 'string') return [words[day]]
  return [
    at(words.weekdays, day.weekday),
    at(words.daysOfMonth, day.day),
    at(words.months, day.month),
  ]
}

/** Every piece there is to record, each with a name for its file. */
export function allTimePieces(words: TimeWords): readonly (readonly [string, string])[] {
  const tables = [
    ['weekday', words.weekdays],
    ['day', words.daysOfMonth],
    ['month', words.months],
    ['full-hour', words.fullHours],
    ['hour', words.hours],
  ] as const
  return [
    ['today', words.today],
    ['tomorrow', words.tomorrow],
    ...tables.flatMap(([name, table]) =>
      Object.entries(table).map(([number, text]) => [`${name}-${number}`, text] as const),
    ),
    ...Object.entries(words.minutes).flatMap(([number, pieces]) =>
      pieces.map((text, index) => [`minute-${number}-${index + 1}`, text] as const),
    ),
    ...(words.halvesOfDay ?? []).map((text, index) => [`half-of-day-${index + 1}`, text] as const),
  ]
}

function inZone(moment: number, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(timeZone)
}

function at<T>(table: Readonly<Record<string, T>>, number: number): T {
  const found = table[number]
  if (found === undefined) throw new Error(`there is no word for ${number}`)
  return found
}

/** A table with an entry for every number from `first` to `last` and no other. */
function numbered<T>(first: number, last: number, entry: z.ZodType<T>) {
  const numbers = Array.from({ length: last - first + 1 }, (_, index) => String(first + index))
  return z.record(z.enum(numbers), entry)
}
