import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { audioFolder, wavFilesIn } from '../../sound/catalogue.ts'
import { readPrompts, recordingsOf } from '../../sound/recordings.ts'
import { PromptsMistaken, readSpeech, spokenLocales } from '../../voice/speech.ts'
import { fine, wrong, type Check, type Finding } from './finding.ts'

/** A missing piece is named; of many only the first. */
const namedMax = 3

/** Whether every sentence is there, and where we play recordings, every recording. */
export const sounds: Check = {
  name: 'prompts',
  async look({ settings, configFolder }) {
    const { voice, organisation, locale } = settings
    try {
      await readSpeech({ configFolder, voice, organisation, locale })
    } catch (error) {
      if (!(error instanceof PromptsMistaken)) throw error
      const todo = 'Put the file back as it came, or complete it (docs/languages.md).'
      return error.mistakes.slice(0, namedMax).map((mistake) => wrong(mistake, todo))
    }
    const locales = spokenLocales(configFolder)
    const silent = voice === 'files' ? missingSounds(configFolder, locales) : []
    return silent.length > 0 ? silent : [fine(`complete in ${locales.join(', ')}`)]
  },
}

function missingSounds(configFolder: string, locales: readonly string[]): readonly Finding[] {
  const missing = locales.flatMap((locale) => {
    const there = new Set(wavFilesIn(audioFolder(configFolder, locale)))
    return recordingsOf(readPrompts(configFolder, locale))
      .filter(({ file }) => !there.has(file))
      .map(({ file }) => `audio/${locale}/${file}`)
  })
  if (!existsSync(join(configFolder, 'audio', 'music.wav'))) missing.push('audio/music.wav')
  if (missing.length === 0) return []
  const named = missing.slice(0, namedMax).join(', ')
  const more = missing.length > namedMax ? ` and ${String(missing.length - namedMax)} more` : ''
  return [wrong(`callers hear silence instead of ${named}${more}`, 'Make them: npm run sound')]
}
