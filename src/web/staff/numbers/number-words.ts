import {
  tellFrom,
  type BusiestHour,
  type Share,
  type Told,
} from '../../../conference/figures/reporting.ts'
import { daysLater } from '../../../conference/room/days.ts'
import { beginOfDay, languages, shortDay } from '../../moments.ts'
import { fill, type PageLocale, type Texts } from '../../texts.ts'

export type NumberWords = {
  readonly texts: Texts['staffNumbers']
  day(day: string): string
  count(value: Told): string
  /** A week's sum as so many a day: `1,4`. */
  perDay(ofWeek: Told): string
  share(share: Share): string
  /** `Di, 18–19 Uhr` */
  busiestHour(busiest: BusiestHour): string
  /** `November 2026` */
  month(month: string): string
  /** Of hundredths of a cent. */
  euros(hundredths: number): string
}

/** A Monday: weekdays are counted from it. */
const aMonday = '2026-11-23'
const daysOfWeek = 7
const hoursOfDay = 24
const hundredthsOfEuro = 10_000

/** `0,4`: one place behind the comma, however round the value is. */
export function tenthsIn(locale: PageLocale): (value: number) => string {
  const digits = { minimumFractionDigits: 1, maximumFractionDigits: 1 }
  const format = new Intl.NumberFormat(languages[locale], digits)
  return (value) => format.format(value)
}

/** How numbers are written in the language of a page. What is hidden is written as `<5`, everywhere alike. */
export function numberWords(
  texts: Texts['staffNumbers'],
  locale: PageLocale,
  timeZone: string,
): NumberWords {
  const few = `<${tellFrom}`
  const language = languages[locale]
  const whole = new Intl.NumberFormat(language)
  const tenths = tenthsIn(locale)
  const money = new Intl.NumberFormat(language, { style: 'currency', currency: 'EUR' })
  const named = (how: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language, { timeZone, ...how })
  const weekdays = named({ weekday: 'short' })
  const months = named({ month: 'long', year: 'numeric' })
  return {
    texts,
    day: (day) => shortDay(beginOfDay(day, timeZone), timeZone, locale),
    count: (value) => (value === 'few' ? few : whole.format(value)),
    perDay: (ofWeek) => (ofWeek === 'few' ? few : tenths(ofWeek / daysOfWeek)),
    share: (share) => (share === 'few' ? few : fill(texts.shares[share.is], share)),
    busiestHour(busiest) {
      if (busiest === 'few') return few
      const { weekday, hour } = busiest
      const day = weekdays.format(beginOfDay(daysLater(aMonday, weekday - 1), timeZone))
      return fill(texts.hour, { day, from: hour, to: (hour + 1) % hoursOfDay })
    },
    month: (month) => months.format(beginOfDay(`${month}-01`, timeZone)),
    euros: (hundredths) => money.format(hundredths / hundredthsOfEuro),
  }
}
