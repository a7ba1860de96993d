import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { frameMs, samplesPerFrame } from '../../../../src/switch/media/frame.ts'
import { countedMs, Reception } from '../../../../src/switch/media/wire/reception.ts'

/** Packets before a loss is told. */
const packets = countedMs / frameMs

/** The nth packet of a steady sender, so much later than it was sent. */
function arrives(at: Reception, n: number, lateMs = 0, first = 0) {
  const timestamp = (first + n * samplesPerFrame) >>> 0
  at.arrived((first + n) & 0xffff, timestamp, 1000 + n * frameMs + lateMs, true)
}

/** RFC 3550 appendix A.8, in the units of the timestamp, as it is written there. */
function jitterByTheRfc(lateMs: readonly number[]): number {
  let jitter = 0
  let transit: number | undefined
  lateMs.forEach((late, n) => {
    const now = (1000 + n * frameMs + late) * 8 - n * samplesPerFrame
    if (transit !== undefined) jitter += (1 / 16) * (Math.abs(now - transit) - jitter)
    transit = now
  })
  return jitter / 8
}

describe('jitter', () => {
  it('is that of the RFC, whatever comes late', () => {
    const late = fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 2, maxLength: 300 })
    const first = fc.integer({ min: 0, max: 0xffffffff })
    fc.assert(
      fc.property(late, first, (lateMs, first) => {
        const line = new Reception()
        lateMs.forEach((ms, n) => {
          arrives(line, n, ms, first)
        })
        expect(line.jitterMs()).toBeCloseTo(jitterByTheRfc(lateMs), 6)
      }),
    )
  })
  it('is none for a steady line, also after a minute without a packet', () => {
    const line = new Reception()
    for (const n of [0, 1, 2, 3000, 3001]) arrives(line, n)
    expect(line.jitterMs()).toBe(0)
  })
  it('knows nothing of keys, and forgets an old source', () => {
    const line = new Reception()
    arrives(line, 0)
    line.arrived(1, 0, 1500, false)
    expect(line.jitterMs()).toBe(0)
    arrives(line, 2, 160)
    expect(line.jitterMs()).toBe(10)
    line.reset()
    expect([line.jitterMs(), line.lossPercent()]).toEqual([0, undefined])
  })
  it('is told in reports in units of the timestamp', () => {
    const line = new Reception()
    arrives(line, 0)
    arrives(line, 1, 32)
    expect(line.jitterMs()).toBe(2)
    expect(line.toReport().jitter).toBe(16)
  })
  it('a sender whose clock begins anew is not late', () => {
    const line = new Reception()
    arrives(line, 0)
    line.arrived(1, 4_000_000, 1020, true)
    expect(line.jitterMs()).toBe(0)
  })
})

describe('loss', () => {
  it('is the share of what never came in the last five seconds', () => {
    const lost = fc.uniqueArray(fc.integer({ min: 1, max: packets - 1 }), {
      maxLength: packets / 2,
    })
    const first = fc.integer({ min: 0, max: 0xffff })
    fc.assert(
      fc.property(lost, first, (lost, first) => {
        const line = new Reception()
        for (let n = 0; n <= packets; n++) if (!lost.includes(n)) arrives(line, n, 0, first)
        expect(line.lossPercent()).toBeCloseTo((100 * lost.length) / (packets + 1), 6)
      }),
    )
  })
  it('is not told before five seconds are over, and is of now afterwards', () => {
    const line = new Reception()
    for (let n = 0; n < packets; n += 2) arrives(line, n)
    expect(line.lossPercent()).toBeUndefined()
    arrives(line, packets)
    expect(line.lossPercent()).toBeCloseTo(50, 0)
    for (let n = packets + 1; n <= 2 * packets + 1; n++) arrives(line, n)
    expect(line.lossPercent()).toBe(0)
  })
  it('what overtakes another on the way is not lost', () => {
    const line = new Reception()
    arrives(line, 0)
    for (let n = 1; n < packets - 2; n += 2) {
      arrives(line, n + 1)
      arrives(line, n)
    }
    for (let n = packets - 1; n <= packets; n++) arrives(line, n)
    expect(line.lossPercent()).toBe(0)
  })
})
