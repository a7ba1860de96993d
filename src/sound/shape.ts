/**
 * Makes all recordings alike, so that joined pieces sound like one breath: as loud as each other, no
 * sample too loud for a line, and the same short silence around each.
 *
 *        raw           loud enough       silence cut, edges faded       peaks bent
 *     __.:.____   →   __:|!|:____   →   |60 ms|:|!|:|120 ms|   →   |60 ms|:|||:|120 ms|
 */
import { fromDb, heardPart, peakOf, speechLevelDb } from './measure.ts'
import { samplesPerSecond } from './wav.ts'
import type { Samples } from './wav.ts'

/** The level of speech, well over the hiss and with room for the loudest vowel under `peakMaxDb`. */
export const speechTargetDb = -20

/** No sample is louder: telephone lines and A-law distort what is. */
export const peakMaxDb = -3

/** Silence before and after; two joined pieces are so a short breath apart. */
export const headSilenceMs = 60
export const tailSilenceMs = 120
/** Digits are spoken one by one, with 0.3 s between two of them. */
export const digitTailSilenceMs = 240

/** Silence at either end may be this much off: a soft consonant begins where the ear says. */
export const silenceToleranceMs = 40

/** The limiter aims a little lower, so that rounding to 16 bit stays under `peakMaxDb`. */
const peakTargetDb = peakMaxDb - 0.2
/** A soft consonant may come up or go under when the level changes; so often it is cut anew. */
const trimsMax = 4
const limiterSpanSamples = samplesPerSecond / 100
const fadeSamples = samplesPerSecond / 200

/** The finished recording with this much silence behind it. Throws if there is nothing to hear. */
export function shape(raw: Samples, tailMs = tailSilenceMs): Samples {
  // Levelled again: what is silence shows only at the right level, and its loss moves the windows.
  let samples = atSpeechLevel(raw)
  for (let turn = 0; turn < trimsMax; turn++) {
    samples = atSpeechLevel(trimmed(samples, tailMs))
    if (isCut(samples, tailMs)) break
  }
  return limited(samples)
}

function atSpeechLevel(samples: Samples): Samples {
  const peak = peakOf(samples)
  if (peak === 0) throw new Error('nothing was spoken')
  const loud = samples.map((sample) => sample / peak)
  const gain = fromDb(speechTargetDb - speechLevelDb(loud))
  return loud.map((sample) => sample * gain)
}

/**
 * Bends the gain down around every peak and slowly up again. The lowest gain of the span on both sides,
 * averaged over the same span, is never above what the peak in the middle needs.
 */
function limited(samples: Samples): Samples {
  const ceiling = fromDb(peakTargetDb)
  if (peakOf(samples) <= ceiling) return samples
  const needed = samples.map((sample) => Math.min(1, ceiling / Math.max(Math.abs(sample), ceiling)))
  const lowest = needed.map((_, at) => Math.min(...around(needed, at)))
  return samples.map((sample, at) => {
    const gains = around(lowest, at)
    return (sample * gains.reduce((sum, gain) => sum + gain, 0)) / gains.length
  })
}

function around(values: Samples, at: number): Samples {
  return values.subarray(Math.max(0, at - limiterSpanSamples), at + limiterSpanSamples + 1)
}

function trimmed(samples: Samples, tailMs: number): Samples {
  const { first, end } = heardPart(samples)
  const head = (headSilenceMs * samplesPerSecond) / 1000
  const tail = (tailMs * samplesPerSecond) / 1000
  return faded(
    Float64Array.from({ length: head + end - first + tail }, (_, at) => {
      return samples[first - head + at] ?? 0
    }),
  )
}

function isCut(samples: Samples, tailMs: number): boolean {
  const tail = ((samples.length - heardPart(samples).end) * 1000) / samplesPerSecond
  return Math.abs(tail - tailMs) <= silenceToleranceMs
}

function faded(samples: Samples): Samples {
  return samples.map((sample, at) => {
    const fromEdge = Math.min(at, samples.length - 1 - at)
    return sample * Math.min(1, fromEdge / fadeSamples)
  })
}
