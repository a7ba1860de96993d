/**
 * The quiet music of the waiting room, made of sines only, so it is ours and needs no licence.
 *
 *     chord   Fmaj7     Dm7       B♭       C6
 *     level   ⟋‾‾‾⟍_  ⟋‾‾‾⟍_  ⟋‾‾‾⟍_  ⟋‾‾‾⟍_      four notes a chord, each a little later than the last
 *             0 s       7 s       14 s     21 s    28 s = silent, as 0 s: it can start again without a seam
 */
import { fromDb, speechLevelDb } from './measure.ts'
import { samplesPerSecond } from './wav.ts'
import type { Samples } from './wav.ts'

/** Ten decibels under the voice, so that nobody takes it for the beginning. */
export const musicTargetDb = -30

const chordSeconds = 7
const noteApartSeconds = 0.6
const riseSeconds = 1.2

/** Notes in MIDI numbers, none under 300 Hz: a telephone would drop it and keep its overtones. */
const chords = [
  [65, 69, 72, 76],
  [65, 69, 72, 74],
  [65, 70, 74, 77],
  [67, 72, 76, 81],
] as const

/** Overtones and how much of each: few, so that nothing is harsh in a handset. */
const overtones = [1, 0.18, 0.05] as const
/** A second string, this much off, makes the tone breathe. */
const detuneHz = 0.4

export function music(): Samples {
  const samples = new Float64Array(chords.length * chordSeconds * samplesPerSecond)
  for (const [chordAt, chord] of chords.entries()) {
    for (const [noteAt, note] of chord.entries()) {
      const late = noteAt * noteApartSeconds
      addNote(samples, note, chordAt * chordSeconds + late, chordSeconds - late)
    }
  }
  const gain = fromDb(musicTargetDb - speechLevelDb(samples))
  return samples.map((sample) => sample * gain)
}

function addNote(to: Samples, note: number, startSeconds: number, lengthSeconds: number): void {
  const hz = 440 * 2 ** ((note - 69) / 12)
  const start = Math.round(startSeconds * samplesPerSecond)
  for (let at = 0; at < lengthSeconds * samplesPerSecond; at++) {
    const seconds = at / samplesPerSecond
    const before = to[start + at]
    if (before === undefined) return
    const tone = string(hz, seconds) + string(hz + detuneHz, seconds)
    to[start + at] = before + 0.1 * tone * swell(seconds, lengthSeconds)
  }
}

function string(hz: number, seconds: number): number {
  return overtones.reduce((sum, share, at) => {
    return sum + share * Math.sin(2 * Math.PI * hz * (at + 1) * seconds)
  }, 0)
}

/** From nothing to full and, over the whole rest, back to nothing. */
function swell(seconds: number, lengthSeconds: number): number {
  if (seconds < riseSeconds) return (1 - Math.cos((Math.PI * seconds) / riseSeconds)) / 2
  return (1 + Math.cos((Math.PI * (seconds - riseSeconds)) / (lengthSeconds - riseSeconds))) / 2
}
