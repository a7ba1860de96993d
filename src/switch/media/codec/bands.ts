import { samplesPerFrame } from '../frame.ts'

/*
 * Between telephone sound (all of 0–4 kHz) and the two bands of a wide frame. The low band of G.722 is not telephone sound: its
 * filters are shallow, and what of 4–5 kHz folds back into it is only taken out again when both bands are put together. So:
 *
 *   narrow ─▶ up to 16 kHz ─▶ low-pass ─▶ G.722's splitting filters ─▶ both bands           (widening)
 *   both bands ─▶ G.722's joining filters ─▶ low-pass ─▶ every second sample ─▶ narrow      (narrowing)
 *
 * Each of these is one filter from 8 kHz to 8 kHz a band; and as the filters that split are those that join, one set of taps
 * serves both.
 */

/** Half of the quadrature mirror filter (ITU-T G.722 §3.1, table 11); the other half is its mirror image. */
const mirrorHalf = [3, -11, 12, 32, -210, 951, 3876, -805, 362, -156, 53, -11]
const mirrorSum = 8192

/** Nothing of 4.2 kHz and above folds back at more than -50 dB; up to 3.4 kHz nothing is lost. */
const lowPassTaps = 63
const lowPassCutoff = 3800 / 16_000

const mirror = Array.from({ length: 24 }, (_, m) =>
  m % 2 === 0 ? mirrorHalf[m / 2]! / mirrorSum : mirrorHalf[11 - (m - 1) / 2]! / mirrorSum,
)
const lowPass = makeLowPass()
const tapsLow = bandTaps(mirror)
const tapsHigh = bandTaps(mirror.map((tap, m) => (m % 2 === 0 ? tap : -tap)))
const tapCount = tapsLow.length
const historySamples = tapCount - 1

/** One way between the widths, for one stream: the samples before count. */
export type BandFilter = {
  /** Adds one frame of the other width to `into`. */
  add(from: ArrayLike<number>, into: Int32Array): void
  /** The stream was interrupted: what was before is over. */
  forget(): void
}

/** Adds narrow frames to wide sums. */
export function widening(): BandFilter {
  const line = history()
  return {
    add(from, into) {
      line.take(from, 0)
      for (let i = 0; i < samplesPerFrame; i++) {
        let low = 0
        let high = 0
        for (let k = 0, at = historySamples + i; k < tapCount; k++, at--) {
          const sample = line.samples[at]!
          low += sample * tapsLow[k]!
          high += sample * tapsHigh[k]!
        }
        into[i]! += Math.round(low)
        into[samplesPerFrame + i]! += Math.round(high)
      }
      line.next()
    },
    forget() {
      line.forget()
    },
  }
}

/** Adds wide frames to narrow sums. */
export function narrowing(): BandFilter {
  const low = history()
  const high = history()
  return {
    add(from, into) {
      low.take(from, 0)
      high.take(from, samplesPerFrame)
      for (let i = 0; i < samplesPerFrame; i++) {
        let sum = 0
        for (let k = 0, at = historySamples + i; k < tapCount; k++, at--) {
          sum += low.samples[at]! * tapsLow[k]! - high.samples[at]! * tapsHigh[k]!
        }
        into[i]! += Math.round(sum)
      }
      low.next()
      high.next()
    },
    forget() {
      low.forget()
      high.forget()
    },
  }
}

/** A frame with what came before it in front: | before | frame | */
function history() {
  const samples = new Float64Array(historySamples + samplesPerFrame)
  return {
    samples,
    take(from: ArrayLike<number>, at: number) {
      for (let i = 0; i < samplesPerFrame; i++) samples[historySamples + i] = from[at + i]!
    },
    next() {
      samples.copyWithin(0, samplesPerFrame)
    },
    forget() {
      samples.fill(0)
    },
  }
}

/** Windowed sinc (Hamming) at 16 kHz; adds up to one. */
function makeLowPass(): readonly number[] {
  const middle = (lowPassTaps - 1) / 2
  const taps = Array.from({ length: lowPassTaps }, (_, n) => {
    const x = 2 * Math.PI * lowPassCutoff * (n - middle)
    const window = 0.54 - 0.46 * Math.cos((2 * Math.PI * n) / (lowPassTaps - 1))
    return (x === 0 ? 1 : Math.sin(x) / x) * window
  })
  const sum = taps.reduce((total, tap) => total + tap, 0)
  return taps.map((tap) => tap / sum)
}

/** Every second tap of the low-pass and one of the mirror filters, one after the other. */
function bandTaps(band: readonly number[]): Float64Array {
  const both = new Float64Array(lowPassTaps + band.length)
  for (const [n, tap] of lowPass.entries()) {
    for (const [m, factor] of band.entries()) both[n + m]! += tap * factor
  }
  return Float64Array.from({ length: both.length >> 1 }, (_, n) => 2 * both[2 * n + 1]!)
}
