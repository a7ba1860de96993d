import type { Locale } from '../conference/room.ts'
import type { Voice } from './settings.ts'

export type SpeechSettings = {
  /** The folder with prompts.<locale>.json and audio/<locale>/catalogue.json. */
  readonly configFolder: string
  readonly voice: Voice
  /** The name callers hear. */
  readonly organisation: string
}

/** All sentences of all languages and the sound files that exist for them. */
export type Speech = { readonly settings: SpeechSettings; readonly locales: ReadonlySet<Locale> }

/** Reads prompts and catalogues. @throws Error naming every sentence that is missing, all at once */
export function readSpeech(settings: SpeechSettings): Promise<Speech> {
  return Promise.resolve({ settings, locales: new Set<Locale>() })
}
