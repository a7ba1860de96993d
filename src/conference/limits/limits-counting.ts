/*
 * Counting that decays by itself. Things that happen are counted in buckets of a few minutes; what happened in a window is
 * the sum of the buckets that reach into it. The oldest is counted whole, so a window never holds more than its sum says:
 *
 *        ├── 24 hours ──────────────────┤ now
 *   │ 2 │ 0 │ 5 │ 1 │  …  │ 0 │ 3 │ 1 │
 *        ▲ reaches into the window: counts
 */

export const minuteMs = 60_000
export const hourMs = 60 * minuteMs
export const dayMs = 24 * hourMs

/** A clock that was wrong for a while leaves buckets in the future; further away than this they do not count. */
export const clockStepMaxMs = 2 * hourMs

/** What is counted, how finely, and how long it is kept. No number and no PIN is in any of it. */
export const counters = {
  /** Answered calls. */
  calls: { bucketMs: 5 * minuteMs, keptMs: 7 * dayMs },
  /** Wrong entries of everybody. */
  failures: { bucketMs: 5 * minuteMs, keptMs: 7 * dayMs },
  /** Wrong entries of callers without a number of their own. */
  withheld: { bucketMs: 15 * minuteMs, keptMs: dayMs },
  /** Wrong entries at one room that exists. */
  room: { bucketMs: hourMs, keptMs: 30 * dayMs },
  /** Wrong entries that would have opened a room although the system's budget was used up. */
  overdrawn: { bucketMs: dayMs, keptMs: 365 * dayMs },
  /** Places in the queue of a throttled system, in the minute they are for. */
  places: { bucketMs: minuteMs, keptMs: hourMs },
  /** Something was announced and need not be again. */
  told: { bucketMs: hourMs, keptMs: dayMs },
  /** Mails that visitors set off (mail-limits.ts): to one receiver, to one from one network, from one, in all. */
  mailsTo: { bucketMs: hourMs, keptMs: dayMs },
  mailsToFrom: { bucketMs: hourMs, keptMs: dayMs },
  mailsFrom: { bucketMs: 15 * minuteMs, keptMs: dayMs },
  mailsAll: { bucketMs: 5 * minuteMs, keptMs: hourMs },
  /** Wrong codes at one mail address; forgotten when its owner signs in. */
  wrongCodes: { bucketMs: dayMs, keptMs: 365 * dayMs },
} as const

export type Counter = keyof typeof counters

/** One more (or `by`) of a counter; `of` names whose it is, where there are several. */
export type Count = { readonly counter: Counter; readonly of: string; readonly by: number }

/** Start of the bucket that this moment is in. */
export function bucketOf(counter: Counter, at: number): number {
  const { bucketMs } = counters[counter]
  return Math.floor(at / bucketMs) * bucketMs
}

/** A sum that is asked for: buckets that start within `from` to `to`, both included. */
export type Question = {
  readonly counter: Counter
  readonly of: string
  readonly from: number
  readonly to: number
}

/** Everything of a counter in the window before this moment. */
export function within(counter: Counter, of: string, windowMs: number, at: number): Question {
  return { counter, of, from: bucketOf(counter, at - windowMs), to: at + clockStepMaxMs }
}

/** What may be deleted: buckets that no window reaches any more, and those of a wrong clock. */
export function outside(counter: Counter, at: number): { before: number; after: number } {
  const { keptMs } = counters[counter]
  return { before: bucketOf(counter, at - keptMs), after: at + clockStepMaxMs }
}
