import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  samplesPerFrame,
  wideSamplesPerFrame,
  type Frame,
  type Sound,
} from '../../../../src/switch/media/frame.ts'
import { AutomaticGain, gainDbMax } from '../../../../src/switch/media/sound/gain.ts'
import { NoiseGate } from '../../../../src/switch/media/sound/gate.ts'
import { soundLevel } from '../../../../src/switch/media/sound/level.ts'
import { limited } from '../../../../src/switch/media/sound/limit.ts'
import { mixer } from '../../../../src/switch/media/sound/mix.ts'
import { joinSounds, makeTone } from '../../../../src/switch/media/sound/tone.ts'
import { Voice } from '../../../../src/switch/media/sound/voice.ts'
import { fromBands, inBands, wideSine, wideToneLevel } from '../../../kit/wideband.ts'
import { amplified, framesOf, monologue, noise } from '../sounds-of-a-line.ts'

const silent = new Int16Array(samplesPerFrame)

/** What the others hear of a sound, as long as the sound; nothing is silence. */
const heardOf = (sound: Sound, line = new Voice()) =>
  joinSounds(framesOf(sound).map((frame) => line.hear(frame)?.slice() ?? silent))

const lastSecond = (sound: Sound) => sound.slice(-8000)

describe('the noise gate', () => {
  test('leaves out the noise of a room, and the line is not mixed at all', () => {
    const line = new Voice()
    for (const frame of framesOf(noise(-48, 10))) line.hear(frame)
    expect(framesOf(noise(-48, 2)).map((frame) => line.hear(frame))).toEqual(
      Array.from({ length: 100 }, () => undefined),
    )
  })

  test('never shuts on a voice or a tone, however long it lasts', () => {
    for (const dbfs of [-3, -15, -30]) {
      const gate = new NoiseGate()
      const states = Array.from({ length: 10_000 }, () => gate.hear(dbfs))
      expect(new Set(states)).toEqual(new Set(['sounding']))
    }
  })

  test('hangs for 300 ms after the last sound, then shuts', () => {
    const gate = new NoiseGate()
    gate.hear(-20)
    const states = Array.from({ length: 16 }, () => gate.hear(-70))
    expect(states.indexOf('shut')).toBe(15)
  })

  test('between opening and shutting nothing flickers', () => {
    const gate = new NoiseGate()
    const before = [gate.hear(-47), gate.hear(-47)]
    gate.hear(-30)
    expect([before, gate.hear(-47)]).toEqual([['shut', 'shut'], 'hanging'])
  })

  test('a word loses at most its first 20 ms, wherever in a frame it begins', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 159 }),
        fc.integer({ min: -30, max: -10 }),
        fc.integer({ min: 200, max: 3400 }),
        (begins, dbfs, hz) => {
          const quiet = new Int16Array(1600 + begins)
          const word = makeTone([hz], 100, dbfs).subarray(120) // after its own fade
          const heard = heardOf(joinSounds([quiet, word, silent]))
          const from = quiet.length + samplesPerFrame
          expect(heard.subarray(from, from + 400)).toEqual(
            joinSounds([quiet, word]).subarray(from, from + 400),
          )
        },
      ),
    )
  })
})

describe('the automatic gain', () => {
  test('brings a soft and a loud line near to each other', () => {
    const speech = monologue('de', 20)
    const levelAt = (gainDb: number) =>
      soundLevel(heardOf(amplified(speech, gainDb)).slice(-80_000))
    const [loud, soft] = [levelAt(6), levelAt(-18)]
    expect(loud - soft).toBeLessThan(12)
    expect(soft).toBeGreaterThan(-30)
  })

  test('leaves the level of a tone test as it is, and never below what counts as heard', () => {
    expect(soundLevel(lastSecond(heardOf(makeTone([700], 30_000, -15))))).toBeCloseTo(-15, 0)
    for (const dbfs of [-3, -10, -25]) {
      const level = soundLevel(lastSecond(heardOf(makeTone([700], 30_000, dbfs))))
      expect(level).toBeGreaterThan(-25)
    }
  })

  test('is never more than 12 dB either way, whatever it hears', () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.double({ min: -120, max: 3, noNaN: true })), { maxLength: 40 }),
        (levels) => {
          const gain = new AutomaticGain()
          const dB: number[] = []
          for (const level of levels) {
            for (let i = 0; i < 100; i++) {
              if (level === null) gain.pause()
              else gain.hear(level)
              dB.push(20 * Math.log10(gain.factor()))
            }
          }
          expect(Math.max(0, ...dB.map(Math.abs))).toBeLessThanOrEqual(gainDbMax + 1e-9)
          const steps = dB.map((at, i) => Math.abs(at - (dB[i - 1] ?? 0)))
          expect(Math.max(0, ...steps)).toBeLessThan(0.5) // slow: no pumping
        },
      ),
    )
  })

  test('stands still in silence, so that no noise swells up between two sentences', () => {
    const line = new Voice()
    for (const frame of framesOf(makeTone([700], 10_000, -34))) line.hear(frame)
    const before = line.hear(makeTone([700], 1000, -34).slice(1600, 1760))?.slice()
    for (const frame of framesOf(noise(-60, 60))) line.hear(frame)
    line.hear(makeTone([700], 1000, -34).slice(1440, 1600))
    const after = line.hear(makeTone([700], 1000, -34).slice(1600, 1760))
    expect(after).toEqual(before)
    expect(soundLevel(before!)).toBeGreaterThan(-25)
  })

  test('a knock says nothing about a voice', () => {
    const gain = new AutomaticGain()
    for (let i = 0; i < 1000; i++) {
      gain.hear(0)
      gain.pause()
    }
    expect(gain.factor()).toBe(1)
  })

  test('what is far too loud comes down within half a second', () => {
    const gain = new AutomaticGain()
    for (let i = 0; i < 25; i++) gain.hear(0)
    expect(20 * Math.log10(gain.factor())).toBeLessThan(-6)
  })
})

describe('the limiter', () => {
  test('keeps everything in range and in order, and changes nothing below -3 dBFS', () => {
    const sample = fc.integer({ min: -32_768 * 250, max: 32_767 * 250 })
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        expect(Math.abs(limited(a))).toBeLessThan(32_767)
        expect(Math.sign(limited(a) - limited(b)) * Math.sign(a - b)).toBeGreaterThanOrEqual(0)
        if (Math.abs(a) <= 23_000) expect(limited(a)).toBe(a)
      }),
    )
  })
})

test('a voice never wraps around from loud to loud with the other sign, whatever comes', () => {
  const frame = fc
    .int16Array({ minLength: samplesPerFrame, maxLength: samplesPerFrame })
    .map((samples): Frame => Int16Array.from(samples))
  fc.assert(
    fc.property(fc.array(fc.option(frame, { nil: undefined }), { maxLength: 30 }), (frames) => {
      const line = new Voice()
      const wrapped = frames.filter((frame) => {
        const heard = line.hear(frame)
        return heard?.some((sample, i) => sample * (frame?.[i] ?? 0) < 0)
      })
      expect(wrapped).toEqual([])
    }),
    { numRuns: 30 },
  )
})

test('the recorded prompts pass as they are: speech is not gated to pieces', () => {
  const speech = monologue('de', 60)
  const heard = heardOf(speech)
  const loud = framesOf(speech).map((frame) => soundLevel(frame) > -40)
  const lost = framesOf(heard).filter((frame, n) => loud[n] && soundLevel(frame) < -60)
  expect(lost).toEqual([])
  expect(Math.abs(soundLevel(heard) - soundLevel(speech))).toBeLessThan(4)
})

describe('A-13 a wide voice', () => {
  const heardOfWide = (hz: number, dbfs: number, seconds: number) => {
    const line = new Voice()
    const silent = new Int16Array(wideSamplesPerFrame)
    return fromBands(
      inBands(wideSine(hz, dbfs, seconds)).map((frame) => line.hear(frame)?.slice() ?? silent),
    )
  }

  test.each([700, 6000])(
    'is heard and brought to the common loudness by both its bands: %s Hz',
    (hz) => {
      const lastHalfSecond = (dbfs: number) => heardOfWide(hz, dbfs, 4).slice(-8000)
      expect(wideToneLevel(lastHalfSecond(-15), hz)).toBeCloseTo(-15, 0)
      expect(wideToneLevel(lastHalfSecond(-34), hz)).toBeGreaterThan(-28)
      expect(wideToneLevel(lastHalfSecond(-60), hz)).toBeLessThan(-100)
    },
  )

  test('does not wrap around when four shout at once', () => {
    const mix = mixer()
    const frames = [300, 2000, 3500, 6500].map((hz) => inBands(wideSine(hz, -1, 0.2)))
    const heard = frames[0]!.map((_, n) => {
      mix.begin()
      for (const one of frames) mix.add(one[n]!)
      return mix.everyoneBut(undefined, true)!.slice()
    })
    expect(Math.max(...joinSounds(heard))).toBeLessThan(32_767)
    expect(Math.min(...joinSounds(heard))).toBeGreaterThan(-32_767)
    // What bends in one band makes overtones in it; none may be as loud as a wrap.
    expect(wideToneLevel(fromBands(heard).subarray(640), 2500)).toBeLessThan(-20)
  })
})
