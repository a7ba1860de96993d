import { minuteMs } from './limits-counting.ts'

/** Entries that are looked at in a minute while the system is throttled (TRUST §1.5). */
export const entriesPerMinuteMax = 60
/** The queue is not looked at further ahead than this; more calls than it holds do not fit into any switch. */
const minutesAheadMax = 60

/** A place in the queue: the minute it is for, and how long that is away. */
export type QueuePlace = { readonly minute: number; readonly seconds: number }

/** The first minute that has a place left, when so many are taken in each. */
export function nextPlace(taken: ReadonlyMap<number, number>, at: number): QueuePlace {
  let minute = Math.floor(at / minuteMs) * minuteMs
  const last = minute + minutesAheadMax * minuteMs
  while (minute < last && (taken.get(minute) ?? 0) >= entriesPerMinuteMax) minute += minuteMs
  return { minute, seconds: Math.max(0, Math.ceil((minute - at) / 1000)) }
}
