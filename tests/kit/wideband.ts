/**
 * Sound at 16 kHz as wide telephones have it inside, put together from the two bands of frames and taken apart into them:
 * the quadrature mirror filters of ITU-T G.722 (§3.1, §4.4, table 11).
 */
import { samplesPerFrame, wideSamplesPerFrame } from '../../src/switch/media/frame.ts'
import type { Frame } from '../../src/switch/media/frame.ts'
import { writeWav } from '../../src/switch/media/sound/wav.ts'

export const wideSampleRate = 16_000

/** The first half of the taps; the second is their mirror image. */
const taps = [3, -11, 12, 32, -210, 951, 3876, -805, 362, -156, 53, -11]

const clamped = (value: number) => Math.max(-32_768, Math.min(32_767, value))

/** Takes sound at 16 kHz apart into wide frames; what is left over at its end is left out. */
export function inBands(sound: Int16Array): Frame[] {
  const frames: Frame[] = []
  for (let from = 0; from + wideSamplesPerFrame <= sound.length; from += wideSamplesPerFrame) {
    const frame = new Int16Array(wideSamplesPerFrame)
    for (let n = 0; n < samplesPerFrame; n++) {
      const newest = from + 2 * n + 1
      const at = (back: number) => sound[newest - back] ?? 0
      const odd = taps.reduce((sum, tap, i) => sum + tap * at(23 - 2 * i), 0)
      const even = taps.reduce((sum, tap, i) => sum + tap * at(2 * i), 0)
      // A band has 15 bits; in a frame it fills 16.
      frame[n] = clamped(((even + odd) >> 14) * 2)
      frame[samplesPerFrame + n] = clamped(((even - odd) >> 14) * 2)
    }
    frames.push(frame)
  }
  return frames
}

/** Puts frames together to sound at 16 kHz; narrow ones have nothing above 4 kHz. */
export function fromBands(frames: readonly Frame[]): Int16Array {
  const sums: number[] = []
  const differences: number[] = []
  for (const frame of frames) {
    for (let n = 0; n < samplesPerFrame; n++) {
      const low = frame[n]! >> 1
      const high = (frame[samplesPerFrame + n] ?? 0) >> 1
      sums.push(low + high)
      differences.push(low - high)
    }
  }
  const sound = new Int16Array(2 * sums.length)
  for (let n = 0; n < sums.length; n++) {
    const first = taps.reduce((sum, tap, i) => sum + tap * (differences[n - i] ?? 0), 0)
    const second = taps.reduce((sum, tap, i) => sum + tap * (sums[n - 11 + i] ?? 0), 0)
    sound[2 * n] = clamped(first >> 11)
    sound[2 * n + 1] = clamped(second >> 11)
  }
  return sound
}

/** Level of one frequency, in dB below a sine that fills the scale. */
export function wideToneLevel(sound: Int16Array, hz: number): number {
  let real = 0
  let imaginary = 0
  for (let n = 0; n < sound.length; n++) {
    const phase = (2 * Math.PI * hz * n) / wideSampleRate
    real += sound[n]! * Math.cos(phase)
    imaginary += sound[n]! * Math.sin(phase)
  }
  return 20 * Math.log10((2 * Math.hypot(real, imaginary)) / sound.length / 32_768 + 1e-6)
}

export function wideSine(hz: number, dbfs: number, seconds: number): Int16Array {
  const peak = 32_767 * 10 ** (dbfs / 20)
  return Int16Array.from({ length: seconds * wideSampleRate }, (_, n) =>
    Math.round(peak * Math.sin((2 * Math.PI * hz * n) / wideSampleRate)),
  )
}

/** One channel of 16 bits at 16 kHz. */
export function writeWideWav(sound: Int16Array): Buffer {
  const bytes = writeWav(sound)
  bytes.writeUInt32LE(wideSampleRate, 24)
  bytes.writeUInt32LE(wideSampleRate * 2, 28)
  return bytes
}
