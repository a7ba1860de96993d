import { z } from 'zod'
import {
  everyWeeksMax,
  scheduleShape,
  singleDatesMax,
  weekdayOf,
  type Schedule,
} from '../../../conference/room/schedule.ts'
import { typedDates, typedMinutes, typedTime, writtenDate } from '../../dates-typed.ts'
import { several, type Typed } from '../../read-form.ts'
import type { PageLocale } from '../../texts.ts'

/*
 * When a room is open, as it is typed into a form, and back.
 *
 *    always    nothing more
 *    weekly    days, every how many weeks, from when ─┐
 *    monthly   which of the month, day, from when ────┼── time, minutes, time zone
 *    dates     one date a line ───────────────────────┘
 *
 * Fields of the other forms may be there, too: without a script none can be hidden for sure. They are left alone.
 */

export const scheduleKinds = ['weekly', 'monthly', 'dates', 'always'] as const
export const scheduleFieldNames = [
  ...['when', 'weekdays', 'everyWeeks', 'which', 'weekday', 'dates'],
  ...['from', 'time', 'minutes', 'timeZone'],
] as const

/** Enough for two years of weekly dates with their weekdays. */
const datesTextMax = 4000
const text = z.string().max(100).default('')

export const scheduleFields = {
  when: z.enum(scheduleKinds, { error: 'when' }),
  weekdays: several(text),
  everyWeeks: text,
  which: several(text),
  weekday: text,
  dates: z.string().max(datesTextMax, 'datesMany').default(''),
  from: text,
  time: text,
  minutes: text,
  timeZone: text,
}
type Fields = z.output<z.ZodObject<typeof scheduleFields>>

/** Says what is wrong at a field; both are names. */
export type Complain = (field: string, mistake: string) => void

/** What was typed → when the room is open; undefined when there was something to complain about. `today` is a date. */
export function readSchedule(
  typed: Fields,
  today: string,
  complain: Complain,
): Schedule | undefined {
  if (typed.when === 'always') return { is: 'always' }
  const mistakes: (readonly [field: string, mistake: string])[] = []
  /** The value, or a complaint where there is none. */
  const at: At = (field, value, mistake = field) => {
    if (value === undefined) mistakes.push([field, mistake])
    return value
  }
  const days = daysOf(typed, today, at)
  const sitting = {
    time: at('time', typedTime(typed.time)),
    durationMinutes: at('minutes', typedMinutes(typed.minutes)),
    timeZone: typed.timeZone,
  }
  const read = scheduleShape.safeParse({ is: typed.when, ...days, ...sitting })
  if (read.success) return read.data
  if (mistakes.length === 0) mistakes.push(whereWrong(read.error))
  for (const [field, mistake] of mistakes) complain(field, mistake)
  return undefined
}

type At = <T>(field: string, value: T | undefined, mistake?: string) => T | undefined

/** Which days: the part that differs from form to form. */
function daysOf(typed: Fields, today: string, at: At) {
  switch (typed.when) {
    case 'always':
      return {}
    case 'dates':
      return { dates: singleDates(typed.dates, at) }
    case 'monthly': {
      const which = typed.which.map((nth) => (nth === 'last' ? nth : Number(nth)))
      return {
        from: from(typed, today, at),
        which: at('which', which.length > 0 ? which : undefined),
        weekday: Number(typed.weekday),
      }
    }
    case 'weekly': {
      const weekdays = typed.weekdays.map(Number).toSorted()
      const begin = from(typed, today, at)
      return {
        from: begin === undefined ? undefined : firstOn(weekdays, begin),
        weekdays: at('weekdays', weekdays.length > 0 ? weekdays : undefined),
        everyWeeks: Number(typed.everyWeeks),
      }
    }
  }
}

function singleDates(text: string, at: At): readonly string[] | undefined {
  const { dates, unknown } = typedDates(text)
  const fits = unknown === undefined && dates.length > 0 && dates.length <= singleDatesMax
  const mistake = unknown !== undefined ? 'datesUnknown' : dates.length > 0 ? 'datesMany' : 'dates'
  return at('dates', fits ? dates : undefined, mistake)
}

function from({ from: text }: Fields, today: string, at: At): string | undefined {
  return at('from', text.trim() === '' ? today : typedDates(text).dates[0])
}

/** The first of these weekdays from this day on: a series begins with a meeting. */
function firstOn(weekdays: readonly number[], from: string): string {
  const day = new Date(`${from}T00:00Z`)
  for (let later = 0; later < 7; later++) {
    const date = day.toISOString().slice(0, 10)
    if (weekdays.includes(weekdayOf(date))) return date
    day.setUTCDate(day.getUTCDate() + 1)
  }
  return from
}

/** What the rules refuse only when a form was made by hand. */
function whereWrong(error: z.ZodError): [field: string, mistake: string] {
  const [name] = error.issues[0]?.path ?? []
  const field = name === 'durationMinutes' ? 'minutes' : String(name)
  const known = scheduleFieldNames.find((one) => one === field) ?? 'when'
  return [known, known]
}

/** When a room is open → what stands in the fields. Where it says nothing stands what most groups need. */
export function typedSchedule(
  schedule: Schedule | undefined,
  usual: { readonly today: string; readonly timeZone: string },
  locale: PageLocale,
): Typed {
  const nothing = {
    when: 'weekly',
    weekdays: [],
    everyWeeks: '1',
    which: [],
    weekday: '',
    dates: '',
    from: usual.today,
    time: '18:00',
    minutes: '90',
    timeZone: usual.timeZone,
  }
  if (schedule === undefined) return nothing
  if (schedule.is === 'always') return { ...nothing, when: 'always' }
  const { time, durationMinutes, timeZone } = schedule
  const sitting = {
    ...nothing,
    when: schedule.is,
    time,
    minutes: String(durationMinutes),
    timeZone,
  }
  switch (schedule.is) {
    case 'weekly': {
      const { from, weekdays, everyWeeks } = schedule
      return { ...sitting, from, weekdays: weekdays.map(String), everyWeeks: String(everyWeeks) }
    }
    case 'monthly': {
      const { from, which, weekday } = schedule
      return { ...sitting, from, which: which.map(String), weekday: String(weekday) }
    }
    case 'dates': {
      const dates = schedule.dates.toSorted().map((date) => writtenDate(date, locale))
      return { ...sitting, dates: dates.join('\n') }
    }
  }
}

/** The numbers of weeks that can be chosen. */
export const weekNumbers = Array.from({ length: everyWeeksMax }, (_, before) => before + 1)
