import type { Codec } from '../../sdp/agreed.ts'
import { decoderFor, type Decoder } from './codec.ts'
import { Concealment } from './conceal.ts'
import { samplesPerFrame, wideSamplesPerFrame, type Frame, type Key } from '../frame.ts'
import { JitterBuffer } from './jitter.ts'
import type { KeyTones } from '../sound/key-tones.ts'
import { hole } from './waiting-sound.ts'

/** Below this peak (-46 dBFS) nobody misses twenty milliseconds. */
const quietPeakMax = 160

/** What a frame of bytes is taken apart in: only within `take`, so all lines of a thread share it. */
const taken = new Int16Array(samplesPerFrame)

/**
 * One source's sound, from payloads that come as they like to frames that are taken each 20 ms.
 *
 *   put ─▶ jitter buffer ─▶ bytes  ▓▓▓▓▓▓▓▓░░░░▓▓▓▓ ─┬─ came ▓ ──▶ decoder ──────────╮
 *                                                    └─ holes ░ ─▶ concealment ──────┴─▶ (tones of keys) ─▶ take
 */
export class Receiver {
  readonly #jitter = new JitterBuffer()
  readonly #codec: Codec
  readonly #tones: KeyTones | undefined
  readonly #frame: Frame
  #decoder: Decoder
  #gaps: Concealment

  /** @param tones takes the keys out, where they come as tones */
  constructor(codec: Codec, tones?: KeyTones) {
    this.#codec = codec
    this.#tones = tones
    this.#decoder = decoderFor(codec)
    this.#gaps = gapsFor(this.#decoder)
    this.#frame = new Int16Array(this.#decoder.frameSamples)
  }

  /** The payload of a packet: `bytes[start…end)`. Nothing of `bytes` is kept. */
  put(sequence: number, timestamp: number, bytes: Uint8Array, start: number, end: number): void {
    this.#jitter.put(sequence, timestamp, bytes, start, end)
  }

  /** The next 20 ms, or undefined for silence. The frame is overwritten by the next call. */
  take(): Frame | undefined {
    const frame = this.#next()
    return this.#tones ? this.#tones.hear(frame) : frame
  }

  /** Another source: forget the old one. */
  reset(): void {
    this.#jitter.reset()
    this.#decoder = decoderFor(this.#codec)
    this.#gaps = gapsFor(this.#decoder)
    this.#frame.fill(0)
  }

  /** Frames asked for that came too late or never. */
  framesLost(): number {
    return this.#jitter.framesLost()
  }

  /** How long what comes in waits now. */
  delayMs(): number {
    return this.#jitter.delayMs() + (this.#tones?.delayMs ?? 0)
  }

  /** The key that is down, where keys come as tones. */
  keyDown(): Key | undefined {
    return this.#tones?.down()
  }

  #next(): Frame | undefined {
    const frame = this.#frame
    const holes = this.#jitter.take(taken, this.#jitter.waitsTooLong() && isQuiet(frame))
    if (holes === 0 || holes === samplesPerFrame) {
      return this.#run(0, samplesPerFrame) ? frame : undefined
    }
    let heard = false
    for (let from = 0; from < samplesPerFrame;) {
      const to = runEnd(taken, from)
      heard = this.#run(from, to) || heard
      from = to
    }
    return heard ? frame : undefined
  }

  /** A run of bytes that came, or of holes. Whether it can be heard. */
  #run(from: number, to: number): boolean {
    if (taken[from] === hole) return this.#gaps.fill(this.#frame, from, to)
    this.#decoder.decode(taken, this.#frame, from, to)
    this.#gaps.heard(this.#frame, from, to)
    return true
  }
}

function gapsFor({ frameSamples }: Decoder): Concealment {
  return new Concealment(frameSamples === wideSamplesPerFrame ? 2 : 1)
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
