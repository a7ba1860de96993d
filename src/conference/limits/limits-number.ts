import { clockStepMaxMs, dayMs, hourMs, minuteMs } from './limits-counting.ts'

/*
 * The wrong entries of one number, for a day: at which room numbers, and in which minute. Number and room number are
 * known by their daily pseudonyms only (TRUST §3.2).
 */
export type Failures = {
  readonly roomTried: string
  /** Start of the minute, ms since 1970. */
  readonly minute: number
  readonly failures: number
  /** How many of them a right entry has forgiven since. */
  readonly forgiven: number
}

/** Minutes that are kept of one number; more than any limit looks at. */
export const minutesKeptMax = 60
/** How much a right entry forgives the same number at the same room in a day: one call full of mistakes. */
export const forgivenMax = 5

export type OfNumber = {
  readonly quarterHour: number
  readonly day: number
  /** Different room numbers tried within the hour, forgiven or not, this one included. */
  readonly roomsInHour: number
}

/** For callers without a number of their own. */
export const noFailures: OfNumber = { quarterHour: 0, day: 0, roomsInHour: 1 }

/** The sums the limits ask for, before an entry at this room number. */
export function ofNumber(known: readonly Failures[], roomTried: string, at: number): OfNumber {
  const since = (windowMs: number) =>
    known.filter(({ minute }) => minute + minuteMs > at - windowMs && minute <= at + clockStepMaxMs)
  const sum = (rows: readonly Failures[]) =>
    rows.reduce((all, { failures, forgiven }) => all + failures - forgiven, 0)
  return {
    quarterHour: sum(since(15 * minuteMs)),
    day: sum(since(dayMs)),
    roomsInHour: new Set([roomTried, ...since(hourMs).map((one) => one.roomTried)]).size,
  }
}

export function minuteOf(at: number): number {
  return Math.floor(at / minuteMs) * minuteMs
}

/** Rows before this minute are let go when there are too many of one number. */
export function oldestKept(known: readonly Failures[]): number {
  const minutes = known.map(({ minute }) => minute).sort((a, b) => b - a)
  return minutes[minutesKeptMax - 1] ?? 0
}

/** What a right entry at this room forgives: the newest first, and never more than `forgivenMax` in a day. */
export function forgive(
  known: readonly Failures[],
  roomTried: string,
  at: number,
): readonly { readonly minute: number; readonly by: number }[] {
  const here = within(known, dayMs, at).filter((one) => one.roomTried === roomTried)
  let left = forgivenMax - here.reduce((all, { forgiven }) => all + forgiven, 0)
  return [...here]
    .sort((a, b) => b.minute - a.minute)
    .flatMap(({ minute, failures, forgiven }) => {
      const by = Math.min(left, failures - forgiven)
      left -= by
      return by > 0 ? [{ minute, by }] : []
    })
}

function within(known: readonly Failures[], windowMs: number, at: number): readonly Failures[] {
  return known.filter(
    ({ minute }) => minute + minuteMs > at - windowMs && minute <= at + clockStepMaxMs,
  )
}
