/**
 * Which of our recordings begins here, in a sound that went over a telephone? Like holding slides over one
 * another: first the outline of the loudness, then the samples themselves.
 *
 *     heard      ▁▁▂▅▇▆▃▁▁▂▆▇▅▂▁▁▁▁▁▃▆▅▁      outlines in steps of 10 ms: which ones look like it?
 *     greeting     ▂▅▇▆▃▁▁▂▆▇▅▂                 the samples of those: shifted until they fit, block by block,
 *                  └ 100 ms ┘                    as far as they fit
 *
 * A recording that was cut off, because a key was pressed or somebody came, is known by its beginning.
 */
import { fromDb, heardPart } from './measure.ts'
import { samplesPerSecond } from './wav.ts'
import type { Samples } from './wav.ts'

/** A recording that may be heard: its text or its name, and its sound. */
export type Known = { readonly name: string; readonly samples: Samples }

/** What was recognised: which one, and where it begins and stops being it, in samples of the sound. */
export type Recognised = {
  readonly name: string
  readonly first: number
  readonly end: number
  /** Heard to its end. */
  readonly whole: boolean
}

export const outlineSamples = samplesPerSecond / 100
const blockSamples = samplesPerSecond / 10
/** As much of the outline is compared. */
const outlineSteps = 50
/** Outlines this far apart in the mean are different recordings. */
const outlineApartDbMax = 6
const quietestDb = -55
/** So soft, and a line's own noise is as loud: nothing can be compared. */
const softDb = -38
/** This many of the most alike are looked at sample by sample. */
const lookedAtMax = 8
/** A-law and a lost packet leave more than this of two equal blocks alike. */
const alikeLeast = 0.75
/** How well the outline says where it begins; and how far a telephone on a busy machine jumps back or ahead. */
const beginsOffMax = samplesPerSecond / 50
const jumpMax = samplesPerSecond / 8
/** Music repeats itself within a tenth of a second; over this much it does not. */
const fitSamples = (samplesPerSecond * 2) / 5
const shortestSamples = samplesPerSecond / 8

type Prepared = Known & { readonly outline: Float64Array; readonly end: number }

/** Says which recording begins at about `at`, or undefined. Made once for all recordings. */
export function recogniser(
  known: readonly Known[],
): (sound: Samples, at: number) => Recognised | undefined {
  const prepared: Prepared[] = known.map(({ name, samples }) => {
    const { first, end } = heardPart(samples)
    const heard = samples.subarray(first, end)
    return { name, samples: heard, end: heard.length, outline: outline(heard, 0) }
  })
  return (sound, at) => {
    const here = outline(sound, at)
    return prepared
      .map((one) => ({ one, apart: apartDb(one.outline, here) }))
      .filter(({ apart }) => apart <= outlineApartDbMax)
      .sort((a, b) => a.apart - b.apart)
      .slice(0, lookedAtMax)
      .flatMap(({ one }) => follow(one, sound, at) ?? [])
      .sort((a, b) => b.end - b.first - (a.end - a.first))[0]
  }
}

/** Loudness in steps of 10 ms, in dB, for half a second or to the end. */
function outline(samples: Samples, at: number): Float64Array {
  const steps = Math.min(outlineSteps, Math.floor((samples.length - at) / outlineSamples))
  return Float64Array.from({ length: Math.max(0, steps) }, (_, step) => {
    const from = at + step * outlineSamples
    return loudnessDb(samples.subarray(from, from + outlineSamples))
  })
}

export function loudnessDb(samples: Samples): number {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length
  return 10 * Math.log10(Math.max(power, fromDb(quietestDb) ** 2))
}

function apartDb(one: Float64Array, other: Float64Array): number {
  const steps = Math.min(one.length, other.length)
  if (steps === 0) return Infinity
  let sum = 0
  for (let step = 0; step < steps; step++) sum += Math.abs((one[step] ?? 0) - (other[step] ?? 0))
  return sum / steps
}

/** Goes along the recording as long as the sound is alike; lost and doubled packets move it. */
function follow(
  { name, samples, end }: Prepared,
  sound: Samples,
  at: number,
): Recognised | undefined {
  let shift = bestShift(samples, 0, sound, at, beginsOffMax)
  if (shift === undefined) return undefined
  const first = Math.max(0, at + shift)
  let alike = 0
  for (let from = 0; from < end; from += blockSamples) {
    const block = samples.subarray(from, Math.min(from + blockSamples, end))
    const there = at + shift + from
    if (!bothSoft(block, sound, there) && likeness(block, sound, there) < alikeLeast) {
      const moved = bestShift(samples, from, sound, there, jumpMax)
      if (moved === undefined) break
      shift += moved
    }
    alike = from + block.length
  }
  if (alike < Math.min(shortestSamples, end)) return undefined
  // A last block that is nothing but a breath may drown in the line's noise.
  return { name, first, end: at + shift + alike, whole: alike >= end - 2 * blockSamples }
}

/** How far the sound must be moved so that this block fits; undefined if it never does. */
function bestShift(
  samples: Samples,
  from: number,
  sound: Samples,
  at: number,
  shiftMax: number,
): number | undefined {
  const block = samples.subarray(from, from + fitSamples)
  let best = { shift: 0, alike: 0 }
  for (let shift = -shiftMax; shift <= shiftMax; shift++) {
    const alike = likeness(block, sound, at + shift)
    if (alike > best.alike) best = { shift, alike }
  }
  return best.alike >= alikeLeast ? best.shift : undefined
}

/** Where both are this soft there is nothing to compare. */
function bothSoft(block: Samples, sound: Samples, at: number): boolean {
  const other = sound.subarray(Math.max(0, at), at + block.length)
  return loudnessDb(block) < softDb && loudnessDb(other) < softDb
}

/** 1 for the same sound however loud, 0 for another. */
function likeness(block: Samples, sound: Samples, at: number): number {
  if (at < 0 || at + block.length > sound.length) return 0
  let [both, one, other] = [0, 0, 0]
  for (let n = 0; n < block.length; n++) {
    const [a, b] = [block[n] ?? 0, sound[at + n] ?? 0]
    both += a * b
    one += a * a
    other += b * b
  }
  return one === 0 || other === 0 ? 0 : both / Math.sqrt(one * other)
}
