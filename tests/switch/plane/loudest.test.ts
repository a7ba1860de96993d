import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { makeLoudest, talkersMax, type Talker } from '../../../src/switch/plane/loudest.ts'
import { runningTone } from '../../../src/switch/plane/running-tone.ts'
import {
  sampleRate,
  samplesPerFrame,
  wideSamplesPerFrame,
  type Frame,
} from '../../../src/switch/media/frame.ts'
import { silenceDbfs } from '../../../src/switch/media/sound/level.ts'

const talkers = (count: number): Talker[] =>
  Array.from({ length: count }, () => ({
    ...{ tone: undefined, loudnessDbfs: silenceDbfs, ticksSpeaking: 0, leftOut: false },
  }))
/** One tick after another, as a room has them. */
function mixing(people: Talker[]) {
  const loudest = makeLoudest()
  return (voices: (Frame | undefined)[]) => {
    people.forEach((one, at) => {
      one.ticksSpeaking = voices[at] ? one.ticksSpeaking + 1 : 0
    })
    const mixed = [...voices]
    loudest.keep(people, mixed, speaking(voices).length)
    return mixed
  }
}
const flat = (level: number): Frame => new Int16Array(samplesPerFrame).fill(level)
const speaking = (voices: readonly (Frame | undefined)[]) =>
  voices.flatMap((voice, at) => (voice === undefined ? [] : [at]))

describe('R-28 who is mixed where more speak than anybody understands', () => {
  test('all of them, up to that number', () => {
    const voices = Array.from({ length: 250 }, (_, at) =>
      at < talkersMax ? flat(at + 1) : undefined,
    )
    expect(mixing(talkers(250))(voices)).toEqual(voices)
  })

  test('else just so many, none of them softer than one who is left out', () => {
    const level = fc.option(fc.integer({ min: 1, max: 30 }), { nil: undefined })
    fc.assert(
      fc.property(fc.array(level, { minLength: 20, maxLength: 250 }), (levels) => {
        const before = levels.map((one) => (one === undefined ? undefined : flat(one * 1000)))
        const voices = mixing(talkers(levels.length))(before)
        const count = speaking(before).length
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
    const mix = mixing(people)
    const tick = (first: number) =>
      mix(people.map((_, at) => flat(at === 0 ? first : 3000)))[0] !== undefined
    expect(tick(10_000)).toBe(true)
    expect([tick(100), tick(100), tick(100), tick(100), tick(100)]).not.toContain(false)
    const later = Array.from({ length: 50 }, () => tick(100))
    expect(later.at(-1)).toBe(false)
    expect(tick(10_000)).toBe(true) // and has it back with its first loud frame
  })

  test('the tone that says who came is never left out', () => {
    const people = talkers(40)
    people[39]!.tone = runningTone(flat(10))
    const voices = mixing(people)(people.map((_, at) => flat(at === 39 ? 10 : 20_000)))
    expect(voices[39]).toBeDefined()
  })
})

describe('R-28 a voice that drops out of those who are mixed, or comes back among them', () => {
  const hz = 30
  const amplitudeMax = 1500
  /** What a sample of the voice itself may differ from the one before, its slow growing and fading with it. */
  const ownStepMax = amplitudeMax * ((2 * Math.PI * hz) / sampleRate + 2 / samplesPerFrame)
  const fadeStepMax = amplitudeMax / samplesPerFrame
  const roundings = 3

  /** A steady tone that goes on from frame to frame, and gets louder or softer without a step. */
  function voices(count: number, levels: readonly (readonly number[])[]) {
    return levels.map((now, tick) =>
      Array.from({ length: count }, (_, who): Frame => {
        const [from, to] = [levels[tick - 1]?.[who] ?? 0, now[who] ?? 0]
        return Int16Array.from({ length: samplesPerFrame }, (_, i) => {
          const at = tick * samplesPerFrame + i
          const level = from + ((to - from) * (i + 1)) / samplesPerFrame
          return level * Math.sin((2 * Math.PI * hz * at) / sampleRate + who)
        })
      }),
    )
  }

  /** The largest step between two samples that follow one another. */
  function largestStep(frames: readonly (Frame | undefined)[]): number {
    let [most, before] = [0, 0]
    for (const frame of frames) {
      for (let at = 0; at < samplesPerFrame; at++) {
        const sample = frame?.[at] ?? 0
        most = Math.max(most, Math.abs(sample - before))
        before = sample
      }
    }
    return most
  }

  test('fades over one frame: there is no click, whoever it is and whenever', () => {
    const count = talkersMax + 4
    const level = fc.integer({ min: 100, max: amplitudeMax })
    const tick = fc.array(level, { minLength: count, maxLength: count })
    let leftOut = 0
    fc.assert(
      fc.property(fc.array(tick, { minLength: 30, maxLength: 60 }), (levels) => {
        const mix = mixing(talkers(count))
        const said = voices(count, levels)
        const mixed = said.map((frames) => mix(frames).map((frame) => frame?.slice()))
        leftOut += mixed.flat().filter((frame) => frame === undefined).length
        for (let who = 0; who < count; who++) {
          const heard = largestStep(mixed.map((frames) => frames[who]))
          expect(heard).toBeLessThan(ownStepMax + fadeStepMax + roundings)
        }
      }),
      { numRuns: 4 },
    )
    expect(leftOut).toBeGreaterThan(100)
  })

  const crowd = (first: number | undefined, others = 20) =>
    Array.from({ length: others }, (_, at) =>
      at > 0 ? flat(3000) : first === undefined ? undefined : flat(first),
    )
  const ends = (frame: Frame | undefined) =>
    frame && [frame[0]! > frame.at(-1)! ? 'falls' : frame[0]! < frame.at(-1)! ? 'rises' : 'steady']

  test('is as loud as ever before and after, and softer or louder in between alone', () => {
    const mix = mixing(talkers(20))
    const first = (level: number | undefined, others?: number) => ends(mix(crowd(level, others))[0])
    expect([first(9000), first(9000)]).toEqual([['steady'], ['steady']])
    const softer = Array.from({ length: 60 }, () => first(100)).filter(
      (heard) => heard?.[0] !== 'steady',
    )
    expect(softer.slice(0, 2)).toEqual([['falls'], undefined])
    expect([first(9000), first(9000)]).toEqual([['rises'], ['steady']])
  })

  test('comes back as gently when there is room for all again', () => {
    const mix = mixing(talkers(20))
    const first = (level: number | undefined, others?: number) => ends(mix(crowd(level, others))[0])
    first(100)
    expect([first(100), first(100)]).toEqual([undefined, undefined])
    expect([first(100, 10), first(100, 10)]).toEqual([['rises'], ['steady']])
  })

  test('begins at once when nobody was in its way: the gate of its line has let it in gently', () => {
    const mix = mixing(talkers(20))
    mix(crowd(undefined))
    expect(ends(mix(crowd(9000))[0])).toEqual(['steady'])
  })

  test('keeps its fading apart in the two bands of wide sound', () => {
    const people = talkers(20)
    const mix = mixing(people)
    const wide = (low: number, high: number): Frame =>
      new Int16Array(wideSamplesPerFrame).fill(low, 0, samplesPerFrame).fill(high, samplesPerFrame)
    for (let tick = 0; tick < 2; tick++) mix(crowd(9000).with(0, wide(9000, 1000)))
    people[0]!.loudnessDbfs = silenceDbfs
    const [frame] = mix(crowd(100).with(0, wide(160, 80)))
    expect([0, 79, 159].map((at) => frame?.[at])).toEqual([159, 80, 0])
    expect([160, 239, 319].map((at) => frame?.[at])).toEqual([79, 40, 0])
  })

  test('costs no new frame once it has happened', () => {
    const mix = mixing(talkers(20))
    const fades: (ArrayBufferLike | undefined)[] = []
    for (let time = 0; time < 3; time++) {
      for (let tick = 0; tick < 60; tick++) {
        const [frame] = mix(crowd(tick === 0 ? 9000 : 100))
        if (ends(frame)?.[0] !== 'steady' && frame) fades.push(frame.buffer)
      }
    }
    expect(fades.length).toBeGreaterThan(3)
    expect(new Set(fades).size).toBe(1)
  })
})
