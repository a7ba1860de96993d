import type { Happening } from '../happenings.ts'
import type { Counted } from './limits.ts'

/** So many times the usual number of wrong entries per call is not honest any more (TRUST S-35). */
const usualTimesMax = 3
/** Fewer wrong entries than this within ten minutes are no alarm, whatever is usual. */
const failuresMin = 30
/** Different room numbers that one number may try within an hour. */
const roomsTriedMax = 20

/**
 * What is taken for usual while little is known: half a wrong entry per call, as with very old callers (TRUST §1.3),
 * with the weight of so many calls.
 */
const assumed = { failures: 50, calls: 100 }

/**
 * Whether somebody is trying numbers: more than three times the usual wrong entries per call for ten minutes, or many room
 * numbers from one telephone within an hour. Per call, because every evening at six there are more of both.
 */
export function warDialling({ number, sums }: Counted): Happening | undefined {
  const failures = sums.failuresTenMinutes + 1
  const calls = sums.callsTenMinutes
  const usual =
    (sums.failuresWeek - sums.failuresTenMinutes + assumed.failures) /
    (sums.callsWeek - calls + assumed.calls)
  const isUnusual = failures >= failuresMin && failures > usualTimesMax * usual * Math.max(calls, 1)
  if (!isUnusual && number.roomsInHour <= roomsTriedMax) return undefined
  return { event: 'alarm.war-dialling', failures, calls, roomsByOne: number.roomsInHour }
}
