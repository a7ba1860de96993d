import { costOf, type Tariff } from '../figures/costs.ts'
import { meetingFrom } from '../figures/day-sums.ts'

/*
 * What a group can show to whoever pays its telephone costs (§ 20h SGB V: proof of use): when it met, how long, how many
 * took part, what it cost. No names, no numbers, and no head count so small that it points at somebody:
 *
 *   3 Nov 2026   18:00–19:28   88 min   7
 *   10 Nov 2026  18:01–19:05   64 min   <3
 */

/** One meeting that is over. Times are ms since 1970. */
export type MeetingLine = {
  readonly started: number
  readonly ended: number
  readonly mostCallersAtOnce: number
  readonly callerMinutes: number
}

/** Fewer people than this are shown as "fewer than three" (TRUST P-15, FEATURES b14). */
export const shownFrom = 3

export type Statement = {
  readonly meetings: readonly StatementLine[]
  readonly minutes: number
  /** Hundredths of a cent; undefined without a tariff. */
  readonly cost: number | undefined
}

export type StatementLine = {
  readonly started: number
  readonly ended: number
  readonly minutes: number
  /** `few`: fewer than three. */
  readonly people: number | 'few'
}

/** Summed up over a period. `months` is how many months it touches. */
export function statement(
  lines: readonly MeetingLine[],
  tariff: Tariff | undefined,
  months: number,
): Statement {
  const met = lines
    .filter(({ mostCallersAtOnce }) => mostCallersAtOnce >= meetingFrom)
    .toSorted((a, b) => a.started - b.started)
  const meetings = met.map(toLine)
  const callerMinutes = sum(met.map((line) => line.callerMinutes))
  return {
    meetings,
    minutes: sum(meetings.map(({ minutes }) => minutes)),
    cost: tariff && costOf(callerMinutes, tariff, months),
  }
}

function toLine({ started, ended, mostCallersAtOnce }: MeetingLine): StatementLine {
  return {
    started,
    ended,
    minutes: minutesOf({ started, ended }),
    people: shown(mostCallersAtOnce),
  }
}

/** A head count as it may be shown. */
export function shown(people: number): number | 'few' {
  return people < shownFrom ? 'few' : people
}

export function minutesOf({ started, ended }: Pick<MeetingLine, 'started' | 'ended'>): number {
  return Math.max(1, Math.round((ended - started) / 60_000))
}

/** A period in calendar days of a time zone: `2026-01-01` to `2026-12-31`, both included. */
export type Period = { readonly from: string; readonly to: string }

/** How many calendar months a period touches: a flat charge is paid for begun months. */
export function monthsTouched({ from, to }: Period): number {
  const monthOf = (day: string) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7))
  return monthOf(to) - monthOf(from) + 1
}

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0)
