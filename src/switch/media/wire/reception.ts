import { sampleRate } from '../frame.ts'
import type { ReportBlock } from './rtcp.ts'
import { sequenceAhead, timestampAhead } from './rtp.ts'

/** How long packets are counted before their loss is told: what staff see is of now, not of an hour ago. */
export const countedMs = 5000
const samplesPerMs = sampleRate / 1000
/** The weight of the newest packet in the jitter (RFC 3550 §6.4.1). */
const jitterGain = 1 / 16
/** Further off than this is no jitter: the sender's clock has begun anew. */
const anewMs = 1000

/**
 * How somebody's packets arrive (RFC 3550 §6.4.1, appendix A.1, A.3 and A.8): the jitter as it is now, the share that never
 * came, of the last five seconds that are over, and what our reports tell them about it.
 *
 *   sequence   1  2  3  .  5  .  7 │ 8 …          expected: highest - the highest of before
 *   came       ✓  ✓  ✓     ✓     ✓ │              lost:     expected - came
 *              ◀──── 5 s ────────▶ told until the next 5 s are over; a report counts from the report before
 */
export class Reception {
  readonly #sound: ReceptionMemory['sound']
  readonly #count: ReceptionMemory['count']

  constructor(before?: ReceptionMemory) {
    this.#sound = { jitterMs: 0, arrivedMs: 0, timestamp: 0, heard: false, ...before?.sound }
    this.#count = {
      ...{ begun: false, first: 0, highest: 0, came: 0, lossPercent: -1 },
      ...{ sinceMs: 0, highestBefore: 0, cameBefore: 0, reportedExpected: 0, reportedCame: 0 },
      ...before?.count,
    }
  }

  /** A packet came, `nowMs` on a clock that nobody sets. What is no sound (keys) has a sequence number too. */
  arrived(sequence: number, timestamp: number, nowMs: number, isSound: boolean): void {
    this.#counted(sequence, nowMs)
    if (!isSound) return
    const sound = this.#sound
    const spokenMs = timestampAhead(timestamp, sound.timestamp) / samplesPerMs
    const offMs = Math.abs(nowMs - sound.arrivedMs - spokenMs)
    if (sound.heard && offMs <= anewMs) sound.jitterMs += (offMs - sound.jitterMs) * jitterGain
    sound.heard = true
    sound.timestamp = timestamp
    sound.arrivedMs = nowMs
  }

  #counted(sequence: number, nowMs: number): void {
    const count = this.#count
    if (!count.begun) this.#begin(sequence, nowMs)
    // One that came late is behind, and counts as having come.
    count.highest += Math.max(0, sequenceAhead(sequence, count.highest))
    count.came++
    if (nowMs - count.sinceMs < countedMs) return
    const expected = count.highest - count.highestBefore
    const came = count.came - count.cameBefore
    count.lossPercent = expected === 0 ? 0 : Math.max(0, 100 - (100 * came) / expected)
    count.highestBefore = count.highest
    count.cameBefore = count.came
    count.sinceMs = nowMs
  }

  #begin(sequence: number, nowMs: number): void {
    const from = { first: sequence, highest: sequence, highestBefore: sequence - 1 }
    Object.assign(this.#count, { ...from, sinceMs: nowMs, begun: true })
  }

  /** Another source: forget the old one. */
  reset(): void {
    Object.assign(this.#sound, { jitterMs: 0, heard: false })
    const nothing = { came: 0, cameBefore: 0, reportedExpected: 0, reportedCame: 0 }
    Object.assign(this.#count, { ...nothing, begun: false, lossPercent: -1 })
  }

  jitterMs(): number {
    return this.#sound.jitterMs
  }

  /** Undefined until something was counted. */
  lossPercent(): number | undefined {
    return this.#count.lossPercent < 0 ? undefined : this.#count.lossPercent
  }

  /** For the report that is sent now: what was lost in all, and since the one before (§A.3). */
  toReport(): Pick<ReportBlock, 'lossFraction' | 'lost' | 'highest' | 'jitter'> {
    const count = this.#count
    const expected = count.begun ? count.highest - count.first + 1 : 0
    const since = expected - count.reportedExpected
    const lostSince = since - (count.came - count.reportedCame)
    Object.assign(count, { reportedExpected: expected, reportedCame: count.came })
    const share = since === 0 ? 0 : Math.floor((256 * Math.max(0, lostSince)) / since)
    return {
      lossFraction: Math.min(255, share),
      lost: expected - count.came,
      highest: count.highest,
      jitter: Math.round(this.#sound.jitterMs * samplesPerMs),
    }
  }

  memory(): ReceptionMemory {
    return { sound: { ...this.#sound }, count: { ...this.#count } }
  }
}

/** What was counted so far, for a line that goes on in another thread of this process. */
export type ReceptionMemory = {
  readonly sound: { jitterMs: number; arrivedMs: number; timestamp: number; heard: boolean }
  readonly count: {
    begun: boolean
    first: number
    /** Goes on over the wrap at 2^16, as reports have it. */
    highest: number
    came: number
    lossPercent: number
    /** When these five seconds began, and what had come by then. */
    sinceMs: number
    highestBefore: number
    cameBefore: number
    reportedExpected: number
    reportedCame: number
  }
}
