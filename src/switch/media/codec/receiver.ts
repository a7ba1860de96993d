import type { Codec } from '../../sdp/agreed.ts'
import { decoderFor } from './codec.ts'
import { concealment } from './conceal.ts'
import { samplesPerFrame, wideSamplesPerFrame, type Frame, type Key } from '../frame.ts'
import { jitterBuffer } from './jitter.ts'
import type { KeyTones } from '../sound/key-tones.ts'
import { hole } from './sample-ring.ts'

/** Below this peak (-46 dBFS) nobody misses twenty milliseconds. */
const quietPeakMax = 160

/** One source's sound, from payloads that come as they like to frames that are taken each 20 ms. */
export type Receiver = {
  /** The payload of a packet: `bytes[start…end)`. Nothing of `bytes` is kept. */
  put(sequence: number, timestamp: number, bytes: Uint8Array, start: number, end: number): void
  /** The next 20 ms, or undefined for silence. The frame is overwritten by the next call. */
  take(): Frame | undefined
  /** Another source: forget the old one. */
  reset(): void
  /** Frames asked for that came too late or never. */
  framesLost(): number
  /** How long what comes in waits now. */
  delayMs(): number
  /** The key that is down, where keys come as tones. */
  keyDown(): Key | undefined
}

/**
 *   put ─▶ jitter buffer ─▶ bytes  ▓▓▓▓▓▓▓▓░░░░▓▓▓▓ ─┬─ came ▓ ──▶ decoder ──────────╮
 *                                                    └─ holes ░ ─▶ concealment ──────┴─▶ (tones of keys) ─▶ take
 *
 * @param tones takes the keys out, where they come as tones
 */
export function receiver(codec: Codec, tones?: KeyTones): Receiver {
  const jitter = jitterBuffer()
  const bytes = new Int16Array(samplesPerFrame)
  let decoder = decoderFor(codec)
  const frame: Frame = new Int16Array(decoder.frameSamples)
  let gaps = newGaps()

  function newGaps() {
    return concealment(decoder.frameSamples === wideSamplesPerFrame ? 2 : 1)
  }

  /** A run of bytes that came, or of holes. Whether it can be heard. */
  function run(from: number, to: number): boolean {
    if (bytes[from] !== hole) {
      decoder.decode(bytes, frame, from, to)
      gaps.heard(frame, from, to)
      return true
    }
    return gaps.fill(frame, from, to)
  }

  function next(): Frame | undefined {
    const holes = jitter.take(bytes, jitter.waitsTooLong() && isQuiet(frame))
    if (holes === 0 || holes === samplesPerFrame) {
      return run(0, samplesPerFrame) ? frame : undefined
    }
    let heard = false
    for (let from = 0; from < samplesPerFrame;) {
      const to = runEnd(bytes, from)
      heard = run(from, to) || heard
      from = to
    }
    return heard ? frame : undefined
  }

  return {
    put(sequence, timestamp, bytes, start, end) {
      jitter.put(sequence, timestamp, bytes, start, end)
    },
    take() {
      const frame = next()
      return tones ? tones.hear(frame) : frame
    },
    reset() {
      jitter.reset()
      decoder = decoderFor(codec)
      gaps = newGaps()
      frame.fill(0)
    },
    framesLost() {
      return jitter.framesLost()
    },
    delayMs() {
      return jitter.delayMs() + (tones?.delayMs ?? 0)
    },
    keyDown: () => tones?.down(),
  }
}

function isQuiet(frame: Frame): boolean {
  for (let i = 0; i < samplesPerFrame; i++) {
    const sample = frame[i]!
    if (sample > quietPeakMax || sample < -quietPeakMax) return false
  }
  return true
}

/** Where the bytes that came end, or the holes. */
function runEnd(bytes: Int16Array, from: number): number {
  const came = bytes[from] !== hole
  let end = from + 1
  while (end < samplesPerFrame && (bytes[end] !== hole) === came) end++
  return end
}
