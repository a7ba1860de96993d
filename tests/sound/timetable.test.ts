import { describe, expect, it, test } from '@jest/globals'
import { eveningFigures, missingInOrder } from '../../src/sound/evening.ts'
import { knownSounds } from '../../src/sound/known.ts'
import { fromDb } from '../../src/sound/measure.ts'
import { pureTone } from '../../src/sound/pure-tone.ts'
import { pauses, timetable, timetableLines, withPeople } from '../../src/sound/timetable.ts'
import type { Entry } from '../../src/sound/timetable.ts'
import { samplesPerSecond } from '../../src/sound/wav.ts'

const known = knownSounds('config', 'de')
const greeting = 'Guten Tag. Das ist die Telefon-Runde.'
const askPin = 'Danke. Bitte geben Sie jetzt Ihre PIN ein.'

const soundOf = (name: string) => known.find((one) => one.name === name)?.samples ?? silence(0)
const silence = (seconds: number) => new Float64Array(Math.round(seconds * samplesPerSecond))
const tone = (hertz: number, seconds: number, db: number) =>
  silence(seconds).map(
    (_, at) => fromDb(db) * Math.SQRT2 * Math.sin((2 * Math.PI * hertz * at) / samplesPerSecond),
  )
const call = (...parts: Float64Array[]) => Float64Array.from(parts.flatMap((part) => [...part]))

/** A line that hisses at about −65 dBFS, and loses 20 ms in the middle. */
function overTheLine(sound: Float64Array, lostAt: number): Float64Array {
  let seed = 1
  const hiss = () => {
    seed = (seed * 16_807) % 2_147_483_647
    return (seed / 2_147_483_647 - 0.5) * 2 * fromDb(-60)
  }
  const kept = [...sound.subarray(0, lostAt), ...sound.subarray(lostAt + samplesPerSecond / 50)]
  return Float64Array.from(kept, (sample) => sample + hiss())
}

const shown = (entries: readonly Entry[]) =>
  timetableLines(entries).map((line) => line.replace(/^.*dBFS {2}/, ''))

describe('what a caller heard, as a timetable', () => {
  it('names the recordings in their order, with the tones between', () => {
    const heard = call(
      silence(1),
      soundOf(greeting),
      tone(660, 0.25, -25),
      silence(1),
      soundOf(askPin),
      silence(1),
    )
    const entries = timetable(heard, known)
    expect(shown(entries)).toEqual([greeting, 'a tone of 660 Hz, 0.3 s', askPin])
    const [first, , last] = entries
    expect(first?.fromMs).toBeGreaterThan(1000)
    expect(first?.fromMs).toBeLessThan(1100)
    expect(first?.db).toBeCloseTo(-20, 0)
    expect(last?.db).toBeCloseTo(-20, 0)
    expect(pauses(entries)[1]).toBeGreaterThan(1000)
  })

  it('knows a recording over a line that hisses and loses a packet', () => {
    const heard = call(silence(0.5), soundOf(greeting), silence(1))
    expect(shown(timetable(overTheLine(heard, samplesPerSecond), known))).toEqual([greeting])
  })

  it('says how much was heard of a recording that was cut off', () => {
    const cut = soundOf('<music>').subarray(0, 6 * samplesPerSecond)
    const entries = timetable(call(silence(0.5), cut, silence(0.5)), known)
    expect(shown(entries)).toEqual([expect.stringMatching(/^<music> \([56]\.\d s of it\)$/)])
    expect(entries[0]?.db).toBeLessThan(-28)
  })

  it('puts together what people say, each a tone of their own', () => {
    const says = (hertz: number) => call(tone(hertz, 0.8, -18), silence(0.6))
    const heard = call(silence(1), says(1000), says(1450), says(1000), silence(2))
    const entries = withPeople(timetable(heard, known), [1000, 1450])
    expect(shown(entries)).toEqual(['people (1000, 1450 Hz), 3.6 s'])
  })

  it('takes a voice for no tone, and a tone for no voice', () => {
    expect(pureTone(soundOf(greeting).subarray(4000, 4400))).toBeUndefined()
    expect(pureTone(tone(880, 0.05, -25))).toBe(880)
    expect(pureTone(silence(0.05))).toBeUndefined()
  })
})

describe('whether an evening sounds right', () => {
  const recording = (name: string, fromMs: number, db: number): Entry => {
    return { is: 'recording', name, whole: true, fromMs, untilMs: fromMs + 1000, db }
  }
  const beep = (fromMs: number, db: number): Entry => {
    return { is: 'tone', hertz: 660, fromMs, untilMs: fromMs + 250, db }
  }
  const good = [recording(greeting, 0, -20), recording('<music>', 2000, -30), beep(4000, -25)]

  it('says the figures: least, median and most', () => {
    const { lines, wrong } = eveningFigures(good)
    expect(wrong).toEqual([])
    expect(lines[0]).toBe('speech  -20.0 / -20.0 / -20.0 dBFS in 1 pieces')
    expect(lines.at(-1)).toContain('the longest silence is 1.0 s')
  })

  it('names what was not heard in its place', () => {
    const heard = [recording(greeting, 0, -20), recording(askPin, 2000, -20)]
    expect(missingInOrder(heard, [greeting, askPin])).toEqual([])
    expect(missingInOrder(heard, [askPin, greeting])).toEqual([greeting])
    expect(missingInOrder(heard, [greeting, 'Danke.', askPin])).toEqual(['Danke.'])
  })

  test.each<[string, Entry[]]>([
    ['no recording was recognised', [beep(0, -25)]],
    ['speech is not at -20 ± 2 dBFS', [recording(greeting, 0, -23)]],
    [
      'music is less than 8 dB below speech',
      [recording(greeting, 0, -20), recording('<music>', 2000, -26)],
    ],
    ['a tone is more than 3 dB louder than speech', [...good, beep(6000, -12)]],
    ['it was silent for 13.0 s', [...good, recording(askPin, 17_250, -20)]],
  ])('%s', (what, entries) => {
    expect(eveningFigures(entries).wrong).toContain(what)
  })
})
