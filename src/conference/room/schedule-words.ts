import type { Sitting } from './schedule-openness.ts'
import type { NthOfMonth, Schedule, Series, Weekday } from './schedule.ts'

/**
 * A schedule as an organiser would say it: `jeden Dienstag, 18 Uhr`. For pages and the terminal; what callers
 * hear is put together in spoken-time.ts. A language without words of its own here reads English.
 */
export function describeSchedule(schedule: Schedule, locale: string): string {
  const words = languages[locale] ?? english
  if (schedule.is === 'always') return words.always
  return `${days(schedule, words)}, ${words.time(schedule.time)}`
}

/** One meeting of a series: `Dienstag, 24. November 2026, 18 bis 19:30 Uhr`. */
export function describeSitting(
  sitting: Sitting,
  series: Pick<Series, 'timeZone'>,
  locale: string,
): string {
  const { day, hours } = sittingWords(sitting, series, locale)
  return `${day}, ${hours}`
}

/** The same in parts: `Dienstag, 24. November 2026` and `18 bis 19:30 Uhr`; and the day alone, `24. November`. */
export function sittingWords(
  { startsAt, endsAt }: Sitting,
  { timeZone }: Pick<Series, 'timeZone'>,
  locale: string,
): { readonly day: string; readonly hours: string; readonly dayOfYear: string } {
  const words = languages[locale] ?? english
  const date = new Intl.DateTimeFormat(words.dateLocale, { dateStyle: 'full', timeZone })
  const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone })
  const hours = words.span(clock.format(startsAt), clock.format(endsAt))
  const short = new Intl.DateTimeFormat(words.dateLocale, {
    day: 'numeric',
    month: 'long',
    timeZone,
  })
  return { day: date.format(startsAt), hours, dayOfYear: short.format(startsAt) }
}

/** `Dienstag` */
export function weekdayWord(weekday: Weekday, locale: string): string {
  return weekdayName(weekday, languages[locale] ?? english)
}

type Words = {
  readonly always: string
  /** Several of anything: `Dienstag und Freitag`. */
  readonly and: string
  /** Indexed by the number of the weekday; nothing stands at 0. */
  readonly weekdays: readonly string[]
  readonly nths: Readonly<Record<NthOfMonth, string>>
  /** Every week, every second one, every nth one. */
  readonly weekly: (weekdays: string, everyWeeks: number) => string
  readonly monthly: (nths: string, weekday: string) => string
  /** What happens in months that have only four. */
  readonly whereThereIsOne: string
  readonly date: Intl.DateTimeFormat
  readonly dates: (count: number, first: string, last: string) => string
  readonly time: (time: string) => string
  /** From one time to another. */
  readonly span: (from: string, to: string) => string
  readonly dateLocale: string
}

const german: Words = {
  always: 'immer offen',
  and: 'und',
  weekdays: ['', ...names('Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag')],
  nths: { 1: 'ersten', 2: 'zweiten', 3: 'dritten', 4: 'vierten', 5: 'fünften', last: 'letzten' },
  weekly: (weekdays, weeks) =>
    weeks === 1 ? `jeden ${weekdays}` : `${weekdays}, alle ${weeks} Wochen`,
  monthly: (nths, weekday) => `jeden ${nths} ${weekday} im Monat`,
  whereThereIsOne: '(nur in Monaten mit fünf davon)',
  date: day('de-DE'),
  dates: (count, first, last) => `${count} Termine vom ${first} bis ${last}`,
  time: (time) => `${shortTime(time)} Uhr`,
  span: (from, to) => `${shortTime(from)} bis ${shortTime(to)} Uhr`,
  dateLocale: 'de-DE',
}

const english: Words = {
  always: 'always open',
  and: 'and',
  weekdays: ['', ...names('Monday Tuesday Wednesday Thursday Friday Saturday Sunday')],
  nths: { 1: 'first', 2: 'second', 3: 'third', 4: 'fourth', 5: 'fifth', last: 'last' },
  weekly: (weekdays, weeks) =>
    weeks === 1 ? `every ${weekdays}` : `${weekdays}, every ${weeks} weeks`,
  monthly: (nths, weekday) => `every ${nths} ${weekday} of the month`,
  whereThereIsOne: '(only in months that have five)',
  date: day('en-GB'),
  dates: (count, first, last) => `${count} dates from ${first} to ${last}`,
  time: (time) => time,
  span: (from, to) => `${from} to ${to}`,
  dateLocale: 'en-GB',
}

const languages: Readonly<Record<string, Words>> = { de: german, en: english }

/** `08:00` → `8`, `18:30` stays. */
function shortTime(time: string): string {
  return time.replace(/^0(?=\d)/, '').replace(':00', '')
}

/** More single dates than these are counted instead of named. */
const namedDatesMax = 3

function days(series: Series, words: Words): string {
  switch (series.is) {
    case 'weekly': {
      const weekdays = series.weekdays.toSorted().map((weekday) => weekdayName(weekday, words))
      return words.weekly(listed(weekdays, words), series.everyWeeks)
    }
    case 'monthly': {
      const nths = series.which.toSorted(inMonth).map((nth) => words.nths[nth])
      const said = words.monthly(listed(nths, words), weekdayName(series.weekday, words))
      return series.which.includes(5) ? `${said} ${words.whereThereIsOne}` : said
    }
    case 'dates': {
      const dates = series.dates.toSorted().map((date) => words.date.format(new Date(date)))
      return dates.length > namedDatesMax
        ? words.dates(dates.length, dates[0] ?? '', dates.at(-1) ?? '')
        : listed(dates, words)
    }
  }
}

function weekdayName(weekday: Weekday, { weekdays }: Words): string {
  return weekdays[weekday] ?? ''
}

function inMonth(a: NthOfMonth, b: NthOfMonth): number {
  return (a === 'last' ? 6 : a) - (b === 'last' ? 6 : b)
}

/** `a`, `a und b`, `a, b und c`. */
function listed(parts: readonly string[], { and }: Words): string {
  const before = parts.slice(0, -1).join(', ')
  const last = parts.at(-1) ?? ''
  return before === '' ? last : `${before} ${and} ${last}`
}

function names(inOneLine: string): string[] {
  return inOneLine.split(' ')
}

/** A date is midnight in UTC here, so that it stays the same day. */
function day(locale: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' })
}
