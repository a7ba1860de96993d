/*
 * A call of our own, from time to time: is what callers should hear really to be heard?
 *
 *   5 min ─▶ call ─passed─▶ 5 min ─▶ call ─failed─▶ 1 min ─▶ call ─failed─▶ alarm      at the latest seven minutes and
 *              └─ lines are short: not now                                             two calls after it broke
 */

export type TestOutcome =
  | { readonly is: 'passed'; readonly seconds: number }
  | { readonly is: 'failed'; readonly why: TestFailure }
export type TestFailure = 'no-answer' | 'silent' | 'no-welcome' | 'no-echo' | 'broken'

const minuteMs = 60_000
export const testEveryMs = 5 * minuteMs
/** One that failed is not believed at once. */
export const testAgainMs = minuteMs
/** From this share of the lines on they are for people. */
export const testLinesPercentMax = 50
