/** Half a second: a power of two, so that timestamps may wrap around. */
const ringSamples = 4096
const mask = ringSamples - 1

/** Marks a byte that has not come. */
export const hole = -1

/**
 * Bytes of sound in the places their timestamps name: one stands for one tick of the RTP clock, in all three codecs. What is
 * read is gone, so a place holds either sound to come or a hole; who uses it keeps everything written within `ringSamples` of
 * what is read next.
 */
export type SampleRing = Int16Array

export function sampleRing(): SampleRing {
  return new Int16Array(ringSamples).fill(hole)
}

/** Writes `bytes[start…end)` from the place of a timestamp on. */
export function writeSamples(
  ring: SampleRing,
  timestamp: number,
  bytes: Uint8Array,
  start: number,
  end: number,
): void {
  // Masked once before the loop: a timestamp itself is past what V8 counts in machine integers.
  for (let i = start, at = timestamp & mask; i < end; i++, at++) ring[at & mask] = bytes[i]!
}

/** Fills `into` and returns how many of it are holes. */
export function readSamples(ring: SampleRing, timestamp: number, into: Int16Array): number {
  let holes = 0
  const from = timestamp & mask
  for (let i = 0; i < into.length; i++) {
    const at = (from + i) & mask
    const byte = ring[at]!
    ring[at] = hole
    into[i] = byte
    if (byte === hole) holes++
  }
  return holes
}

/** So many from the place of a timestamp on are not to be heard. */
export function eraseSamples(ring: SampleRing, timestamp: number, count: number): void {
  for (let i = 0; i < count; i++) ring[(timestamp + i) & mask] = hole
}
