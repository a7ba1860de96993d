import { dayMs, hourMs, minuteMs } from './limits-counting.ts'

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
/** Buckets of a clock that was wrong. */
const clockStepMaxMs = 2 * hourMs

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

/** One more wrong entry; of too many, the oldest minutes are let go. */
export function failed(known: readonly Failures[], roomTried: string, at: number): Failures[] {
  const minute = minuteOf(at)
  const same = known.find((one) => one.roomTried === roomTried && one.minute === minute)
  const grown = { roomTried, minute, failures: 0, forgiven: 0, ...same }
  return [{ ...grown, failures: grown.failures + 1 }, ...known.filter((one) => one !== same)]
    .sort((a, b) => b.minute - a.minute)
    .slice(0, minutesKeptMax)
}

/** What a right entry at this room forgives: the newest first, and never more than `forgivenMax` in a day. */
export function forgive(
  known: readonly Failures[],
  roomTried: string,
): readonly { readonly minute: number; readonly by: number }[] {
  const here = known.filter((one) => one.roomTried === roomTried)
  let left = forgivenMax - here.reduce((all, { forgiven }) => all + forgiven, 0)
  return [...here]
    .sort((a, b) => b.minute - a.minute)
    .flatMap(({ minute, failures, forgiven }) => {
      const by = Math.min(left, failures - forgiven)
      left -= by
      return by > 0 ? [{ minute, by }] : []
    })
}
