import { z } from 'zod'
import type { Period } from '../../../conference/meeting/statement.ts'
import { dayOf } from '../../../conference/room/days.ts'
import type { Mistakes } from '../../read-form.ts'

/** Longer than any insurer asks for. */
const periodDaysMax = 2 * 366
const dayMs = 24 * 60 * 60_000

const day = z.iso.date({ error: 'date' }).regex(/^20/, 'date')
const shape = z
  .object({ from: day, to: day })
  .refine(({ from, to }) => from <= to, { path: ['to'], error: 'order' })
  .refine(({ from, to }) => Date.parse(to) - Date.parse(from) < periodDaysMax * dayMs, {
    path: ['to'],
    error: 'long',
  })

export type AskedPeriod =
  | { readonly is: 'right'; readonly period: Period }
  | { readonly is: 'wrong'; readonly typed: Period; readonly mistakes: Mistakes }

/** The period in an address (`?from=2026-01-01&to=2026-12-31`); without one, this calendar year. */
export function askedPeriod(
  query: Readonly<Record<string, unknown>>,
  at: number,
  timeZone: string,
): AskedPeriod {
  const year = dayOf(at, timeZone).slice(0, 4)
  if (query['from'] === undefined && query['to'] === undefined) {
    return { is: 'right', period: { from: `${year}-01-01`, to: `${year}-12-31` } }
  }
  const read = shape.safeParse(query)
  if (read.success) return { is: 'right', period: read.data }
  const mistakes: Record<string, string> = {}
  for (const { path, message } of read.error.issues) mistakes[String(path[0])] ??= message
  const text = (value: unknown) => (typeof value === 'string' ? value.slice(0, 10) : '')
  return { is: 'wrong', typed: { from: text(query['from']), to: text(query['to']) }, mistakes }
}
