import { sampleRate, samplesPerFrame, type Frame } from '../frame.ts'

const samplesOf = (ms: number) => (sampleRate * ms) / 1000

/** Voices from 66 to 200 Hz; a higher one repeats itself within this as well. */
const lagMin = samplesOf(5)
const lagMax = samplesOf(15)
/** What is compared to find the lag: a voice soon sounds otherwise, so the last moments tell most. */
const comparedSamples = samplesOf(8)
/** Filled for longer than this, a single period begins to buzz: then two take turns, then three. */
const periodGrowsSamples = samplesOf(10)
const periodsMax = 3
/** Whoever is away for longer is silent. Until then it fades, from the tenth millisecond on. */
export const concealedMsMax = 60
const gapSamplesMax = samplesOf(concealedMsMax)
/** Hissing does not repeat itself; what is as unlike itself as that goes on softer, by this factor at most. */
const hissFactor = 0.5
/** What comes back is blended in: 4 ms, and 4 more for each 10 that were missing, up to 10. */
const blendSamplesMin = samplesOf(4)
const blendSamplesMax = samplesOf(10)

/** Three periods of the longest lag, and what their seam is blended with. */
const pastSamples = periodsMax * lagMax + lagMax / 4
/** Whole frames, so that one that came whole is kept in one piece. */
const ringSamples = 3 * samplesPerFrame

/**
 * What fills the gaps of one source: goes on with a voice that breaks off, as ITU-T G.711 appendix I does: what was said in the last 5 to 15 ms is said again.
 *
 *   came     ─╮╱╲╭──╮╱╲╭──╮╱╲╭─ . . . . . . . . . . . . . . . . . . ─╮╱╲╭──╮
 *   filled                 ◀lag▶ ╮╱╲╭──╮╱╲╭──╮╱╲╭─ … softer … ╶╴╶╴ ╲╱
 *                                0        10 ms            60 ms    blended over 4 to 10 ms
 *                                └ 1 period ┴ 2 ┴ 3 periods
 *
 * @NOTE The appendix holds everything back by 3.75 ms to bend the end of what came. Here the begin of what is filled is bent
 * to fit instead, which costs no delay.
 */
export class Concealment {
  readonly #bands: readonly { readonly ring: Int16Array; readonly goesOn: Int16Array }[]
  /** What was said last in one band; made when it is needed first. */
  #past: Int16Array | undefined
  /** Where the next sample goes in the ring. */
  #next = 0
  /** Samples that are missing until now; 0 while sound comes. At first nothing was said that could go on. */
  #gap = gapSamplesMax

  /** @param bands 2 for wide frames: the high band repeats with the lag of the low one, in which voices are */
  constructor(bands: 1 | 2) {
    this.#bands = Array.from({ length: bands }, () => ({
      ring: new Int16Array(ringSamples),
      goesOn: new Int16Array(gapSamplesMax + blendSamplesMax),
    }))
  }

  /** What really came, at `frame[from…to)`; the first of it after a gap is changed, so that nothing clicks. */
  heard(frame: Frame, from: number, to: number): void {
    if (this.#gap > 0 && this.#gap < gapSamplesMax) this.#blend(frame, from, to)
    this.#gap = 0
    this.#remember(frame, from, to)
  }

  /** Puts something plausible at `frame[from…to)`. False when there is nothing left to say: it is silence then. */
  fill(frame: Frame, from: number, to: number): boolean {
    if (this.#gap === gapSamplesMax) {
      for (let at = 0; at < frame.length; at += samplesPerFrame) frame.fill(0, at + from, at + to)
      return false
    }
    if (this.#gap === 0) this.#imagine()
    const begin = this.#gap
    for (const [band, { goesOn }] of this.#bands.entries()) {
      const at = band * samplesPerFrame
      for (let i = from; i < to; i++) {
        const place = begin + i - from
        frame[at + i] = place < gapSamplesMax ? goesOn[place]! : 0
      }
    }
    this.#remember(frame, from, to)
    this.#gap = Math.min(gapSamplesMax, begin + to - from)
    if (this.#gap === gapSamplesMax) for (const { ring } of this.#bands) ring.fill(0)
    return true
  }

  #imagine(): void {
    const past = (this.#past ??= new Int16Array(pastSamples))
    const oldest = ringSamples + this.#next - pastSamples
    let voice: Voice | undefined
    for (const { ring, goesOn } of this.#bands) {
      for (let i = 0; i < pastSamples; i++) past[i] = ring[(oldest + i) % ringSamples]!
      voice ??= voiceIn(past)
      continuation(past, voice, goesOn)
    }
  }

  #remember(frame: Frame, from: number, to: number): void {
    const next = this.#next
    if (frame.length === samplesPerFrame && to - from === samplesPerFrame) {
      this.#bands[0]!.ring.set(frame, next)
      this.#next = (next + samplesPerFrame) % ringSamples
      return
    }
    for (const [band, { ring }] of this.#bands.entries()) {
      const at = band * samplesPerFrame
      for (let i = from; i < to; i++) ring[(next + i - from) % ringSamples] = frame[at + i]!
    }
    this.#next = (next + to - from) % ringSamples
  }

  #blend(frame: Frame, from: number, to: number): void {
    const gap = this.#gap
    const wished = blendSamplesMin + gap * (blendSamplesMin / periodGrowsSamples)
    const count = Math.min(to - from, blendSamplesMax, Math.round(wished))
    for (const [band, { goesOn }] of this.#bands.entries()) {
      const at = band * samplesPerFrame + from
      for (let i = 0; i < count; i++) {
        const share = (i + 1) / (count + 1)
        frame[at + i] = frame[at + i]! * share + goesOn[gap + i]! * (1 - share)
      }
    }
  }
}

/** After how many samples it repeats itself, and how well: 1 is exactly, 0 is not at all. */
type Voice = { readonly lag: number; readonly likeness: number }

/** Looks where the last moments are most like those before. Every second sample is enough at first. */
function voiceIn(past: Int16Array): Voice {
  let best = lagMin
  let most = -Infinity
  const look = (lag: number, step: number) => {
    const likeness = likenessOf(past, lag, step)
    if (likeness > most) {
      most = likeness
      best = lag
    }
  }
  for (let lag = lagMin; lag <= lagMax; lag += 2) look(lag, 2)
  const rough = best
  most = -Infinity
  for (let lag = Math.max(lagMin, rough - 1); lag <= Math.min(lagMax, rough + 1); lag++) {
    look(lag, 1)
  }
  let power = 1
  for (let i = past.length - comparedSamples; i < past.length; i++) power += past[i]! ** 2
  return { lag: best, likeness: most / Math.sqrt(power) }
}

/** Normalised cross-correlation. */
function likenessOf(past: Int16Array, lag: number, step: number): number {
  let product = 0
  let power = 1
  for (let i = past.length - comparedSamples; i < past.length; i += step) {
    const before = past[i - lag]!
    product += past[i]! * before
    power += before * before
  }
  return product / Math.sqrt(power)
}

/** What would be said next, until nobody would believe it any more. */
function continuation(past: Int16Array, { lag, likeness }: Voice, into: Int16Array): void {
  const sure = Math.max(hissFactor, Math.min(1, likeness))
  const seam = lag >> 2
  const step = past.at(-1)! - past[past.length - 1 - lag]!
  let place = 0
  let periods = 1
  for (let n = 0; n < into.length; n++) {
    const stage = Math.min(periodsMax, 1 + Math.floor(n / periodGrowsSamples))
    if (stage > periods) {
      periods = stage
      place %= lag
    }
    const sinceStage = periods === 1 ? seam : n - (periods - 1) * periodGrowsSamples
    let sample = cycled(past, lag * periods, seam, place)
    if (sinceStage < seam) {
      const before = cycled(past, lag * (periods - 1), seam, place % (lag * (periods - 1)))
      sample += (before - sample) * (1 - sinceStage / seam)
    }
    if (n < seam) sample += step * (1 - n / seam)
    const fade = Math.min(1, (gapSamplesMax - n) / (gapSamplesMax - periodGrowsSamples))
    const softer = 1 - (1 - sure) * Math.min(1, n / periodGrowsSamples)
    into[n] = Math.max(-32_768, Math.min(32_767, sample * Math.max(0, fade) * softer))
    place = (place + 1) % (lag * periods)
  }
}

/** The last `length` samples as a ring: towards its end it turns into what came before its begin, so it has no seam. */
function cycled(past: Int16Array, length: number, seam: number, place: number): number {
  const sample = past[past.length - length + place]!
  const intoSeam = place - (length - seam)
  if (intoSeam < 0) return sample
  const before = past[past.length - 2 * length + place]!
  return sample + ((before - sample) * (intoSeam + 1)) / (seam + 1)
}
