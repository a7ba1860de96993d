import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { catalogueFile } from '../../src/sound/catalogue.ts'
import { checkLocale } from '../../src/sound/check.ts'
import { readPrompts } from '../../src/sound/recordings.ts'
import { shape } from '../../src/sound/shape.ts'
import { samplesPerSecond, writeWav } from '../../src/sound/wav.ts'

const text = 'Bitte bleiben Sie am Telefon.'
const hum = (seconds: number) =>
  shape(Float64Array.from({ length: seconds * samplesPerSecond }, (_, at) => Math.sin(at)))

/** A language that says the same in every place needs one recording. */
const onlyText = (key: string, value: unknown): unknown =>
  typeof value === 'string' && key !== 'locale' ? text : value

let config: string
beforeEach(() => {
  config = mkdtempSync(join(tmpdir(), 'rundruf-sound-'))
  mkdirSync(join(config, 'audio', 'de'), { recursive: true })
  const { keys, time } = readPrompts('config', 'de')
  const prompts = { locale: 'de', prompts: { stay: [text] }, numbers: {}, digits: {}, keys, time }
  writeFileSync(join(config, 'prompts.de.json'), JSON.stringify(prompts, onlyText))
  put(...catalogueFile({ [text]: { file: 'stay.wav', seconds: 3.18 } }))
  put('stay.wav', writeWav(hum(3)))
})
afterEach(() => {
  rmSync(config, { recursive: true })
})

const put = (name: string, content: Buffer) => {
  writeFileSync(join(config, 'audio', 'de', name), content)
}
const wrong = () => checkLocale(config, 'de').wrong

describe('checking the sound files', () => {
  it('finds nothing wrong with a good recording', () => {
    expect(wrong()).toEqual([])
  })

  it('names a file that is missing, with its words', () => {
    rmSync(join(config, 'audio', 'de', 'stay.wav'))
    expect(wrong()).toEqual([`stay.wav is missing: ${text}`])
  })

  it('names a file that no text needs', () => {
    put('old.wav', writeWav(hum(1)))
    expect(wrong()).toEqual(['old.wav belongs to no text'])
  })

  it('hears when one is too soft', () => {
    put('stay.wav', writeWav(hum(3).map((sample) => sample / 2)))
    expect(wrong()).toEqual(['stay.wav speaks at -26.0 dBFS instead of -20'])
  })

  it('hears when one is too loud and distorts', () => {
    put('stay.wav', writeWav(hum(3).map((sample) => sample * 10)))
    expect(wrong()).toContainEqual(expect.stringMatching(/^stay\.wav has a peak at/))
  })

  it('hears when one is too fast', () => {
    put('stay.wav', writeWav(hum(2)))
    put(...catalogueFile({ [text]: { file: 'stay.wav', seconds: 2.18 } }))
    expect(wrong()).toEqual(['stay.wav is spoken at 150 words a minute'])
  })

  it('hears when one is not cut, and when the catalogue is out of date', () => {
    put('stay.wav', writeWav(Float64Array.from([...new Float64Array(8000), ...hum(3)])))
    expect(wrong()).toEqual([
      'stay.wav begins with 1060 ms of silence, not 60',
      'stay.wav lasts 4.18 s; the catalogue says otherwise',
    ])
  })
})
