import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { silenceDbfs } from '../../src/switch/media/sound/level.ts'
import { hasTone, sine, tonesIn, heardLevel } from '../../src/telephone/tones.ts'

const mixed = (...sounds: readonly Int16Array[]): Int16Array =>
  Int16Array.from(sounds[0]!, (_, n) => sounds.reduce((sum, sound) => sum + sound[n]!, 0))

const wholeTens = fc.integer({ min: 20, max: 340 }).map((n) => n * 10)

describe('the level of a tone', () => {
  test('is what it was made with', () => {
    fc.assert(
      fc.property(wholeTens, fc.integer({ min: -40, max: -3 }), (hertz, dbfs) => {
        expect(heardLevel(sine(hertz, dbfs, 0.5), hertz)).toBeCloseTo(dbfs, 0)
      }),
    )
  })

  test('is nothing where another tone sounds', () => {
    fc.assert(
      fc.property(wholeTens, wholeTens, (hertz, other) => {
        fc.pre(hertz !== other)
        expect(heardLevel(sine(other, -12, 0.5), hertz)).toBeLessThan(-60)
      }),
    )
  })

  test('is silence for a sound shorter than a block', () => {
    expect(heardLevel(sine(700, -12, 0.05), 700)).toBe(silenceDbfs)
  })
})

describe('the tones in a sound', () => {
  test('are found, loudest first', () => {
    const two = mixed(sine(700, -20, 1), sine(1450, -14, 1))
    expect(tonesIn(two).map(({ hertz }) => hertz)).toEqual([1450, 700])
  })

  test('is one at its own place and nowhere else', () => {
    fc.assert(
      fc.property(wholeTens, wholeTens, (hertz, other) => {
        fc.pre(hertz !== other)
        expect(hasTone(sine(hertz, -20, 0.5), hertz)).toBe(true)
        expect(hasTone(sine(other, -20, 0.5), hertz)).toBe(false)
        expect(hasTone(sine(hertz, -50, 0.5), hertz)).toBe(false)
      }),
      { numRuns: 30 },
    )
  })

  test('are none in a hiss', () => {
    let seed = 1
    const hiss = Int16Array.from({ length: 16_000 }, () => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
      return (seed >> 16) - 8000
    })
    expect(tonesIn(hiss)).toEqual([])
  })
})
