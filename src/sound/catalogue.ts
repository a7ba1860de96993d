/**
 * config/audio/<locale>/catalogue.json: which file says which text. The telephone side plays a file
 * exactly when the text has one, and lets the machine speak where it has none.
 */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const catalogue = z.record(
  z.string(),
  z.strictObject({ file: z.string().regex(/^[a-z0-9-]+\.wav$/), seconds: z.number().positive() }),
)

/** From the exact text of a piece to its recording. */
export type Catalogue = z.infer<typeof catalogue>

const fileName = 'catalogue.json'

/** Every language that has a prompts file. */
export function localesIn(configFolder: string): string[] {
  const names = readdirSync(configFolder).map((name) => /^prompts\.([a-z]{2})\.json$/.exec(name))
  return names.flatMap((name) => name?.[1] ?? []).sort()
}

export function audioFolder(configFolder: string, locale: string): string {
  return join(configFolder, 'audio', locale)
}

/** A person's own recordings, as they came from the microphone. */
export function takesFolder(configFolder: string, locale: string): string {
  return join(audioFolder(configFolder, locale), 'takes')
}

export function readCatalogue(folder: string): Catalogue {
  return catalogue.parse(JSON.parse(readFileSync(join(folder, fileName), 'utf8')))
}

/** The name and the content of the file that holds this catalogue. */
export function catalogueFile(entries: Catalogue): [string, Buffer] {
  return [fileName, Buffer.from(`${JSON.stringify(entries, null, 2)}\n`)]
}

/** The WAV files in a folder, by name; none if there is no such folder. */
export function wavFilesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.wav'))
  } catch {
    return []
  }
}
