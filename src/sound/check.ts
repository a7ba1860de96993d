/**
 * Whether the sound of a language is fit for a telephone: every text has its file, and every file is as
 * loud, as slow and as tightly cut as the others.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { audioFolder, readCatalogue, wavFilesIn } from './catalogue.ts'
import type { Catalogue } from './catalogue.ts'
import { measure, wordsPerMinute } from './measure.ts'
import type { Measured } from './measure.ts'
import { readPrompts, recordingsOf } from './recordings.ts'
import type { Recording } from './recordings.ts'
import { headSilenceMs, peakMaxDb, silenceToleranceMs } from './shape.ts'
import { speechTargetDb, tailSilenceMs } from './shape.ts'
import { wordsPerMinuteMax } from './voices.ts'
import { readWav } from './wav.ts'

/** Louder or softer than this from file to file is heard as a step. */
export const speechSpreadDb = 2

const secondsTolerance = 0.02

/** One file as it is: its numbers, its speed, and what is wrong with it in words. */
export type Checked = Recording & Measured & { wordsPerMinute: number; wrong: string[] }

/** Everything wrong with the folder as a whole, and every file of it. */
export type Report = { files: Checked[]; wrong: string[] }

/** Reads what is on the disk and changes nothing. */
export function checkLocale(configFolder: string, locale: string): Report {
  const folder = audioFolder(configFolder, locale)
  const recordings = recordingsOf(readPrompts(configFolder, locale))
  const catalogue = readCatalogue(folder)
  const there = new Set(wavFilesIn(folder))
  const missing = recordings.filter(({ file }) => !there.has(file))
  const needed = new Set(recordings.map(({ file }) => file))
  const files = recordings
    .filter(({ file }) => there.has(file))
    .map((recording) => checkFile(folder, recording, catalogue))
  const wrong = [
    ...missing.map(({ file, text }) => `${file} is missing: ${text}`),
    ...[...there].filter((file) => !needed.has(file)).map((file) => `${file} belongs to no text`),
    ...files.flatMap(({ file, wrong }) => wrong.map((what) => `${file} ${what}`)),
  ]
  return { files, wrong }
}

function checkFile(folder: string, recording: Recording, catalogue: Catalogue): Checked {
  const samples = readWav(readFileSync(join(folder, recording.file)))
  const checked = {
    ...recording,
    ...measure(samples),
    wordsPerMinute: wordsPerMinute(recording.text, samples),
  }
  const entry = catalogue[recording.text]
  const wrong = rules.filter(({ broken }) => broken(checked)).map(({ says }) => says(checked))
  if (entry?.file !== recording.file) wrong.push('is not what the catalogue says for its text')
  if (Math.abs((entry?.seconds ?? 0) - checked.seconds) > secondsTolerance) {
    wrong.push(`lasts ${checked.seconds.toFixed(2)} s; the catalogue says otherwise`)
  }
  return { ...checked, wrong }
}

type Rule = {
  broken: (file: Omit<Checked, 'wrong'>) => boolean
  says: (file: Omit<Checked, 'wrong'>) => string
}

const rules: readonly Rule[] = [
  {
    broken: ({ speechDb }) => Math.abs(speechDb - speechTargetDb) > speechSpreadDb,
    says: ({ speechDb }) => `speaks at ${speechDb.toFixed(1)} dBFS instead of ${speechTargetDb}`,
  },
  {
    broken: ({ peakDb }) => peakDb > peakMaxDb,
    says: ({ peakDb }) => `has a peak at ${peakDb.toFixed(1)} dBFS, over ${peakMaxDb}`,
  },
  {
    broken: ({ wordsPerMinute }) => wordsPerMinute > wordsPerMinuteMax,
    says: ({ wordsPerMinute }) => `is spoken at ${wordsPerMinute.toFixed(0)} words a minute`,
  },
  {
    broken: ({ headMs }) => Math.abs(headMs - headSilenceMs) > silenceToleranceMs,
    says: ({ headMs }) => `begins with ${headMs.toFixed(0)} ms of silence, not ${headSilenceMs}`,
  },
  {
    broken: ({ tailMs, wantedTailMs = tailSilenceMs }) =>
      Math.abs(tailMs - wantedTailMs) > silenceToleranceMs,
    says: ({ tailMs, wantedTailMs = tailSilenceMs }) =>
      `ends with ${tailMs.toFixed(0)} ms of silence, not ${wantedTailMs}`,
  },
]
