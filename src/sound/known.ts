import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { audioFolder, readCatalogue } from './catalogue.ts'
import type { Known } from './recognise.ts'
import { readWav } from './wav.ts'

/** The name under which the waiting music is recognised; as its piece is written in the prompts file. */
export const musicName = '<music>'

/** Every recording of a language by its text, and the music. */
export function knownSounds(configFolder: string, locale: string): Known[] {
  const folder = audioFolder(configFolder, locale)
  const sound = (path: string) => readWav(readFileSync(path))
  return [
    { name: musicName, samples: sound(join(configFolder, 'audio', 'music.wav')) },
    ...Object.entries(readCatalogue(folder)).map(([text, { file }]) => ({
      name: text,
      samples: sound(join(folder, file)),
    })),
  ]
}
