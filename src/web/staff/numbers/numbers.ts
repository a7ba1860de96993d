import { spendingOf, type Spending } from '../../../conference/figures/costs.ts'
import { dayOf, monthOf } from '../../../conference/room/days.ts'
import {
  monthCosts,
  reportedSince,
  weekNumbers,
  type MonthCosts,
  type WeekNumbers,
} from '../../../conference/figures/reporting.ts'
import { beginOfDay } from '../../moments.ts'
import type { StaffParts } from '../parts.ts'

/** All that the page and its files tell. */
export type Numbers = {
  readonly today: string
  readonly weeks: readonly WeekNumbers[]
  /** Undefined without a tariff. */
  readonly costs:
    | {
        readonly months: readonly MonthCosts[]
        /** How this month's costs stand to the budget, in a word: amounts are told of weeks that are over. */
        readonly now: Spending['is']
      }
    | undefined
}

export type NumbersParts = Pick<StaffParts, 'store' | 'timeZone' | 'tariff' | 'budget'>

/** What there is to tell at this moment. */
export async function numbersAt(parts: NumbersParts, at: number): Promise<Numbers> {
  const { store, timeZone, tariff, budget } = parts
  const today = dayOf(at, timeZone)
  const since = reportedSince(today)
  const sums = await store.daySums.since(since)
  const meetings = await store.pastMeetings.ofAll(beginOfDay(since, timeZone), at)
  const weeks = weekNumbers(sums, meetings, today, timeZone)
  if (tariff === undefined) return { today, weeks, costs: undefined }
  const months = monthCosts(weeks, today, tariff)
  const { is } = spendingOf(sums, monthOf(today), tariff, budget)
  return { today, weeks, costs: { months, now: is } }
}
