/**
 * The tone before a word to one caller alone ("somebody is waiting"): two soft notes going up, so that a host who is
 * listening to the others notices that the next words are for them.
 *
 *     E5 ⟋⟍_ A5 ⟋⟍_        0.25 s each, both within the telephone's band
 */
import { fromDb, speechLevelDb } from './measure.ts'
import { samplesPerSecond } from './wav.ts'
import type { Samples } from './wav.ts'

/** Under the voice, over the music. */
export const toneTargetDb = -26

const notesHz = [659.26, 880] as const
const noteSeconds = 0.25

export function tone(): Samples {
  const noteSamples = noteSeconds * samplesPerSecond
  const samples = Float64Array.from({ length: notesHz.length * noteSamples }, (_, at) => {
    const hz = notesHz[Math.floor(at / noteSamples)] ?? 0
    const seconds = (at % noteSamples) / samplesPerSecond
    return Math.sin(2 * Math.PI * hz * seconds) * Math.sin((Math.PI * seconds) / noteSeconds)
  })
  const gain = fromDb(toneTargetDb - speechLevelDb(samples))
  return samples.map((sample) => sample * gain)
}
