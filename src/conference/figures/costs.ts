import { monthOf } from '../room/days.ts'
import type { DaySum } from './day-sums.ts'

/*
 * What the telephone costs in a calendar month, and whether that is within what the organisation wants to spend:
 *
 *   caller-minutes × price of a minute + what every month costs besides
 *
 *   0 ─────────── within ─────────── 80 % ─ close ─ 100 % ─── over ──▶   of the budget
 *
 * A meeting's minutes are known when it is over. All amounts are hundredths of a cent: whole numbers all the way.
 */

/** What a minute of one line costs, and what every month costs besides; in hundredths of a cent. */
export type Tariff = { readonly perCallerMinute: number; readonly perMonth: number }

export type Spending = {
  /** `2026-11` */
  readonly month: string
  readonly callerMinutes: number
  readonly cost: number
} & (
  | { readonly is: 'without-budget' }
  | { readonly is: 'within' | 'close' | 'over'; readonly budget: number; readonly percent: number }
)

/** From this share of the budget on somebody should know. */
export const budgetClosePercent = 80

export const hundredthsPerEuro = 10_000

/** What so many minutes of lines cost within so many begun months. */
export function costOf(callerMinutes: number, tariff: Tariff, months: number): number {
  return callerMinutes * tariff.perCallerMinute + months * tariff.perMonth
}

/**
 * What a month has cost so far.
 * @param days of this month at least, as `DaySums.since` answers them
 * @param budget for a month; undefined when none is set
 */
export function spendingOf(
  days: readonly DaySum[],
  month: string,
  tariff: Tariff,
  budget: number | undefined,
): Spending {
  const callerMinutes = days
    .filter(({ what, day }) => what === 'caller-minutes' && monthOf(day) === month)
    .reduce((sum, { count }) => sum + count, 0)
  const cost = costOf(callerMinutes, tariff, 1)
  const spent = { month, callerMinutes, cost }
  if (budget === undefined) return { ...spent, is: 'without-budget' }
  // A budget of nothing is over with the first amount that is spent.
  const percent = budget === 0 ? (cost > 0 ? 101 : 0) : Math.floor((cost * 100) / budget)
  const is = cost > budget ? 'over' : percent >= budgetClosePercent ? 'close' : 'within'
  return { ...spent, is, budget, percent }
}

/** `1.2` cents → 120 hundredths of a cent; undefined when it is no amount. */
export function hundredthsOfCent(text: string): number | undefined {
  const [, whole = '', rest = ''] = /^(\d{1,6})(?:[.,](\d{1,2}))?$/.exec(text) ?? []
  return whole === '' ? undefined : Number(whole) * 100 + Number(rest.padEnd(2, '0'))
}
