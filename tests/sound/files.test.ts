import { readFileSync, statSync } from 'node:fs'
import { describe, expect, it, test } from '@jest/globals'
import { localesIn, readCatalogue } from '../../src/sound/catalogue.ts'
import { checkLocale, speechSpreadDb } from '../../src/sound/check.ts'
import { measure } from '../../src/sound/measure.ts'
import { readPrompts, recordedText } from '../../src/sound/recordings.ts'
import { peakMaxDb } from '../../src/sound/shape.ts'
import { readWav } from '../../src/sound/wav.ts'

/** Of one language: each further one costs everybody who clones that much. */
const languageBytesMax = 14_000_000

const reports = localesIn('config').map((locale) => ({ locale, ...checkLocale('config', locale) }))
const paths = [
  'config/audio/music.wav',
  ...reports.flatMap(({ locale, files }) =>
    files.map(({ file }) => `config/audio/${locale}/${file}`),
  ),
]

describe.each(reports)('the sound files in $locale', ({ locale, files, wrong }) => {
  it('are all there, and nothing is wrong with any', () => {
    expect(wrong).toEqual([])
    expect(files.length).toBeGreaterThan(100)
  })

  it('stay small enough to clone', () => {
    const sizes = files.map(({ file }) => statSync(`config/audio/${locale}/${file}`).size)
    expect(sizes.reduce((all, one) => all + one, 0)).toBeLessThan(languageBytesMax)
  })

  it('A-12: are as loud as each other, and no peak is over −3 dBFS', () => {
    const levels = files.map(({ speechDb }) => speechDb)
    expect(Math.max(...levels) - Math.min(...levels)).toBeLessThanOrEqual(2 * speechSpreadDb)
    expect(Math.max(...files.map(({ peakDb }) => peakDb))).toBeLessThanOrEqual(peakMaxDb)
  })

  it('A-12: are spoken at 130 words a minute or less', () => {
    expect(Math.max(...files.map(({ wordsPerMinute }) => wordsPerMinute))).toBeLessThanOrEqual(130)
  })

  it('have the words of trouble in one file, for the switch alone', () => {
    const { prompts } = readPrompts('config', locale)
    expect(readCatalogue(`config/audio/${locale}`)[prompts['trouble']?.[0] ?? '']?.file).toBe(
      'trouble.wav',
    )
    expect(prompts['trouble']).toHaveLength(1)
  })

  it('A-01: bring a caller into the room with 25 s of speech or less', () => {
    expect(happyPathSeconds(locale)).toBeLessThanOrEqual(25)
  })
})

test('every file is 8 kHz, mono, 16 bit linear', () => {
  for (const path of paths) {
    const file = readFileSync(path)
    const is = [file.readUInt16LE(20), file.readUInt16LE(22), file.readUInt32LE(24)]
    expect([path, ...is, file.readUInt16LE(34)]).toEqual([path, 1, 1, 8000, 16])
    expect([path, file.readUInt32LE(4)]).toEqual([path, file.length - 8])
  }
})

test('nothing a telephone would drop: under 200 Hz there is next to nothing', () => {
  for (const { locale } of reports) {
    const samples = readWav(readFileSync(`config/audio/${locale}/trouble.wav`))
    expect(powerAtDb(samples, [60, 90, 120, 150])).toBeLessThan(-50)
    expect(powerAtDb(samples, [3700, 3800, 3900])).toBeLessThan(-50)
  }
})

describe('the waiting music', () => {
  const samples = readWav(readFileSync('config/audio/music.wav'))

  it('A-16: lasts about half a minute and is quieter than the voice', () => {
    const { seconds, speechDb, peakDb } = measure(samples)
    expect(seconds).toBeGreaterThanOrEqual(24)
    expect(seconds).toBeLessThanOrEqual(30)
    expect(speechDb).toBeCloseTo(-30, 0)
    expect(peakDb).toBeLessThan(-15)
  })

  it('begins and ends in silence, so that it can start again without a click', () => {
    const edges = [...samples.subarray(0, 80), ...samples.subarray(-80)]
    expect(Math.max(...edges.map(Math.abs))).toBeLessThan(0.001)
  })
})

/** Everything somebody hears who makes no mistake, with the longest number of others there is below a hundred. */
function happyPathSeconds(locale: string): number {
  const { prompts, numbers } = readPrompts('config', locale)
  const catalogue = readCatalogue(`config/audio/${locale}`)
  const seconds = (text = '') => catalogue[text]?.seconds ?? Infinity
  const counts = Object.keys(numbers).filter((count) => Number(count) < 100)
  const longest = Math.max(...counts.map((count) => seconds(numbers[count])))
  const way = [
    'greeting',
    'ask-room-number',
    'ask-pin',
    'not-recorded',
    'you-are-in',
    'others-here',
  ]
  const pieces = way.flatMap((name) => prompts[name] ?? [])
  return pieces.reduce((sum, piece) => {
    if (piece === '{count}') return sum + longest
    return sum + seconds(piece === '{digits}' ? numbers['6'] : recordedText(piece))
  }, 0)
}

/** The loudest of these tones in the sound, in dB of a full tone's power (Goertzel). */
function powerAtDb(samples: Float64Array, tones: readonly number[]): number {
  const { cos, sin } = Math
  const turn = (2 * Math.PI) / 8000
  const powers = tones.map((hz) => {
    let [re, im] = [0, 0]
    for (const [at, sample] of samples.entries()) {
      re += sample * cos(turn * hz * at)
      im += sample * sin(turn * hz * at)
    }
    return ((re * re + im * im) * 4) / samples.length ** 2
  })
  return 10 * Math.log10(Math.max(...powers))
}
