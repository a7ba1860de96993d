import type { CallRecord } from './records.ts'
import type { CallStatus, FinalStatus } from './leg.ts'

/** The status of one call, with its dates. Moves forward only. */
export type CallLife = {
  readonly status: CallStatus
  readonly wasAnswered: boolean
  readonly gone: AbortSignal
  readonly times: Pick<CallRecord, 'dateCreated' | 'dateUpdated' | 'startTime' | 'endTime'>
  /** False when it does not ring any more. */
  answer(): boolean
  /** False when it is over already. */
  finish(status: FinalStatus): boolean
}

/**
 *   ringing ──answer──▶ in-progress ──finish──▶ completed
 *      └──finish──▶ busy, no-answer, canceled, failed
 *
 * @param wallClock ms since the epoch
 */
export function beginLife(wallClock: () => number): CallLife {
  const gone = new AbortController()
  const dateCreated = wallClock()
  let status: CallStatus = 'ringing'
  let times: CallLife['times'] = {
    dateCreated,
    dateUpdated: dateCreated,
    startTime: undefined,
    endTime: undefined,
  }
  return {
    get status() {
      return status
    },
    get wasAnswered() {
      return times.startTime !== undefined
    },
    gone: gone.signal,
    get times() {
      return times
    },
    answer() {
      if (status !== 'ringing') return false
      status = 'in-progress'
      const now = wallClock()
      times = { ...times, startTime: now, dateUpdated: now }
      return true
    },
    finish(final) {
      if (gone.signal.aborted) return false
      status = final
      const now = wallClock()
      times = { ...times, endTime: now, dateUpdated: now }
      gone.abort()
      return true
    },
  }
}
