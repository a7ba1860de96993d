import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { catalogueFile } from '../../src/sound/catalogue.ts'
import { shape } from '../../src/sound/shape.ts'
import { writeWav } from '../../src/sound/wav.ts'
import { languageOf, PromptsMistaken, readSpeech, spokenLocales } from '../../src/voice/speech.ts'
import { spoken } from '../../src/voice/spoken.ts'

/*
 * docs/languages.md, step by step: a language is one prompts file and one audio folder, and no program.
 */

type Prompts = { prompts: Record<string, string[]>; [section: string]: unknown }

let configFolder: string
beforeEach(() => {
  configFolder = mkdtempSync(join(tmpdir(), 'rundruf-languages-'))
  for (const locale of ['de', 'en']) {
    cpSync(`config/prompts.${locale}.json`, join(configFolder, `prompts.${locale}.json`))
  }
  put(french())
})
afterEach(() => {
  rmSync(configFolder, { recursive: true })
})

/** The English file under a French name, with one French sentence. */
function french(): Prompts {
  const english = JSON.parse(readFileSync('config/prompts.en.json', 'utf8')) as Prompts
  const prompts = { ...english.prompts, 'you-are-in': ['Vous êtes dans le groupe.'] }
  return { ...english, locale: 'fr', name: 'Français', sayLanguage: 'fr-FR', prompts }
}

function put(file: Prompts): void {
  writeFileSync(join(configFolder, 'prompts.fr.json'), JSON.stringify(file))
}

function record(text: string): void {
  const folder = join(configFolder, 'audio', 'fr')
  mkdirSync(folder, { recursive: true })
  const sound = writeWav(shape(Float64Array.from({ length: 8000 }, (_, at) => Math.sin(at))))
  writeFileSync(join(folder, 'you-are-in.wav'), sound)
  const [name, content] = catalogueFile({ [text]: { file: 'you-are-in.wav', seconds: 1.18 } })
  writeFileSync(join(folder, name), content)
}

const read = (locale = 'de') =>
  readSpeech({ configFolder, voice: 'files', organisation: 'Telefon-Runde', locale })
const mistakes = async (): Promise<readonly string[]> => {
  const failed: unknown = await read().catch((error: unknown) => error)
  return failed instanceof PromptsMistaken ? failed.mistakes : []
}

describe('a third language', () => {
  it('is there as soon as its prompts file is', async () => {
    const speech = await read()
    expect(spokenLocales(configFolder)).toEqual(['de', 'en', 'fr'])
    expect([...speech.languages.keys()]).toEqual(['de', 'en', 'fr'])
    expect(languageOf(speech, 'fr').sayLanguage).toBe('fr-FR')
    expect(spoken(speech, 'fr', [{ name: 'you-are-in' }])).toEqual([
      { is: 'say', text: 'Vous êtes dans le groupe.' },
    ])
  })

  it('plays what is recorded for it', async () => {
    record('Vous êtes dans le groupe.')
    const speech = await read()
    expect(spoken(speech, 'fr', [{ name: 'you-are-in' }])).toMatchObject([{ is: 'play' }])
    expect([...speech.files.keys()]).toEqual(['fr/you-are-in.wav'])
  })

  it('may be the one of the whole organisation', async () => {
    const speech = await read('fr')
    expect(spoken(speech, speech.locale, [{ name: 'you-are-in' }])).toEqual([
      { is: 'say', text: 'Vous êtes dans le groupe.' },
    ])
  })

  it('that was taken away leaves its rooms the usual one', async () => {
    const speech = await read()
    expect(languageOf(speech, 'pl')).toBe(languageOf(speech, 'de'))
  })
})

describe('the check at start-up names what is missing', () => {
  it('a sentence', async () => {
    const { prompts } = french()
    delete prompts['you-are-in']
    put({ ...french(), prompts })
    expect(await mistakes()).toEqual(['prompts.fr.json: "you-are-in" has no sentence'])
  })

  it('a place that nothing fills', async () => {
    put({ ...french(), prompts: { ...french().prompts, 'let-in': ['Bonjour', '{name}'] } })
    expect(await mistakes()).toEqual([
      'prompts.fr.json: "let-in" has a place {name} that nothing fills',
    ])
  })

  it('a place for what has to be said', async () => {
    put({ ...french(), prompts: { ...french().prompts, 'others-here': ['Bonjour.'] } })
    expect(await mistakes()).toEqual(['prompts.fr.json: "others-here" has no place {count}'])
  })

  it('a section, and a file of the catalogue', async () => {
    record('Vous êtes dans le groupe.')
    rmSync(join(configFolder, 'audio', 'fr', 'you-are-in.wav'))
    expect(await mistakes()).toEqual(['audio/fr/you-are-in.wav is in the catalogue, but not there'])
    const file = french()
    delete file['numbers']
    put(file)
    expect((await mistakes())[0]).toMatch(/^prompts\.fr\.json: .*numbers/s)
  })

  it('the language of the organisation', async () => {
    const failed: unknown = await read('pl').catch((error: unknown) => error)
    expect(failed).toMatchObject({ mistakes: ['prompts.pl.json is missing (LOCALE=pl)'] })
  })
})
