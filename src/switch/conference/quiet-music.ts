import type { Sound } from '../media/frame.ts'
import { sampleRate } from '../media/frame.ts'

/** Hz. Five notes that fit together in any order; low enough for a telephone and for old ears. */
const scale = { d: 293.66, e: 329.63, g: 392, a: 440, h: 493.88 } as const
type Note = keyof typeof scale

/** One letter is a note, a dash lets the last one ring. Sixteen beats, made up for this. */
const tune = 'd-g-a---h-a-g---e-g-d---g-a-e---'
const beatMs = 500
/** Loudest moment of a single note: −30 dBFS, well below any voice. */
const peak = 32767 * 10 ** (-30 / 20)
const riseSamples = (sampleRate * 20) / 1000
/** A note has half its strength after this long. */
const halfLifeSamples = (sampleRate * 450) / 1000

/**
 * What waits without a document of its own hears: a music box, slow and quiet, that ends in silence so that it can begin
 * again. Ours, and free of anybody's rights. Made once, when it is first wanted.
 */
export function quietMusic(): Sound {
  made ??= play()
  return made
}
let made: Sound | undefined

function play(): Sound {
  const beatSamples = (sampleRate * beatMs) / 1000
  const sound = new Int16Array((tune.length + 2) * beatSamples)
  for (let beat = 0; beat < tune.length; beat++) {
    const note = tune[beat]
    if (isNote(note)) ring(sound, beat * beatSamples, scale[note])
  }
  return sound
}

function isNote(letter: string | undefined): letter is Note {
  return letter !== undefined && letter in scale
}

/** Adds one note with its first overtone; it fades until nothing is left of it or the sound is over. */
function ring(sound: Sound, from: number, hz: number): void {
  const turn = (2 * Math.PI * hz) / sampleRate
  for (let at = from; at < sound.length; at++) {
    const age = at - from
    const strength = Math.min(1, age / riseSamples) * 0.5 ** (age / halfLifeSamples) * peak
    if (age > riseSamples && strength < 1) return
    const sample = 0.8 * Math.sin(turn * age) + 0.2 * Math.sin(2 * turn * age)
    sound[at] = (sound[at] ?? 0) + Math.round(sample * strength)
  }
}
