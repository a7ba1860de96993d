import type { Codec } from '../../sdp/agreed.ts'
import { samplesPerFrame, wideSamplesPerFrame, type Frame } from '../frame.ts'
import { laws, type Law, type LawName } from './g711.ts'
import { g722Decoder, g722Encoder, type Bands } from './g722.ts'
import { pack } from './packing.ts'

/** From bytes to sound, for one source. */
export type Decoder = {
  /** Samples of the frames it fills: narrow ones, or wide. */
  readonly frameSamples: number
  /** Unpacks `bytes[from…to)` to the same places of a frame (of both its bands, when it is wide). */
  decode(bytes: Int16Array, into: Frame, from: number, to: number): void
}

/** From sound to bytes, for one listener. Any frame will do. */
export type Encoder = {
  encode(frame: Frame, to: Uint8Array, at: number): void
  /** What went before, where it matters. */
  readonly bands?: Bands
}

export function decoderFor(codec: Codec): Decoder {
  return codec === 'G722'
    ? { frameSamples: wideSamplesPerFrame, ...g722Decoder() }
    : g711Decoder(laws[codec])
}

/** @param bands what went before, for one that goes on elsewhere */
export function encoderFor(codec: Codec, bands?: Bands): Encoder {
  return codec === 'G722' ? g722Encoder(bands) : g711Encoder(codec)
}

function g711Decoder({ linear }: Law): Decoder {
  return {
    frameSamples: samplesPerFrame,
    decode(bytes, into, from, to) {
      for (let i = from; i < to; i++) into[i] = linear[bytes[i]!]!
    },
  }
}

function g711Encoder(law: LawName): Encoder {
  return {
    encode(frame, to, at) {
      pack(frame, law, to, at)
    },
  }
}
