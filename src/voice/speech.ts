import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { prompts, type PromptName } from '../conference/call/prompts.ts'
import type { Locale } from '../conference/room/room.ts'
import { timeWordsShape } from '../conference/call/spoken-time.ts'
import type { TimeWords } from '../conference/call/spoken-time.ts'
import type { Voice } from './settings.ts'

export type SpeechSettings = {
  /** The folder with prompts.<locale>.json and audio/<locale>/catalogue.json. */
  readonly configFolder: string
  readonly voice: Voice
  /** The name callers hear. */
  readonly organisation: string
  /** The language until the room is known; it must have its prompts. */
  readonly locale: Locale
}

/** All sentences of all languages, and the sound files that exist for them. */
export type Speech = {
  readonly voice: Voice
  readonly organisation: string
  readonly locale: Locale
  readonly languages: ReadonlyMap<Locale, Language>
  /** Sounds without words: quiet music for waiting, and the tone before a word to one alone; if there are files. */
  readonly music: SoundFile | undefined
  readonly tone: SoundFile | undefined
  /** Every sound file there is, by its path below /voice/audio/. */
  readonly files: ReadonlyMap<string, SoundFile>
}

export type Language = {
  /** The carrier's name of the language, `de-DE`. */
  readonly sayLanguage: string
  /** A sentence is a row of pieces: words, a `{number}`, or a `<pause 700>`. */
  readonly sentences: Readonly<Record<PromptName, readonly string[]>>
  readonly numbers: ReadonlyMap<number, string>
  /** What the twelve keys are called. */
  readonly keys: ReadonlyMap<string, string>
  readonly time: TimeWords
  /** Recorded pieces by their exact words. */
  readonly recordings: ReadonlyMap<string, SoundFile>
}

export type SoundFile = {
  /** Its path below /voice/audio/ with the digest of what is in it, so that it may be kept for ever. */
  readonly path: string
  readonly file: string
}

const words = z.string().min(1).max(500)
const promptsFile = z.object({
  sayLanguage: z.string().regex(/^[a-z]{2}-[A-Z]{2}$/),
  prompts: z.record(z.string(), z.array(words).min(1).max(20)),
  numbers: z.record(z.string().regex(/^\d{1,3}$/), words),
  digits: z.record(z.enum(Array.from('0123456789')), words),
  keys: z.record(z.enum(['*', '#']), words),
  time: timeWordsShape,
})
const catalogueFile = z.record(
  z.string(),
  z.object({ file: z.string().regex(/^[A-Za-z0-9_-]+\.wav$/) }),
)

/** The prompts cannot be used. `mistakes` names each in a sentence for whoever writes them. */
export class PromptsMistaken extends Error {
  override readonly name = 'PromptsMistaken'
  readonly mistakes: readonly string[]
  constructor(mistakes: readonly string[]) {
    super(mistakes.join('\n'))
    this.mistakes = mistakes
  }
}

/**
 * Reads the sentences and which of them are recorded.
 * @throws PromptsMistaken naming everything that is missing, all at once
 */
export function readSpeech(settings: SpeechSettings): Promise<Speech> {
  const { configFolder, voice, organisation, locale } = settings
  const mistakes: string[] = []
  const languages = new Map<Locale, Language>()
  for (const found of spokenLocales(configFolder)) {
    const language = readLanguage(configFolder, found, mistakes)
    if (language !== undefined) languages.set(found, language)
  }
  if (mistakes.length === 0 && !languages.has(locale))
    mistakes.push(`prompts.${locale}.json is missing (LOCALE=${locale})`)
  if (mistakes.length > 0) return Promise.reject(new PromptsMistaken(mistakes))
  const found = [...languages.values()].flatMap(({ recordings }) => [...recordings.values()])
  const [music, tone] = ['music.wav', 'tone.wav'].map((file) =>
    soundFile(join(configFolder, 'audio'), file),
  )
  const files = new Map(
    [...found, music, tone].flatMap((it) => (it ? [[it.path.split('?')[0] ?? '', it]] : [])),
  )
  return Promise.resolve({
    voice,
    organisation,
    locale,
    languages,
    music,
    tone,
    files,
  })
}

/** Every language that callers can have: those with a prompts file. */
export function spokenLocales(configFolder: string): Locale[] {
  const names = readdirSync(configFolder).map((name) => /^prompts\.([a-z]{2})\.json$/.exec(name))
  return names.flatMap((name) => name?.[1] ?? []).sort()
}

/** The language of a room, or the usual one where its prompts file was taken away. */
export function languageOf({ languages, locale: usual }: Speech, locale: Locale): Language {
  const language = languages.get(locale) ?? languages.get(usual)
  if (language === undefined) throw new Error(`nobody speaks ${locale}`)
  return language
}

function readLanguage(folder: string, locale: Locale, mistakes: string[]): Language | undefined {
  const name = `prompts.${locale}.json`
  const read = readJson(promptsFile, join(folder, name))
  if (read.mistake !== undefined) {
    mistakes.push(`${name}: ${read.mistake}`)
    return undefined
  }
  const { sayLanguage, prompts: sentences, numbers, digits, keys, time } = read.value
  mistakes.push(...missingIn(sentences).map((what) => `${name}: ${what}`))
  return {
    sayLanguage,
    sentences: inOrder(sentences),
    numbers: new Map(Object.entries(numbers).map(([number, word]) => [Number(number), word])),
    keys: new Map(Object.entries({ ...digits, ...keys })),
    time,
    recordings: readRecordings(join(folder, 'audio'), locale, mistakes),
  }
}

function inOrder(sentences: Readonly<Record<string, readonly string[]>>): Language['sentences'] {
  const names = Object.keys(prompts) as PromptName[]
  const rows = names.map((name) => [name, sentences[name] ?? []] as const)
  return Object.fromEntries(rows) as Record<PromptName, readonly string[]>
}

/** Every prompt must have a sentence, and the sentence a place for each number it is given. */
function missingIn(sentences: Readonly<Record<string, readonly string[]>>): string[] {
  return Object.entries(prompts).flatMap(([name, placeholders]) => {
    const pieces = sentences[name]
    if (pieces === undefined) return [`"${name}" has no sentence`]
    const text = pieces.join(' ')
    const used = Array.from(text.matchAll(/\{(\w+)\}/g), ([, place = '']) => place)
    const known: readonly string[] = placeholders
    const unfilled = used.filter((place) => !known.includes(place))
    const missing = known.filter((place) => !used.includes(place))
    return [
      ...unfilled.map((place) => `"${name}" has a place {${place}} that nothing fills`),
      ...missing.map((place) => `"${name}" has no place {${place}}`),
    ]
  })
}

function readRecordings(audio: string, locale: Locale, mistakes: string[]): Map<string, SoundFile> {
  const catalogue = join(audio, locale, 'catalogue.json')
  if (!existsSync(catalogue)) return new Map()
  const read = readJson(catalogueFile, catalogue)
  if (read.mistake !== undefined) {
    mistakes.push(`audio/${locale}/catalogue.json: ${read.mistake}`)
    return new Map()
  }
  const recordings = new Map<string, SoundFile>()
  for (const [text, { file }] of Object.entries(read.value)) {
    const found = soundFile(audio, `${locale}/${file}`)
    if (found === undefined)
      mistakes.push(`audio/${locale}/${file} is in the catalogue, but not there`)
    else recordings.set(text, found)
  }
  return recordings
}

function soundFile(audio: string, path: string): SoundFile | undefined {
  const file = join(audio, path)
  if (!existsSync(file)) return undefined
  const digest = createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 16)
  return { path: `${path}?v=${digest}`, file }
}

type Read<T> = { readonly value: T; readonly mistake?: undefined } | { readonly mistake: string }

function readJson<T>(schema: z.ZodType<T>, file: string): Read<T> {
  try {
    const checked = schema.safeParse(JSON.parse(readFileSync(file, 'utf8')))
    return checked.success ? { value: checked.data } : { mistake: z.prettifyError(checked.error) }
  } catch (error) {
    return { mistake: error instanceof Error ? error.message : String(error) }
  }
}
