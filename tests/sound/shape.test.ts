import { describe, expect, it, test } from '@jest/globals'
import fc from 'fast-check'
import { countWords, measure, wordsPerMinute } from '../../src/sound/measure.ts'
import { peakMaxDb, shape, speechTargetDb } from '../../src/sound/shape.ts'
import { readWav, samplesPerSecond, writeWav } from '../../src/sound/wav.ts'

/** A tone that stands for speech, with silence around it and now and then a loud click. */
function tone(seconds: number, amplitude: number, clickEvery = Infinity): Float64Array {
  const [before, length] = [samplesPerSecond / 2, Math.round(seconds * samplesPerSecond)]
  return Float64Array.from({ length: before * 2 + length }, (_, at) => {
    if (at < before || at >= before + length) return 0
    const click = (at - before) % clickEvery === clickEvery - 1 ? 6 : 1
    return click * amplitude * Math.sin((2 * Math.PI * 440 * at) / samplesPerSecond)
  })
}

describe('shape', () => {
  it('makes every recording as loud, whatever it was', () => {
    const recordings = fc.tuple(
      fc.double({ min: 0.2, max: 1.5, noNaN: true }),
      fc.double({ min: 0.001, max: 0.9, noNaN: true }),
    )
    fc.assert(
      fc.property(recordings, ([seconds, amplitude]) => {
        const { speechDb, headMs, tailMs } = measure(shape(tone(seconds, amplitude)))
        expect(Math.abs(speechDb - speechTargetDb)).toBeLessThan(1)
        expect(Math.abs(headMs - 60)).toBeLessThan(5)
        expect(Math.abs(tailMs - 120)).toBeLessThan(5)
      }),
      { numRuns: 25 },
    )
  })

  it('bends a loud peak down and keeps the level', () => {
    const { peakDb, speechDb } = measure(shape(tone(1, 0.05, 901)))
    expect(peakDb).toBeLessThanOrEqual(peakMaxDb)
    expect(Math.abs(speechDb - speechTargetDb)).toBeLessThan(2)
  })

  it('says that there was nothing to hear', () => {
    expect(() => shape(new Float64Array(800))).toThrow('nothing was spoken')
  })
})

describe('measure', () => {
  it('counts a pause neither as speech nor as silence around it', () => {
    const spoken = tone(1, 0.1)
    const twice = Float64Array.from([...spoken, ...spoken])
    expect(measure(twice).speechDb).toBeCloseTo(measure(spoken).speechDb, 1)
    expect(measure(twice).headMs).toBeCloseTo(500, -1)
  })

  test.each([
    ['Bitte geben Sie Ihre Raum-Nummer ein.', 6],
    ['Für Hilfe – drücken Sie die Null.', 6],
    ['sechs', 1],
    ['', 0],
  ])('“%s” has %i words', (text, words) => {
    expect(countWords(text)).toBe(words)
  })

  it('knows how fast a sentence is, and that one word has no speed', () => {
    expect(wordsPerMinute('one two three', tone(1.5, 0.1))).toBeCloseTo(120, 0)
    expect(wordsPerMinute('one', tone(1.5, 0.1))).toBe(0)
  })
})

describe('a WAV file', () => {
  it('gives back what was written, to half a step of 16 bit', () => {
    const sounds = fc.array(fc.double({ min: -0.99, max: 0.99, noNaN: true }), { maxLength: 200 })
    fc.assert(
      fc.property(sounds, (sound) => {
        const back = readWav(writeWav(Float64Array.from(sound)))
        expect(back).toHaveLength(sound.length)
        for (const [at, sample] of sound.entries()) {
          expect(Math.abs((back[at] ?? NaN) - sample)).toBeLessThanOrEqual(0.5 / 32768 + 1e-12)
        }
      }),
    )
  })

  test.each([
    ['is no WAV file', (file: Buffer) => file.fill(0, 0, 4)],
    ['is compressed; save it as PCM', (file: Buffer) => file.writeUInt16LE(6, 20)],
    ['has 2 channels instead of one', (file: Buffer) => file.writeUInt16LE(2, 22)],
    ['has 44100 samples a second instead of 8000', (file: Buffer) => file.writeUInt32LE(44100, 24)],
    ['has 24 bits instead of 16', (file: Buffer) => file.writeUInt16LE(24, 34)],
    ['holds no sound', (file: Buffer) => file.write('none', 36, 'latin1')],
  ])('%s', (what, spoil) => {
    const file = writeWav(new Float64Array(8))
    spoil(file)
    expect(() => readWav(file)).toThrow(what)
  })
})
