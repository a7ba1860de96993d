/**
 * What an ear would say about a recording, in numbers. Decibels are relative to full scale (dBFS).
 */
import { samplesPerSecond } from './wav.ts'
import type { Samples } from './wav.ts'

/** Quieter than this is silence: nobody hears it over the hiss of a telephone line. */
export const silenceDb = -50

/** Speech pauses lie at least this far below speech (ITU-T P.56, margin of method B). */
const speechMarginDb = 15.9
const windowSamples = samplesPerSecond / 50
const edgeWindowSamples = samplesPerSecond / 500

/** How a recording measures; `headMs` and `tailMs` are the silence before the first and after the last sound. */
export type Measured = {
  seconds: number
  speechDb: number
  peakDb: number
  headMs: number
  tailMs: number
}

export function measure(samples: Samples): Measured {
  const { first, end } = heardPart(samples)
  return {
    seconds: samples.length / samplesPerSecond,
    speechDb: speechLevelDb(samples),
    peakDb: toDb(peakOf(samples)),
    headMs: (first / samplesPerSecond) * 1000,
    tailMs: ((samples.length - end) / samplesPerSecond) * 1000,
  }
}

/**
 * How loud the speech is while somebody speaks: pauses do not count, so that a sentence with a pause
 * and a single digit are as loud as each other. ITU-T P.56 in windows of 20 ms: the level is the mean
 * power of all windows less than the margin below that level, found by repeating until it stands still.
 */
export function speechLevelDb(samples: Samples): number {
  let powers = windowPowers(samples).filter((power) => power > fromDb(silenceDb) ** 2)
  for (;;) {
    if (powers.length === 0) return -Infinity
    const levelDb = toDb(Math.sqrt(powers.reduce((sum, power) => sum + power, 0) / powers.length))
    const floor = fromDb(levelDb - speechMarginDb) ** 2
    const speech = powers.filter((power) => power >= floor)
    if (speech.length === powers.length) return levelDb
    powers = speech
  }
}

/** Where the first sound begins and the last one ends, in samples; both 0 when all is silent. */
export function heardPart(samples: Samples): { first: number; end: number } {
  const loudEnough = fromDb(silenceDb)
  let first = -1
  let end = 0
  for (let at = 0; at < samples.length; at += edgeWindowSamples) {
    if (peakOf(samples.subarray(at, at + edgeWindowSamples)) < loudEnough) continue
    if (first < 0) first = at
    end = Math.min(at + edgeWindowSamples, samples.length)
  }
  return { first: Math.max(first, 0), end }
}

/**
 * How fast a text of two words or more is spoken, pauses inside counted, silence around it not. A single
 * word has no speed: 0.
 */
export function wordsPerMinute(text: string, samples: Samples): number {
  const words = countWords(text)
  const { first, end } = heardPart(samples)
  return words < 2 ? 0 : (words * 60 * samplesPerSecond) / (end - first)
}

/** Words in a text as people count them: what stands between spaces and holds a letter or a digit. */
export function countWords(text: string): number {
  return text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length
}

export function peakOf(samples: Samples): number {
  let peak = 0
  for (const sample of samples) {
    if (sample > peak) peak = sample
    else if (-sample > peak) peak = -sample
  }
  return peak
}

export function toDb(amplitude: number): number {
  return 20 * Math.log10(amplitude)
}

export function fromDb(db: number): number {
  return 10 ** (db / 20)
}

function windowPowers(samples: Samples): number[] {
  const windows = Math.ceil(samples.length / windowSamples)
  return Array.from({ length: windows }, (_, index) => {
    const window = samples.subarray(index * windowSamples, (index + 1) * windowSamples)
    return window.reduce((sum, sample) => sum + sample * sample, 0) / windowSamples
  })
}
