import { sampleRate } from '../frame.ts'
import { sequenceAhead, timestampAhead } from './rtp.ts'

/** How long packets are counted before their loss is told: what staff see is of now, not of an hour ago. */
export const countedMs = 5000
const samplesPerMs = sampleRate / 1000
/** The weight of the newest packet in the jitter (RFC 3550 §6.4.1). */
const jitterGain = 1 / 16
/** Further off than this is no jitter: the sender's clock has begun anew. */
const anewMs = 1000

/**
 * How somebody's packets arrive (RFC 3550 §6.4.1, appendix A.1, A.3 and A.8): the jitter as it is now, and the share that
 * never came, of the last five seconds that are over.
 *
 *   sequence   1  2  3  .  5  .  7 │ 8 …          expected: newest - the newest of before
 *   came       ✓  ✓  ✓     ✓     ✓ │              lost:     expected - came
 *              ◀──── 5 s ────────▶ told until the next 5 s are over
 */
export type Reception = {
  /** A packet came, `nowMs` on a clock that nobody sets. What is no sound (keys) has a sequence number too. */
  arrived(sequence: number, timestamp: number, nowMs: number, isSound: boolean): void
  /** Another source: forget the old one. */
  reset(): void
  jitterMs(): number
  /** Undefined until something was counted. */
  lossPercent(): number | undefined
  memory(): ReceptionMemory
}

/** What was counted so far, for a line that goes on in another thread of this process. */
export type ReceptionMemory = {
  readonly sound: { jitterMs: number; arrivedMs: number; timestamp: number; heard: boolean }
  readonly count: {
    newest: number
    told: number
    came: number
    sinceMs: number
    begun: boolean
    lossPercent: number
  }
}

export function reception(before?: ReceptionMemory): Reception {
  // A number with a fraction in a variable of a closure would be a new object each time; in a field it is not.
  const sound = { jitterMs: 0, arrivedMs: 0, timestamp: 0, heard: false, ...before?.sound }
  const count = {
    ...{ newest: 0, told: 0, came: 0, sinceMs: 0, begun: false, lossPercent: -1 },
    ...before?.count,
  }

  function counted(sequence: number, nowMs: number): void {
    if (!count.begun) {
      Object.assign(count, { newest: sequence, told: sequence - 1, sinceMs: nowMs, begun: true })
    }
    // One that came late is behind, and counts as having come.
    count.newest += Math.max(0, sequenceAhead(sequence, count.newest))
    count.came++
    if (nowMs - count.sinceMs < countedMs) return
    const expected = count.newest - count.told
    count.lossPercent = expected === 0 ? 0 : Math.max(0, 100 - (100 * count.came) / expected)
    count.told = count.newest
    count.came = 0
    count.sinceMs = nowMs
  }

  return {
    arrived(sequence, timestamp, nowMs, isSound) {
      counted(sequence, nowMs)
      if (!isSound) return
      const spokenMs = timestampAhead(timestamp, sound.timestamp) / samplesPerMs
      const offMs = Math.abs(nowMs - sound.arrivedMs - spokenMs)
      if (sound.heard && offMs <= anewMs) sound.jitterMs += (offMs - sound.jitterMs) * jitterGain
      sound.heard = true
      sound.timestamp = timestamp
      sound.arrivedMs = nowMs
    },
    reset() {
      Object.assign(sound, { jitterMs: 0, heard: false })
      Object.assign(count, { came: 0, begun: false, lossPercent: -1 })
    },
    jitterMs() {
      return sound.jitterMs
    },
    lossPercent() {
      return count.lossPercent < 0 ? undefined : count.lossPercent
    },
    memory: () => ({ sound: { ...sound }, count: { ...count } }),
  }
}
