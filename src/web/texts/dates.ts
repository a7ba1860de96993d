import { z } from 'zod'
import { field, mistakes, sentence } from './shapes.ts'

/** When a room is open: the fields for it, and its own page. */
export const dates = z.strictObject({
  title: sentence,
  lede: sentence,
  when: field,
  kinds: z.strictObject({ weekly: field, monthly: field, dates: field, always: field }),
  weekdays: field,
  everyWeeks: field,
  /** Every week, and every `{count}` weeks. */
  everyWeek: sentence,
  everyNWeeks: sentence,
  which: field,
  weekday: field,
  nths: z.record(z.enum(['1', '2', '3', '4', '5', 'last']), sentence),
  dates: field,
  from: field,
  time: field,
  minutes: field,
  minutesCount: sentence,
  timeZone: field,
  timeZoneNow: sentence,
  /** Time zones by what they are called here; others by their own name. */
  zones: z.record(z.string(), sentence),
  look: sentence,
  save: sentence,
  nextTitle: sentence,
  alwaysOpen: sentence,
  /** `{count}` minutes before. */
  doors: sentence,
  noneLeft: sentence,
  mistakes,
})
