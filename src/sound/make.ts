/**
 * Makes all sound of one language anew: from a person's takes where there are any, else by machine.
 *
 *     prompts.<locale>.json ─▶ recordings ─┬─ takes/<file>? ─▶ levelled and cut ─┬─▶ <file>
 *                                          └─ else espeak-ng ────────────────────┘   catalogue.json
 *
 * The same texts give the same bytes. A file that no text needs any more is removed.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { audioFolder, catalogueFile, takesFolder, wavFilesIn } from './catalogue.ts'
import type { Catalogue } from './catalogue.ts'
import { readPrompts, recordingsOf } from './recordings.ts'
import { speakSlowly, takeOf } from './speak.ts'
import type { Voice } from './voices.ts'
import { samplesPerSecond, writeWav } from './wav.ts'
import type { Samples } from './wav.ts'

/** What one run made: how many files in all, how many of them from a person's takes. */
export type Made = { files: number; takes: number; removed: string[] }

/** Throws with the name of the program that is missing or of the take that cannot be read. */
export function makeLocale(configFolder: string, locale: string, voice: Voice): Made {
  const folder = audioFolder(configFolder, locale)
  const takes = new Set(wavFilesIn(takesFolder(configFolder, locale)))
  mkdirSync(folder, { recursive: true })
  const entries: Catalogue = {}
  for (const { file, text } of recordingsOf(readPrompts(configFolder, locale))) {
    const samples = takes.has(file)
      ? readTake(join(takesFolder(configFolder, locale), file))
      : speakSlowly(text, voice)
    writeFileSync(join(folder, file), writeWav(samples))
    entries[text] = { file, seconds: Number((samples.length / samplesPerSecond).toFixed(2)) }
  }
  const [name, content] = catalogueFile(entries)
  writeFileSync(join(folder, name), content)
  const files = new Set(Object.values(entries).map(({ file }) => file))
  const removed = wavFilesIn(folder).filter((file) => !files.has(file))
  for (const file of removed) rmSync(join(folder, file))
  return { files: files.size, takes: [...takes].filter((file) => files.has(file)).length, removed }
}

function readTake(path: string): Samples {
  try {
    return takeOf(readFileSync(path))
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`${path} cannot be used: ${why}`, { cause })
  }
}
