import { Temporal } from 'temporal-polyfill'
import type { PageLocale } from './texts.ts'

/** How pages write days and times: in a room's time zone, in the language of the page. */

/** The language of numbers and dates on a page. */
export const languages = { de: 'de-DE', en: 'en-GB' } as const satisfies Record<PageLocale, string>

/** `Dienstag, 3. November 2026` */
export function writtenDay(at: number, timeZone: string, locale: PageLocale): string {
  return format(at, timeZone, locale, { dateStyle: 'full' })
}

/** `03.11.2026` */
export function shortDay(at: number, timeZone: string, locale: PageLocale): string {
  return format(at, timeZone, locale, { day: '2-digit', month: '2-digit', year: 'numeric' })
}

/** `18:00` */
export function writtenTime(at: number, timeZone: string, locale: PageLocale): string {
  return format(at, timeZone, locale, { hour: '2-digit', minute: '2-digit' })
}

function format(
  at: number,
  timeZone: string,
  locale: PageLocale,
  how: Intl.DateTimeFormatOptions,
): string {
  return new Intl.DateTimeFormat(languages[locale], { timeZone, ...how }).format(at)
}

/** When a calendar day begins there, ms since 1970; `later` days further on. */
export function beginOfDay(day: string, timeZone: string, later = 0): number {
  const begin = Temporal.PlainDate.from(day).add({ days: later }).toZonedDateTime(timeZone)
  return begin.epochMilliseconds
}
