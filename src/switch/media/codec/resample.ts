import { newSound, sampleRate, type Sound } from '../frame.ts'

/** Zero crossings of the filter on each side: sharp enough that nothing above 4 kHz folds back at more than -60 dB. */
const crossings = 24
/** The filter begins to close here, as a share of what the narrower rate can hold. */
const passband = 0.92
/** Rates of every day need at most half as many; odd ones are rounded to the nearest of these (-58 dB). */
const phasesMax = 1024

/**
 * Sound of any rate as sound of the telephone: a low-pass of windowed sinc, one set of taps for each phase that a sample of
 * ours can have between two of theirs.
 */
export function resample(from: ArrayLike<number>, fromRate: number): Sound {
  if (fromRate === sampleRate) {
    const same = newSound(from.length)
    same.set(from)
    return same
  }
  const step = fromRate / sampleRate
  const width = crossings * Math.max(1, step)
  const cutoff = passband * Math.min(1, 1 / step)
  const phases = Math.min(phasesMax, sampleRate / commonDivisor(fromRate, sampleRate))
  const taps = Array.from({ length: phases }, (_, phase) =>
    filterTaps(phase / phases, width, cutoff),
  )
  const to = newSound(Math.round(from.length / step))
  for (let i = 0; i < to.length; i++) {
    const whole = Math.floor((i * fromRate) / sampleRate)
    const phase = taps[Math.floor((((i * fromRate) % sampleRate) * phases) / sampleRate)]!
    const first = whole - Math.floor(phase.length / 2) + 1
    let sum = 0
    for (let k = Math.max(0, -first); k < phase.length && first + k < from.length; k++) {
      sum += from[first + k]! * phase[k]!
    }
    to[i] = Math.max(-32768, Math.min(32767, Math.round(sum)))
  }
  return to
}

/** Taps for a point that lies `offset` (0…1) after a sample; they add up to one. */
function filterTaps(offset: number, width: number, cutoff: number): Float64Array {
  const half = Math.ceil(width)
  const taps = new Float64Array(2 * half)
  for (let k = 0; k < taps.length; k++) {
    const x = k - half + 1 - offset
    taps[k] = Math.abs(x) >= width ? 0 : sinc(x * cutoff) * blackman(x / width)
  }
  const sum = taps.reduce((total, tap) => total + tap, 0)
  return taps.map((tap) => tap / sum)
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)
}

/** Window over -1…1. */
function blackman(x: number): number {
  return 0.42 + 0.5 * Math.cos(Math.PI * x) + 0.08 * Math.cos(2 * Math.PI * x)
}

function commonDivisor(a: number, b: number): number {
  while (b > 0) [a, b] = [b, a % b]
  return a
}
