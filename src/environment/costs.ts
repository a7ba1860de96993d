import { hundredthsOfCent } from '../conference/figures/costs.ts'
import { text } from './checks.ts'

/** What the telephone costs the organisation; groups see it in their statements. */

const amount = (unit: string) =>
  text(/^\d/, `must be an amount in ${unit} such as 1.2`).refine(
    (value) => hundredthsOfCent(value) !== undefined,
    `must be an amount in ${unit} with at most two places, such as 1.2`,
  )

export const costs = {
  TARIFF_CENTS_PER_MINUTE: amount('cents')
    .optional()
    .describe('What a minute of one line costs, in cents, for statements to health insurers.'),
  TARIFF_EUROS_PER_MONTH: amount('euros')
    .optional()
    .describe('What the number costs each month besides, in euros.'),
  MONTHLY_BUDGET_EUROS: amount('euros')
    .optional()
    .describe('What the telephone may cost in a month, in euros; staff see when it gets close.'),
}
