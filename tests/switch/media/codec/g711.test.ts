import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { decode, encode, laws, type Law } from '../../../../src/switch/media/codec/g711.ts'

const packed = (law: Law, samples: number[]) => {
  const to = new Uint8Array(samples.length)
  encode(law, Int16Array.from(samples), to)
  return [...to]
}
const sample = fc.integer({ min: -32768, max: 32767 })

describe('G.711', () => {
  test('A-law: known values', () => {
    expect(packed(laws.PCMA, [0, -8, 1000, -1000, 32767, -32768])).toEqual([
      0xd5, 0x55, 0xfa, 0x7a, 0xaa, 0x2a,
    ])
    expect([...decode(laws.PCMA, Uint8Array.of(0xd5, 0x55, 0xaa, 0x2a))]).toEqual([
      8, -8, 32256, -32256,
    ])
  })

  test('µ-law: known values', () => {
    expect(packed(laws.PCMU, [0, 1000, -1000, 32767, -32768])).toEqual([
      0xff, 0xce, 0x4e, 0x80, 0x00,
    ])
    expect([...decode(laws.PCMU, Uint8Array.of(0xff, 0x7f, 0x80, 0x00))]).toEqual([
      0, 0, 32124, -32124,
    ])
  })

  test('silence is the byte of zero', () => {
    expect(laws.PCMA.silence).toBe(0xd5)
    expect(laws.PCMU.silence).toBe(0xff)
  })

  for (const [name, law] of Object.entries(laws)) {
    test(`${name}: a byte that was unpacked packs to the same sound again`, () => {
      const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte)
      const once = decode(law, bytes)
      expect(decode(law, Uint8Array.from(packed(law, [...once])))).toEqual(once)
    })

    test(`${name}: louder never becomes quieter, and nothing is off by more than half a step`, () => {
      fc.assert(
        fc.property(sample, sample, (a, b) => {
          const [x, y] = decode(law, Uint8Array.from(packed(law, [a, b])))
          if (a <= b) expect(x!).toBeLessThanOrEqual(y!)
          const clipped = Math.max(-32256, Math.min(32256, a))
          expect(Math.abs(x! - clipped)).toBeLessThanOrEqual(16 + Math.abs(a) / 30)
        }),
      )
    })

    test(`${name}: no byte sounds like -32768, which marks what has not come`, () => {
      expect(law.linear).not.toContain(-32768)
    })
  }
})
