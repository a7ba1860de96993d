import { describe, expect, it, test } from '@jest/globals'
import { costOf, hundredthsOfCent, spendingOf } from '../../../src/conference/figures/costs.ts'
import type { DaySum } from '../../../src/conference/figures/day-sums.ts'

const day = (day: string, count: number, what: DaySum['what'] = 'caller-minutes') => ({
  day,
  what,
  count,
})
/** 1.2 cents a minute, 5 euros a month. */
const tariff = { perCallerMinute: 120, perMonth: 50_000 }
const euros = (amount: number) => amount * 10_000

describe('what a month costs', () => {
  it('is the minutes of its days, and what every month costs besides', () => {
    const days = [
      day('2026-10-31', 999),
      day('2026-11-01', 1000),
      day('2026-11-30', 250),
      day('2026-11-30', 40, 'calls'),
      day('2026-12-01', 999),
    ]
    expect(spendingOf(days, '2026-11', tariff, undefined)).toEqual({
      is: 'without-budget',
      month: '2026-11',
      callerMinutes: 1250,
      cost: euros(20),
    })
  })
  it('several months pay the flat charge several times', () => {
    expect(costOf(1000, tariff, 3)).toBe(euros(27))
  })
  test.each([
    [0, 'within', 12],
    [2249, 'within', 79],
    [2250, 'close', 80],
    [2916, 'close', 99],
    [2917, 'over', 100],
    [9000, 'over', 282],
  ] as const)('%d minutes of a budget of 40 euros are %s (%d %%)', (minutes, is, percent) => {
    const spent = spendingOf([day('2026-11-02', minutes)], '2026-11', tariff, euros(40))
    expect(spent).toMatchObject({ is, percent, budget: euros(40) })
  })
  it('a budget of nothing is over with the first minute', () => {
    const free = { perCallerMinute: 1, perMonth: 0 }
    expect(spendingOf([], '2026-11', free, 0)).toMatchObject({ is: 'within', percent: 0 })
    expect(spendingOf([day('2026-11-02', 1)], '2026-11', free, 0)).toMatchObject({ is: 'over' })
  })
})

test.each([
  ['1.2', 120],
  ['1,2', 120],
  ['0.05', 5],
  ['7', 700],
  ['1.234', undefined],
  ['-1', undefined],
  ['', undefined],
  ['1e3', undefined],
])('%j cents are %j hundredths', (text, hundredths) => {
  expect(hundredthsOfCent(text)).toBe(hundredths)
})
