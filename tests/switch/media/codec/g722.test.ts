import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { samplesPerFrame, wideSamplesPerFrame } from '../../../../src/switch/media/frame.ts'
import type { Frame } from '../../../../src/switch/media/frame.ts'
import { g722Decoder, g722Encoder } from '../../../../src/switch/media/codec/g722.ts'
import { fromBands, inBands, wideSine, wideToneLevel } from '../../../kit/wideband.ts'
import { sweepWithNoise } from '../sounds-of-a-line.ts'

const encoded = (frames: readonly Frame[]) => {
  const encoder = g722Encoder()
  const bytes = new Uint8Array(frames.length * samplesPerFrame)
  frames.forEach((frame, n) => {
    encoder.encode(frame, bytes, n * samplesPerFrame)
  })
  return bytes
}
const decoded = (bytes: Uint8Array) => {
  const decoder = g722Decoder()
  return Array.from({ length: bytes.length / samplesPerFrame }, (_, n) => {
    const frame = new Int16Array(wideSamplesPerFrame)
    const own = bytes.subarray(n * samplesPerFrame, (n + 1) * samplesPerFrame)
    decoder.decode(Int16Array.from(own), frame, 0, samplesPerFrame)
    return frame
  })
}

describe('G.722 at 64 kbit/s', () => {
  // Made of `sweepWithNoise` by ffmpeg 5.1; spandsp 0.0.6 makes the same bytes, and the same sound of them.
  const vector = new Uint8Array(readFileSync('tests/fixtures/g722/sweep.g722'))
  const soundOfVector = 'bcbbe951bb028ed968e92c177454adaf8c3caa920bd58a46cdb26ed94c921fd7'

  test('packs as others do, to the bit', () => {
    expect(encoded(inBands(sweepWithNoise()))).toEqual(vector)
  })

  test('unpacks as others do, to the bit', () => {
    const { buffer } = fromBands(decoded(vector))
    expect(createHash('sha256').update(Buffer.from(buffer)).digest('hex')).toBe(soundOfVector)
  })

  test.each([300, 1000, 3000, 5000, 6800])('carries a tone of %s Hz as loud as it is', (hz) => {
    const heard = fromBands(decoded(encoded(inBands(wideSine(hz, -12, 0.5)))))
    expect(wideToneLevel(heard.subarray(1600, 8000), hz)).toBeCloseTo(-12, 0)
  })

  test('any bytes are some sound, and any sound some bytes that come back near to it', () => {
    const bytes = fc.uint8Array({ minLength: 480, maxLength: 480 })
    const sample = fc.integer({ min: -8000, max: 8000 })
    fc.assert(
      fc.property(bytes, (bytes) => {
        for (const frame of decoded(bytes)) expect(frame).toHaveLength(wideSamplesPerFrame)
      }),
      { numRuns: 20 },
    )
    fc.assert(
      fc.property(sample, (level) => {
        const steady = new Int16Array(wideSamplesPerFrame).fill(level, 0, samplesPerFrame)
        const back = decoded(encoded([steady, steady, steady]))[2]!
        const off = back.subarray(80, samplesPerFrame).map((heard) => Math.abs(heard - level))
        expect(Math.max(...off)).toBeLessThanOrEqual(16 + Math.abs(level) / 8)
      }),
    )
  })
})
