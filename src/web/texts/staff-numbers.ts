import { z } from 'zod'
import { each, sentence } from './shapes.ts'

const chart = z.strictObject({
  title: sentence,
  /** `{weeks}` that are told, `{sum}`, `{most}`, `{hour}`, `{when}` */
  summary: sentence,
})

/** The numbers of the service, for admins and for reports. */
export const staffNumbers = z.strictObject({
  title: sentence,
  lede: sentence,
  asCsv: sentence,
  asJson: sentence,
  chartsTitle: sentence,
  charts: z.strictObject({
    meetings: chart,
    callerMinutes: chart,
    busiest: chart,
    cameIn: chart,
    wrongPerDay: chart,
  }),
  chartTable: sentence,
  nothing: sentence,
  heads: each([
    'week',
    'meetings',
    'callerMinutes',
    'busiest',
    'lines',
    'calls',
    'cameIn',
    'wrongPerDay',
    'euros',
  ]),
  /** `{percent}` */
  shares: each(['about', 'at-least', 'at-most']),
  /** `{day}`, `{from}`, `{to}` */
  hour: sentence,
  costs: z.strictObject({
    title: sentence,
    unknown: sentence,
    budget: each(['without-budget', 'within', 'close', 'over']),
    explain: sentence,
    table: sentence,
    month: sentence,
    amount: sentence,
    atLeast: sentence,
  }),
})
