/**
 * What a caller heard, as a timetable: from a WAV of one call, made by the caller's own test telephone,
 * which of our recordings came when and how loud, the tones between them, and how long it was quiet.
 *
 *     seconds   dBFS   what
 *         3.1  −20.0   Guten Tag. Das ist die Telefon-Runde.
 *        41.0  −24.8   tone of 660 Hz
 */
import { speechLevelDb } from './measure.ts'
import { loudnessDb, outlineSamples, recogniser } from './recognise.ts'
import type { Known } from './recognise.ts'
import { samplesPerSecond } from './wav.ts'
import type { Samples } from './wav.ts'
import { pureTone } from './pure-tone.ts'

/** Softer than this is a pause: the line's comfort noise lies below. */
const soundFromDb = -48
/** After this much quiet something new may begin. */
const pauseLeastMs = 20
/** Parts of something unknown that are no further apart are one. */
const apartLeastMs = 60

export type What =
  | { readonly is: 'recording'; readonly name: string; readonly whole: boolean }
  | { readonly is: 'tone'; readonly hertz: number }
  /** Somebody who talks; in a test a person is a tone of their own. */
  | { readonly is: 'people'; readonly hertz: readonly number[] }
  /** A voice, or several things at once. */
  | { readonly is: 'other' }

/** From when to when, in ms from the beginning; the level while there is sound. */
export type Entry = What & {
  readonly fromMs: number
  readonly untilMs: number
  readonly db: number
}

/** Everything that was heard, in order. */
export function timetable(sound: Samples, known: readonly Known[]): Entry[] {
  const recognise = recogniser(known)
  const entries: Entry[] = []
  for (let at = nextSound(sound, 0); at < sound.length;) {
    const found = recognise(sound, at)
    const end = Math.max(at + outlineSamples, found?.end ?? endOfUnknown(sound, at))
    const what: What = found
      ? { is: 'recording', name: found.name, whole: found.whole }
      : unknown(sound.subarray(at, end))
    entries.push({ ...what, ...when(at, end), db: speechLevelDb(sound.subarray(at, end)) })
    at = nextSound(sound, end)
  }
  return entries.reduce(joined, [])
}

const when = (first: number, end: number) => ({
  fromMs: Math.round((first * 1000) / samplesPerSecond),
  untilMs: Math.round((end * 1000) / samplesPerSecond),
})

function nextSound(sound: Samples, from: number): number {
  let at = from
  while (at < sound.length && !isSound(sound, at)) at += outlineSamples
  return at
}

/** Up to the next pause, or to where a tone changes. */
function endOfUnknown(sound: Samples, from: number): number {
  const pauseSteps = (pauseLeastMs * samplesPerSecond) / 1000 / outlineSamples
  const tone = toneAt(sound, from)
  let quiet = 0
  let at = from
  for (; at < sound.length && quiet < pauseSteps; at += outlineSamples) {
    quiet = isSound(sound, at) ? 0 : quiet + 1
    const long = at - from >= toneSamples
    if (long && quiet === 0 && toneAt(sound, at) !== tone) return at
  }
  return Math.min(at - quiet * outlineSamples, sound.length)
}

const toneSamples = samplesPerSecond / 20
/** A vowel may be one frequency for less than this; none of our tones is so short. */
const toneLeastSamples = (samplesPerSecond * 8) / 100
const toneAt = (sound: Samples, at: number) => pureTone(sound.subarray(at, at + toneSamples))

function isSound(sound: Samples, at: number): boolean {
  return loudnessDb(sound.subarray(at, at + outlineSamples)) > soundFromDb
}

function unknown(part: Samples): What {
  const hertz = part.length < toneLeastSamples ? undefined : pureTone(part.subarray(0, toneSamples))
  return hertz === undefined ? { is: 'other' } : { is: 'tone', hertz }
}

/** Neighbours of the same kind without a pause between them are one; a tone's end is too short for one of its own. */
function joined(before: Entry[], entry: Entry): Entry[] {
  const last = before.at(-1)
  const same =
    last !== undefined &&
    entry.fromMs - last.untilMs < apartLeastMs &&
    ((last.is === 'other' && entry.is === 'other') ||
      (last.is === 'tone' && entry.is === 'other' && isShort(entry)) ||
      (last.is === 'tone' && entry.is === 'tone' && last.hertz === entry.hertz))
  return same
    ? [...before.slice(0, -1), { ...last, untilMs: entry.untilMs, db: louder(last, entry) }]
    : [...before, entry]
}

const louder = (one: Entry, other: Entry) =>
  one.is === other.is ? Math.max(one.db, other.db) : one.db

const isShort = ({ fromMs, untilMs }: Entry) =>
  ((untilMs - fromMs) / 1000) * samplesPerSecond < toneLeastSamples

/** How long it was quiet before each entry but the first, in ms. */
export function pauses(entries: readonly Entry[]): readonly number[] {
  return entries.slice(1).map(({ fromMs }, at) => Math.max(0, fromMs - (entries[at]?.untilMs ?? 0)))
}

/** Whoever goes on within this time is still talking. */
const turnMs = 1500

/** Puts together what people said, each known by their tone: a conversation is one entry. */
export function withPeople(entries: readonly Entry[], tones: readonly number[]): Entry[] {
  return entries
    .map((entry): Entry => {
      if (entry.is === 'tone' && tones.includes(entry.hertz))
        return { ...entry, is: 'people', hertz: [entry.hertz] }
      return entry.is === 'other' ? { ...entry, is: 'people', hertz: [] } : entry
    })
    .reduce(talking, [])
}

function talking(before: Entry[], entry: Entry): Entry[] {
  const last = before.at(-1)
  if (last?.is !== 'people' || entry.is !== 'people' || entry.fromMs - last.untilMs > turnMs)
    return [...before, entry]
  const hertz = [...new Set([...last.hertz, ...entry.hertz])]
  const { untilMs } = entry
  return [...before.slice(0, -1), { ...last, hertz, untilMs, db: Math.max(last.db, entry.db) }]
}

/** The timetable for people, one line an entry. */
export function timetableLines(entries: readonly Entry[]): string[] {
  return entries.map((entry) => {
    const seconds = (entry.fromMs / 1000).toFixed(1).padStart(7)
    return `${seconds} s ${entry.db.toFixed(1).padStart(6)} dBFS  ${words(entry)}`
  })
}

function words(entry: Entry): string {
  const seconds = ((entry.untilMs - entry.fromMs) / 1000).toFixed(1)
  if (entry.is === 'recording')
    return entry.whole ? entry.name : `${entry.name} (${seconds} s of it)`
  if (entry.is === 'tone') return `a tone of ${entry.hertz} Hz, ${seconds} s`
  const who =
    entry.is === 'people' && entry.hertz.length > 0 ? ` (${entry.hertz.join(', ')} Hz)` : ''
  return `people${who}, ${seconds} s`
}
