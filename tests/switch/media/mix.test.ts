import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Frame } from '../../../src/switch/media/frame.ts'
import { limited } from '../../../src/switch/media/limit.ts'
import { mixer } from '../../../src/switch/media/mix.ts'

const frame = fc
  .int16Array({ minLength: 160, maxLength: 160 })
  .map((samples): Frame => Int16Array.from(samples))
const naive = (speakers: Frame[], listener: Frame | undefined) => {
  const others = speakers.filter((one) => one !== listener)
  if (others.length === 0) return undefined
  return Int16Array.from({ length: 160 }, (_, i) =>
    limited(others.reduce((sum, one) => sum + one[i]!, 0)),
  )
}

describe('mixer', () => {
  test('each hears the sum of all others, limited once and never before', () => {
    const mix = mixer() // the same for all runs: nothing of the tick before may be left
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 8 }), (speakers) => {
        mix.begin()
        for (const speaker of speakers) mix.add(speaker)
        const heard = speakers.map((speaker) => mix.everyoneBut(speaker))
        speakers.forEach((speaker, place) => {
          expect(heard[place]).toEqual(naive(speakers, speaker))
        })
        expect(mix.everyoneBut(undefined)).toEqual(naive(speakers, undefined))
      }),
    )
  })

  test('who shouts does not hear an echo of themselves out of the limiter', () => {
    const loud = new Int16Array(160).fill(32000)
    const soft = new Int16Array(160).fill(1000)
    const mix = mixer()
    mix.begin()
    mix.add(loud)
    mix.add(soft)
    expect(mix.everyoneBut(loud)).toEqual(soft)
    expect(mix.everyoneBut(undefined)?.[0]).toBe(Math.floor(limited(33_000)))
  })

  test('all who say nothing get the same frame, and nothing where nobody speaks', () => {
    const mix = mixer()
    mix.begin()
    expect(mix.everyoneBut(undefined)).toBeUndefined()
    const alone = new Int16Array(160).fill(5)
    mix.add(alone)
    expect(mix.everyoneBut(alone)).toBeUndefined()
    expect(mix.everyoneBut(undefined)).toBe(mix.everyoneBut(undefined))
  })
})
