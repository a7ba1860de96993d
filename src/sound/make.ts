/**
 * Makes all sound of one language anew: from a person's takes where there are any, else by machine.
 *
 *     prompts.<locale>.json ─▶ recordings ─┬─ takes/<file>? ─▶ levelled and cut ─┬─▶ <file>
 *                                          └─ else espeak-ng ────────────────────┘   catalogue.json
 *
 * With `new`, texts that have their file already keep it, and only takes and new texts are made: seconds
 * instead of minutes. The same texts give the same bytes. A file that no text needs any more is removed.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { audioFolder, catalogueFile, readCatalogue, takesFolder, wavFilesIn } from './catalogue.ts'
import type { Catalogue } from './catalogue.ts'
import { readPrompts, recordingsOf } from './recordings.ts'
import { speakSlowly, takeOf } from './speak.ts'
import type { Voice } from './voices.ts'
import { samplesPerSecond, writeWav } from './wav.ts'
import type { Samples } from './wav.ts'

/** What one run made: how many files in all, how many of them from a person's takes. */
export type Made = { files: number; takes: number; removed: string[] }

/** Throws with the name of the program that is missing or of the take that cannot be read. */
export function makeLocale(
  configFolder: string,
  locale: string,
  voice: Voice,
  which: 'all' | 'new' = 'all',
): Made {
  const folder = audioFolder(configFolder, locale)
  const takes = new Set(wavFilesIn(takesFolder(configFolder, locale)))
  mkdirSync(folder, { recursive: true })
  const before = which === 'new' ? catalogueBefore(folder) : {}
  const there = new Set(wavFilesIn(folder))
  const entries: Catalogue = {}
  for (const { file, text, wantedTailMs } of recordingsOf(readPrompts(configFolder, locale))) {
    const kept = before[text]
    if (kept?.file === file && there.has(file) && !takes.has(file)) {
      entries[text] = kept
      continue
    }
    const samples = takes.has(file)
      ? readTake(join(takesFolder(configFolder, locale), file), wantedTailMs)
      : speakSlowly(text, voice, wantedTailMs)
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

/** What the catalogue said so far; nothing where there is none. */
function catalogueBefore(folder: string): Catalogue {
  try {
    return readCatalogue(folder)
  } catch {
    return {}
  }
}

function readTake(path: string, tailMs?: number): Samples {
  try {
    return takeOf(readFileSync(path), tailMs)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`${path} cannot be used: ${why}`, { cause })
  }
}
