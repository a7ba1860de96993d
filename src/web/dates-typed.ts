import { z } from 'zod'
import type { PageLocale } from './texts.ts'

/** Dates and times as people type them, also where the browser has no field for them. */

const isoDate = z.iso.date()

/** `24.11.2026`, `24. 11. 26`, `24/11/2026`: the day comes first. Or as machines write it: `2026-11-24`. */
const written =
  /(?<![\d.])(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)|(?<!\d)(\d{1,2})[./] ?(\d{1,2})[./] ?(\d{4}|\d{2})(?!\d)/g

/** Every date in a text, once; weekdays and commas around them do not matter. `unknown` is what looks like none. */
export function typedDates(text: string): { dates: readonly string[]; unknown?: string } {
  const dates = new Set<string>()
  let unknown: string | undefined
  const rest = text.replaceAll(
    written,
    (whole, year?: string, month?: string, day?: string, d?: string, m?: string, y?: string) => {
      const full = year ?? (y?.length === 2 ? `20${y}` : y)
      const date = [full, month ?? m, day ?? d].map((part) => part?.padStart(2, '0')).join('-')
      if (isoDate.safeParse(date).success) dates.add(date)
      else unknown ??= whole
      return ' '
    },
  )
  unknown ??= /\S*\d\S*/.exec(rest)?.[0]
  return { dates: [...dates], ...(unknown !== undefined && { unknown }) }
}

/** A date as people write it in this language; in English the order differs, so it is the machines'. */
export function writtenDate(date: string, locale: PageLocale): string {
  const [year = '', month = '', day = ''] = date.split('-')
  return locale === 'de' ? `${day}.${month}.${year}` : date
}

/** `18:00`, `18.30`, `18 Uhr`, `9` → `18:00`, `18:30`, `18:00`, `09:00`. */
export function typedTime(text: string): string | undefined {
  const found = /^(\d{1,2})(?:[:.](\d{2}))?(?: ?(?:Uhr|h))?$/i.exec(text.trim())
  if (found === null) return undefined
  const [, hour = '', minute = '00'] = found
  const time = `${hour.padStart(2, '0')}:${minute}`
  return /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(time) ? time : undefined
}

/** A whole number of minutes. */
export function typedMinutes(text: string): number | undefined {
  return /^\d{1,4}$/.test(text.trim()) ? Number(text) : undefined
}
