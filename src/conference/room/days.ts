import { Temporal } from 'temporal-polyfill'

/* Calendar days as text: `2026-11-26`. Compared as text they are in order. */

/** The calendar day of a moment (ms since 1970) in a time zone. */
export function dayOf(at: number, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .toString()
}

/** So many days later; earlier when `days` is below zero. */
export function daysLater(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString()
}

/** The Monday of its week (ISO 8601). */
export function mondayOf(day: string): string {
  return daysLater(day, 1 - Temporal.PlainDate.from(day).dayOfWeek)
}

/** `2026-11-26` → `2026-11` */
export const monthOf = (day: string): string => day.slice(0, 7)
