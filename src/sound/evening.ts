/**
 * Whether an evening sounds right from a caller's ear: the figures of a timetable, and the rules they
 * must keep.
 */
import { musicName } from './known.ts'
import { pauses } from './timetable.ts'
import type { Entry } from './timetable.ts'
import { speechTargetDb } from './shape.ts'

/** Speech goes through A-law and a line; more than this off, and something changed its level. */
const speechOffDbMax = 2
/** The music must not be taken for the beginning. */
const musicBelowSpeechDbLeast = 8
/** Nobody takes the handset from the ear. */
const toneOverSpeechDbMax = 3
/** A caller who hears nothing for longer thinks that the line is dead. */
const silenceMsMax = 12_000

export type Figures = { readonly lines: readonly string[]; readonly wrong: readonly string[] }

/** The figures in words, and a sentence for each that is not as it should be. */
export function eveningFigures(entries: readonly Entry[]): Figures {
  const spoken = entries.filter((entry) => entry.is === 'recording' && entry.name !== musicName)
  // A sentence that was cut off may hold nothing but a soft beginning.
  const speech = spoken.filter((entry) => entry.is === 'recording' && entry.whole)
  const music = entries.filter((entry) => entry.is === 'recording' && entry.name === musicName)
  const tones = entries.filter((entry) => entry.is === 'tone')
  const quiet = pauses(entries)
  const longestQuietMs = Math.max(0, ...quiet)
  const lines = [
    `speech  ${spread(speech)} in ${speech.length} pieces`,
    `music   ${spread(music)}`,
    `tones   ${spread(tones)}`,
    `people  ${spread(entries.filter((entry) => entry.is === 'people'))}`,
    `pauses  ${pauseWords(entries, quiet)}; the longest silence is ${(longestQuietMs / 1000).toFixed(1)} s`,
  ]
  const levels = speech.map(({ db }) => db)
  const lowest = Math.min(...levels)
  const rules: readonly (readonly [boolean, string])[] = [
    [speech.length > 0, 'no recording was recognised'],
    [
      levels.every((db) => Math.abs(db - speechTargetDb) <= speechOffDbMax),
      `speech is not at ${speechTargetDb} ± ${speechOffDbMax} dBFS`,
    ],
    [
      music.every(({ db }) => db <= lowest - musicBelowSpeechDbLeast),
      `music is less than ${musicBelowSpeechDbLeast} dB below speech`,
    ],
    [
      tones.every(({ db }) => db <= speechTargetDb + toneOverSpeechDbMax),
      `a tone is more than ${toneOverSpeechDbMax} dB louder than speech`,
    ],
    [longestQuietMs <= silenceMsMax, `it was silent for ${(longestQuietMs / 1000).toFixed(1)} s`],
  ]
  return { lines, wrong: rules.filter(([good]) => !good).map(([, what]) => what) }
}

/** The sentences that were not heard whole after the ones before them; none when all came in this order. */
export function missingInOrder(entries: readonly Entry[], sentences: readonly string[]): string[] {
  const heard = entries.flatMap((entry) =>
    entry.is === 'recording' && entry.whole ? [entry.name] : [],
  )
  let from = 0
  return sentences.filter((sentence) => {
    const at = heard.indexOf(sentence, from)
    if (at >= 0) from = at + 1
    return at < 0
  })
}

function spread(entries: readonly Entry[]): string {
  const levels = entries.map(({ db }) => db).sort((a, b) => a - b)
  if (levels.length === 0) return 'none'
  const at = [0, Math.floor(levels.length / 2), levels.length - 1]
  return `${at.map((index) => (levels[index] ?? 0).toFixed(1)).join(' / ')} dBFS`
}

/** Pauses between two recordings that follow one another: inside a sentence and between sentences. */
function pauseWords(entries: readonly Entry[], quiet: readonly number[]): string {
  const between = quiet
    .filter((_, at) => entries[at]?.is === 'recording' && entries[at + 1]?.is === 'recording')
    .sort((a, b) => a - b)
  const median = between[Math.floor(between.length / 2)] ?? 0
  return `${between[0] ?? 0} / ${median} / ${between.at(-1) ?? 0} ms between recordings`
}
