import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { frameMs, type Sound } from '../../../../src/switch/media/frame.ts'
import { isPureTone, Guard } from '../../../../src/switch/media/sound/guard.ts'
import { joinSounds, makeTone } from '../../../../src/switch/media/sound/tone.ts'
import { Voice } from '../../../../src/switch/media/sound/voice.ts'
import {
  added,
  framesOf,
  holdMusic,
  hum,
  monologue,
  noise,
  overTheWire,
} from '../sounds-of-a-line.ts'

/** Seconds after which a line that sends this is muted, on its way through gate and gain; undefined for never. */
function mutedAfter(sound: Sound, guard = new Guard()): number | undefined {
  const line = new Voice()
  const at = framesOf(overTheWire(sound)).findIndex((frame) => guard.hear(line.hear(frame)))
  return at < 0 ? undefined : ((at + 1) * frameMs) / 1000
}

describe('a line that never pauses', () => {
  test.each([
    ['music on hold', holdMusic(-12, 40)],
    ['a hum', hum(-25, 40)],
    ['noise of a street, too loud for the gate', noise(-30, 40)],
    ['a chord', makeTone([440, 554, 659], 40_000, -15)],
  ])('%s: is noticed after 20 s', (_, sound) => {
    expect(mutedAfter(sound)).toBeGreaterThanOrEqual(20)
    expect(mutedAfter(sound)).toBeLessThan(25)
  })

  test('a line that stumbles now and then has not paused', () => {
    const guard = new Guard()
    const stumbling = framesOf(hum(-25, 30)).map((frame, n) => (n % 50 < 5 ? undefined : frame))
    const at = stumbling.findIndex((frame) => guard.hear(frame))
    expect(at * frameMs).toBeGreaterThanOrEqual(19_900)
    expect(at * frameMs).toBeLessThan(25_000)
  })

  test('and again after the next 20 s, when somebody unmuted it', () => {
    const guard = new Guard()
    const noticed = framesOf(hum(-25, 45)).flatMap((frame, n) => (guard.hear(frame) ? [n] : []))
    expect(noticed).toHaveLength(2)
  })
})

describe('what is never muted', () => {
  test.each(['de', 'en'] as const)(
    'speech without a breath between its sentences: %s',
    (locale) => {
      expect(mutedAfter(monologue(locale, 120))).toBeUndefined()
    },
  )

  test('the same in a room that is not quiet', () => {
    const speech = monologue('de', 120)
    expect(mutedAfter(added(speech, noise(-42, 120)))).toBeUndefined()
  })

  test('one pure tone, however long and at whatever telephone frequency: somebody measures', () => {
    const hz = fc.integer({ min: 300, max: 3400 })
    const dbfs = fc.integer({ min: -30, max: 0 })
    fc.assert(
      fc.property(hz, dbfs, (hz, dbfs) => {
        expect(mutedAfter(makeTone([hz], 45_000, dbfs))).toBeUndefined()
      }),
      { numRuns: 20 },
    )
  })

  test('somebody who was silent for a minute before they spoke', () => {
    const guard = new Guard()
    const silent = Array.from({ length: 60_000 / frameMs }, () => undefined)
    const speaks = [...silent, ...framesOf(hum(-25, 10))]
    expect(speaks.some((frame) => guard.hear(frame))).toBe(false)
  })

  test('a telephone that sends nothing while its caller breathes', () => {
    const guard = new Guard()
    const breathing = framesOf(hum(-25, 60)).map((frame, n) => (n % 100 < 8 ? undefined : frame))
    expect(breathing.some((frame) => guard.hear(frame))).toBe(false)
  })

  test('anything, where the guard is turned off', () => {
    expect(mutedAfter(hum(-20, 60), new Guard(0))).toBeUndefined()
  })

  test('nineteen seconds of anything', () => {
    const sound = joinSounds([hum(-20, 19), new Int16Array(8000), hum(-20, 19)])
    expect(mutedAfter(sound)).toBeUndefined()
  })
})

test('two tones are not one, and silence is none', () => {
  const steady = (hertz: number[]) => makeTone(hertz, 100, -15).slice(320, 480)
  expect(isPureTone(steady([700]))).toBe(true)
  expect(isPureTone(steady([700, 1000]))).toBe(false)
  expect(isPureTone(steady([100]))).toBe(false)
  expect(isPureTone(new Int16Array(160))).toBe(false)
})
