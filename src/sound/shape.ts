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

/** The limiter aims a little lower, so that rounding to 16 bit stays under `peakMaxDb`. */
const peakTargetDb = peakMaxDb - 0.2
const limiterSpanSamples = samplesPerSecond / 100
const fadeSamples = samplesPerSecond / 200

/** The finished recording. Throws if there is nothing to hear. */
export function shape(raw: Samples): Samples {
  // Levelled twice: what is silence shows only at the right level, and its loss moves the windows.
  return limited(atSpeechLevel(trimmed(atSpeechLevel(raw))))
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

function trimmed(samples: Samples): Samples {
  const { first, end } = heardPart(samples)
  const head = (headSilenceMs * samplesPerSecond) / 1000
  const tail = (tailSilenceMs * samplesPerSecond) / 1000
  return faded(
    Float64Array.from({ length: head + end - first + tail }, (_, at) => {
      return samples[first - head + at] ?? 0
    }),
  )
}

function faded(samples: Samples): Samples {
  return samples.map((sample, at) => {
    const fromEdge = Math.min(at, samples.length - 1 - at)
    return sample * Math.min(1, fromEdge / fadeSamples)
  })
}
