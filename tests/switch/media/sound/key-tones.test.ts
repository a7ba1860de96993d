import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { keys, samplesPerFrame, type Key, type Sound } from '../../../../src/switch/media/frame.ts'
import { keyTones } from '../../../../src/switch/media/sound/key-tones.ts'
import { toneLevel } from '../../../../src/switch/media/sound/level.ts'
import { joinSounds } from '../../../../src/switch/media/sound/tone.ts'
import { readWav } from '../../../../src/switch/media/sound/wav.ts'
import {
  added,
  amplified,
  framesOf,
  holdMusic,
  monologue,
  noise,
  overTheWire,
} from '../sounds-of-a-line.ts'

const rows = [697, 770, 852, 941]
const columns = [1209, 1336, 1477]
const places: readonly string[] = ['123', '456', '789', '*0#']

type Press = { ms?: number; offPercent?: number; columnDb?: number; dbfs?: number }

/** One key as a telephone sounds it: `columnDb` is how much louder its higher tone is. */
function keyTone(
  key: Key,
  { ms = 80, offPercent = 0, columnDb = 0, dbfs = -10 }: Press = {},
): Sound {
  const row = places.findIndex((keys) => keys.includes(key))
  const column = places[row]!.indexOf(key)
  const off = 1 + offPercent / 100
  const peak = (32_767 * 10 ** (dbfs / 20)) / 2
  const sine = (hz: number, n: number) => Math.sin((2 * Math.PI * hz * off * n) / 8000)
  return Int16Array.from({ length: ms * 8 }, (_, n) => {
    const louder = 10 ** (columnDb / 40)
    return peak * (sine(rows[row]!, n) / louder + sine(columns[column]!, n) * louder)
  })
}
const silence = (ms: number) => new Int16Array(ms * 8)

/** What is pressed and what the others hear of it. */
function through(sound: Sound) {
  const pressed: Key[] = []
  const line = keyTones((key) => pressed.push(key))
  const silent = new Int16Array(samplesPerFrame)
  const heard = framesOf(joinSounds([overTheWire(sound), silence(100)])).map(
    (frame) => line.hear(frame)?.slice() ?? silent,
  )
  return { pressed, heard: joinSounds(heard) }
}
const pressedIn = (sound: Sound) => through(sound).pressed

describe('keys that come as tones (ITU-T Q.23, Q.24)', () => {
  test('every key is heard once, however long it is held', () => {
    for (const ms of [40, 65, 100, 3000]) {
      const sound = joinSounds(keys.flatMap((key) => [keyTone(key, { ms }), silence(50)]))
      expect(pressedIn(sound)).toEqual([...keys])
    }
  })

  test('40 ms are enough, wherever in a frame they begin, and the same key twice is two', () => {
    fc.assert(
      fc.property(fc.nat(159), fc.constantFrom(...keys), (begins, key) => {
        const one = [new Int16Array(begins), keyTone(key, { ms: 40 }), silence(40)]
        expect(pressedIn(joinSounds([...one, ...one]))).toEqual([key, key])
      }),
    )
  })

  test('20 ms are no key, wherever they begin', () => {
    fc.assert(
      fc.property(fc.nat(159), fc.constantFrom(...keys), (begins, key) => {
        expect(pressedIn(joinSounds([new Int16Array(begins), keyTone(key, { ms: 20 })]))).toEqual(
          [],
        )
      }),
    )
  })

  test.each([-1.5, 1.5])('off by %s %% is heard', (offPercent) => {
    for (const key of keys) expect(pressedIn(keyTone(key, { offPercent }))).toEqual([key])
  })
  test.each([-3.5, 3.5])('off by %s %% is not', (offPercent) => {
    for (const key of keys) expect(pressedIn(keyTone(key, { offPercent }))).toEqual([])
  })
  test.each([-8, -4, 0, 4])('the higher tone may be %s dB louder', (columnDb) => {
    for (const key of keys) expect(pressedIn(keyTone(key, { columnDb }))).toEqual([key])
  })
  test.each([-14, 7])('but not %s dB', (columnDb) => {
    for (const key of keys) expect(pressedIn(keyTone(key, { columnDb }))).toEqual([])
  })
  test('soft keys and keys in the noise of a line are heard', () => {
    for (const key of keys) {
      expect(pressedIn(keyTone(key, { dbfs: -27 }))).toEqual([key])
      expect(pressedIn(added(noise(-30, 0.1), joinSounds([keyTone(key, { ms: 100 })])))).toEqual([
        key,
      ])
    }
  })

  test('nobody else hears a key, not even its begin or its end', () => {
    fc.assert(
      fc.property(fc.nat(159), fc.integer({ min: 40, max: 200 }), (begins, ms) => {
        const { heard, pressed } = through(
          joinSounds([new Int16Array(800 + begins), keyTone('5', { ms, dbfs: -6 }), silence(60)]),
        )
        expect(pressed).toEqual(['5'])
        expect(heard.every((sample) => Math.abs(sample) <= 8)).toBe(true)
      }),
    )
  })

  test('what is no key comes out 40 ms later as it was', () => {
    const speech = overTheWire(monologue('de', 5))
    const { heard } = through(speech)
    expect(heard.subarray(320, speech.length)).toEqual(speech.subarray(0, -320))
  })

  test('a key beside speech is muted, and the speech before and after it heard', () => {
    const speech = monologue('de', 1)
    const { heard, pressed } = through(joinSounds([speech, keyTone('#', { ms: 100 }), speech]))
    expect(pressed).toEqual(['#'])
    expect(toneLevel(heard.subarray(8320, 9120), 1477)).toBeLessThan(-60)
    const wire = overTheWire(speech)
    expect(heard.subarray(320, 7600)).toEqual(wire.subarray(0, 7280))
  })
})

describe('talk-off: what is said is never a key', () => {
  test.each(['de', 'en'])('not in any recorded prompt (%s), soft or loud', (locale) => {
    const folder = `config/audio/${locale}`
    const pressed: string[] = []
    for (const file of readdirSync(folder)) {
      if (!file.endsWith('.wav')) continue
      const sound = readWav(readFileSync(`${folder}/${file}`))
      if (pressedIn(sound).length > 0) pressed.push(file)
    }
    expect(pressed).toEqual([])
  })

  test('nor in music on hold, nor in noise', () => {
    for (const sound of [holdMusic(-12, 30), noise(-10, 30), amplified(monologue('en', 30), 9)]) {
      expect(pressedIn(sound)).toEqual([])
    }
  })
})
