import type { Frame } from './frame.ts'

/** Half a second: a power of two, so that timestamps may wrap around. */
const ringSamples = 4096
const mask = ringSamples - 1

/** Marks a sample that has not come. G.711 has no byte for it. */
const hole = -32768

/**
 * Samples in the places their timestamps name. What is read is gone, so a place holds either sound to come or a hole; who
 * uses it keeps everything written within `ringSamples` of what is read next.
 */
export type SampleRing = {
  write(timestamp: number, bytes: Uint8Array, start: number, end: number, linear: Int16Array): void
  /** Fills `into` and returns how many samples had not come. Those are what `into` held before, half as loud. */
  read(timestamp: number, into: Frame): number
  erase(timestamp: number, count: number): void
  clear(): void
  /** The loudest sample of the last read. */
  readonly peak: number
}

export function sampleRing(): SampleRing {
  const ring = new Int16Array(ringSamples).fill(hole)
  let peak = 0
  return {
    write(timestamp, bytes, start, end, linear) {
      // Masked once before the loop: a timestamp itself is past what V8 counts in machine integers.
      for (let i = start, at = timestamp & mask; i < end; i++, at++) {
        ring[at & mask] = linear[bytes[i]!]!
      }
    },
    read(timestamp, into) {
      let holes = 0
      let loudest = 0
      const from = timestamp & mask
      for (let i = 0; i < into.length; i++) {
        const at = (from + i) & mask
        const sample = ring[at]!
        ring[at] = hole
        if (sample === hole) {
          holes++
          into[i] = into[i]! >> 1
        } else {
          into[i] = sample
          const size = sample < 0 ? -sample : sample
          if (size > loudest) loudest = size
        }
      }
      peak = loudest
      return holes
    },
    erase(timestamp, count) {
      for (let i = 0; i < count; i++) ring[(timestamp + i) & mask] = hole
    },
    clear() {
      ring.fill(hole)
    },
    get peak() {
      return peak
    },
  }
}
