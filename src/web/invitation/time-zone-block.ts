import { Temporal } from 'temporal-polyfill'

/*
 * A time zone as calendars want it (RFC 5545 §3.6.5): when its clocks change, from which offset to which.
 *
 *    BEGIN:DAYLIGHT
 *    DTSTART:20260329T020000          the clock before the change
 *    TZOFFSETFROM:+0100
 *    TZOFFSETTO:+0200
 *    RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU      or RDATE where no rule fits
 *
 * Nobody hands out the rules of the time zone database, so they are read off its next changes.
 */

/** A rule must hold so long to be believed; and so far reach the dates where there is none. */
const years = 10
/** More changes than any zone has had in so many years. */
const changesMax = 60

type Change = {
  /** What the clock shows when it is changed. */
  readonly clock: Temporal.PlainDateTime
  readonly from: string
  readonly to: string
  readonly isForward: boolean
}

/** `VTIMEZONE` of this zone, good for dates from this year on. */
export function timeZoneBlock(timeZone: string, year: number): string {
  const begin = Temporal.ZonedDateTime.from({ year: year - 1, month: 1, day: 1, timeZone })
  const changes = changesFrom(begin)
  const kinds = Map.groupBy(changes, ({ from, to }) => `${from} ${to}`)
  const observances =
    changes.length === 0 ? [unchanging(begin)] : [...kinds.values()].map(observance)
  return ['BEGIN:VTIMEZONE', `TZID:${timeZone}`, ...observances.flat(), 'END:VTIMEZONE'].join('\n')
}

function changesFrom(begin: Temporal.ZonedDateTime): readonly Change[] {
  const end = begin.add({ years })
  const changes: Change[] = []
  let at = begin.getTimeZoneTransition('next')
  while (at !== null && at.epochMilliseconds < end.epochMilliseconds) {
    const before = at.subtract({ nanoseconds: 1 })
    changes.push({
      clock: before.toPlainDateTime().add({ nanoseconds: 1 }),
      from: offset(before),
      to: offset(at),
      isForward: at.offsetNanoseconds > before.offsetNanoseconds,
    })
    if (changes.length === changesMax) break
    at = at.getTimeZoneTransition('next')
  }
  return changes
}

function observance(changes: readonly Change[]): string[] {
  const [first] = changes
  if (first === undefined) return []
  const rule = ruleOf(changes)
  const when =
    rule === undefined
      ? changes.slice(1).map(({ clock }) => `RDATE:${written(clock)}`)
      : [`RRULE:${rule}`]
  return block(first.isForward ? 'DAYLIGHT' : 'STANDARD', first, when)
}

/** A zone that keeps its clocks as they are. */
function unchanging(begin: Temporal.ZonedDateTime): string[] {
  const clock = Temporal.PlainDateTime.from('1970-01-01')
  return block('STANDARD', { clock, from: offset(begin), to: offset(begin) }, [])
}

function block(
  name: string,
  { clock, from, to }: Pick<Change, 'clock' | 'from' | 'to'>,
  when: readonly string[],
): string[] {
  return [
    `BEGIN:${name}`,
    `DTSTART:${written(clock)}`,
    `TZOFFSETFROM:${from}`,
    `TZOFFSETTO:${to}`,
    ...when,
    `END:${name}`,
  ]
}

/** The nth or last weekday of one month at one time, if that is true of every year. */
function ruleOf(changes: readonly Change[]): string | undefined {
  const clocks = changes.map(({ clock }) => clock)
  const [first] = clocks
  const same = (of: (clock: Temporal.PlainDateTime) => unknown) =>
    new Set(clocks.map(of)).size === 1
  const yearly = clocks.length === years && new Set(clocks.map(({ year }) => year)).size === years
  const steady =
    same(({ month }) => month) &&
    same(({ dayOfWeek }) => dayOfWeek) &&
    same((clock) => clock.toPlainTime().toString())
  if (!yearly || !steady || first === undefined) return undefined
  const nth = clocks.every(isLast) ? -1 : same(nthOfMonth) ? nthOfMonth(first) : undefined
  if (nth === undefined) return undefined
  return `FREQ=YEARLY;BYMONTH=${first.month};BYDAY=${nth}${weekdays[first.dayOfWeek - 1] ?? ''}`
}

const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const
const nthOfMonth = ({ day }: Temporal.PlainDateTime): number => Math.ceil(day / 7)
const isLast = ({ day, daysInMonth }: Temporal.PlainDateTime): boolean => day > daysInMonth - 7

/** `+0100` */
function offset({ offset: signed }: Temporal.ZonedDateTime): string {
  return signed.replaceAll(':', '')
}

/** `20260329T020000` */
function written(clock: Temporal.PlainDateTime): string {
  return clock.toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '')
}
