import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { keepLoudest, talkersMax } from '../../../src/switch/plane/loudest.ts'
import { runningTone, type RunningTone } from '../../../src/switch/plane/running-tone.ts'
import { samplesPerFrame, type Frame } from '../../../src/switch/media/frame.ts'
import { silenceDbfs } from '../../../src/switch/media/sound/level.ts'

const talkers = (count: number) =>
  Array.from({ length: count }, () => ({
    tone: undefined as RunningTone | undefined,
    loudnessDbfs: silenceDbfs,
  }))
const flat = (level: number): Frame => new Int16Array(samplesPerFrame).fill(level)
const speaking = (voices: readonly (Frame | undefined)[]) =>
  voices.flatMap((voice, at) => (voice === undefined ? [] : [at]))

describe('R-28 who is mixed where more speak than anybody understands', () => {
  test('all of them, up to that number', () => {
    const voices = Array.from({ length: 250 }, (_, at) =>
      at < talkersMax ? flat(at + 1) : undefined,
    )
    const before = [...voices]
    keepLoudest(talkers(250), voices, talkersMax)
    expect(voices).toEqual(before)
  })

  test('else just so many, none of them softer than one who is left out', () => {
    const level = fc.option(fc.integer({ min: 1, max: 30 }), { nil: undefined })
    fc.assert(
      fc.property(fc.array(level, { minLength: 20, maxLength: 250 }), (levels) => {
        const before = levels.map((one) => (one === undefined ? undefined : flat(one * 1000)))
        const voices = [...before]
        const count = speaking(before).length
        keepLoudest(talkers(levels.length), voices, count)
        const kept = speaking(voices)
        const out = speaking(before).filter((at) => !kept.includes(at))
        expect(kept).toHaveLength(Math.min(count, talkersMax))
        const softestKept = Math.min(...kept.map((at) => levels[at] ?? 0))
        expect(Math.max(0, ...out.map((at) => levels[at] ?? 0))).toBeLessThanOrEqual(softestKept)
      }),
    )
  })

  test('a voice keeps its place over a soft sound, and gives it up after a while', () => {
    const people = talkers(20)
    const tick = (first: number) => {
      const voices = people.map((_, at) => flat(at === 0 ? first : 3000))
      keepLoudest(people, voices, 20)
      return voices[0] !== undefined
    }
    expect(tick(10_000)).toBe(true)
    expect([tick(100), tick(100), tick(100), tick(100), tick(100)]).not.toContain(false)
    const later = Array.from({ length: 50 }, () => tick(100))
    expect(later.at(-1)).toBe(false)
    expect(tick(10_000)).toBe(true) // and has it back with its first loud frame
  })

  test('the tone that says who came is never left out', () => {
    const people = talkers(40)
    people[39]!.tone = runningTone(flat(10))
    const voices = people.map((_, at) => flat(at === 39 ? 10 : 20_000))
    keepLoudest(people, voices, 40)
    expect(voices[39]).toBeDefined()
  })
})
