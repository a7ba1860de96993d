import { z } from 'zod'
import { hundredthsPerEuro, type Tariff } from '../../../conference/figures/costs.ts'
import {
  tellFrom,
  weeksTold,
  type MonthCosts,
  type Told,
  type WeekNumbers,
} from '../../../conference/figures/reporting.ts'
import { csv } from '../../csv.ts'
import type { PageLocale } from '../../texts.ts'
import { numbersAt, type Numbers } from './numbers.ts'
import { numberWords, type NumberWords } from './number-words.ts'
import type { StaffParts } from '../parts.ts'
import type { StaffVisit } from '../visit.ts'

/*
 * The numbers as files, for reports. They are sent around: nothing is in them that the page does not tell, and the
 * shape below refuses anything more.
 */

const few = `<${tellFrom}` as const
const toldShape = z.union([z.int().min(tellFrom), z.literal(few)])
const dayShape = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const percentShape = z.int().min(0).max(100)

/** `numbers.json`. */
export const numbersShape = z.strictObject({
  /** The day it was made. */
  day: dayShape,
  weeks: z
    .array(
      z.strictObject({
        monday: dayShape,
        meetings: toldShape,
        callerMinutes: toldShape,
        busiestHour: z.union([
          z.strictObject({
            weekday: z.int().min(1).max(7),
            hour: z.int().min(0).max(23),
            lines: z.int().min(tellFrom),
          }),
          z.literal(few),
        ]),
        calls: toldShape,
        cameInPercent: z.union([
          z.strictObject({ is: z.enum(['about', 'at-least', 'at-most']), percent: percentShape }),
          z.literal(few),
        ]),
        wrongEntries: toldShape,
      }),
    )
    .max(weeksTold),
  /** Null: it is not known what the telephone costs. */
  months: z
    .array(
      z.strictObject({
        month: z.string().regex(/^\d{4}-\d{2}$/),
        callerMinutes: toldShape,
        euros: z.number().nonnegative(),
        /** Weeks that are hidden or go on are not in it. */
        isMore: z.boolean(),
      }),
    )
    .nullable(),
})

const written = (value: Told) => (value === 'few' ? few : value)

const weekShown = ({ busiest, cameIn, ...week }: WeekNumbers) => ({
  monday: week.monday,
  meetings: written(week.meetings),
  callerMinutes: written(week.callerMinutes),
  busiestHour: busiest === 'few' ? few : busiest,
  calls: written(week.calls),
  cameInPercent: cameIn === 'few' ? few : cameIn,
  wrongEntries: written(week.wrongEntries),
})

const monthShown = ({ month, callerMinutes, cost, isMore }: MonthCosts) => ({
  month,
  callerMinutes: written(callerMinutes),
  euros: cost / hundredthsPerEuro,
  isMore,
})

/** @throws ZodError rather than let out what the shape does not know */
export function numbersFile({ today, weeks, costs }: Numbers): z.output<typeof numbersShape> {
  return numbersShape.parse({
    day: today,
    weeks: weeks.map(weekShown),
    months: costs?.months.map(monthShown) ?? null,
  })
}

/** GET /numbers.json */
export function numbersJson(parts: StaffParts) {
  return async ({ response, at }: StaffVisit): Promise<void> => {
    const file = numbersFile(await numbersAt(parts, at))
    response.attachment(`numbers_${file.day}.json`).json(file)
  }
}

/** GET /numbers.csv — a line for each week, for a spreadsheet. */
export function numbersCsv(parts: StaffParts) {
  return async ({ response, at, locale }: StaffVisit): Promise<void> => {
    const { tariff, texts, timeZone } = parts
    const numbers = await numbersAt(parts, at)
    const words = numberWords(texts[locale].staffNumbers, locale, timeZone)
    response
      .attachment(`numbers_${numbers.today}.csv`)
      .type('text/csv; charset=utf-8')
      .send(csv(rowsOf(numbers.weeks, words, locale, tariff)))
  }
}

function rowsOf(
  weeks: readonly WeekNumbers[],
  words: NumberWords,
  locale: PageLocale,
  tariff: Tariff | undefined,
) {
  const { heads } = words.texts
  const head = [
    heads.week,
    heads.meetings,
    heads.callerMinutes,
    heads.busiest,
    heads.lines,
    heads.calls,
    heads.cameIn,
    heads.wrongPerDay,
    ...(tariff === undefined ? [] : [heads.euros]),
  ]
  const money = new Intl.NumberFormat(locale, {
    useGrouping: false,
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  })
  const euros = (minutes: Told, { perCallerMinute }: Tariff) =>
    minutes === 'few' ? few : money.format((minutes * perCallerMinute) / hundredthsPerEuro)
  const rows = weeks.map((week) => [
    words.day(week.monday),
    written(week.meetings),
    written(week.callerMinutes),
    words.busiestHour(week.busiest),
    week.busiest === 'few' ? few : week.busiest.lines,
    written(week.calls),
    words.share(week.cameIn),
    words.perDay(week.wrongEntries),
    ...(tariff === undefined ? [] : [euros(week.callerMinutes, tariff)]),
  ])
  return [head, ...rows]
}
