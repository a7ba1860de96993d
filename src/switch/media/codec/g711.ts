import type { Codec } from '../../sdp/agreed.ts'

/**
 * The two laws of the telephone (ITU-T G.711): one byte for a sample, fine steps where it is quiet, coarse ones
 * where it is loud.
 *
 *    | sign | segment (3) | step (4) |     bits of one byte, before the toggling below
 *
 *   segment   A-law holds (13 bits)   steps of      µ-law holds (14 bits, 33 added)   steps of
 *      0           0 –   31               2              31 –   62                        2
 *      1          32 –   63               2              63 –  126                        4
 *      2          64 –  127               4             127 –  254                        8
 *      …                                                …
 *      7        2048 – 4095             128            4063 – 8158                      256
 *
 * A-law toggles every other bit of the result, µ-law all of them, so that silence is not a row of zeros.
 */
export type Law = {
  /** The byte that sounds like nothing. */
  readonly silence: number
  /** Byte → sample. No byte of either law decodes to -32768. */
  readonly linear: Int16Array
  /** Sample → byte, by `(sample + 32768) >> shift`: the bits below do not reach the wire. */
  readonly packed: Uint8Array
  readonly shift: number
}

const alawToggle = 0x55
const mulawBias = 33
const mulawMagnitudeMax = 8158

function alawByte(sample: number): number {
  const magnitude = sample >= 0 ? sample >> 3 : ~sample >> 3
  const segment = Math.max(0, 27 - Math.clz32(magnitude))
  const step = (magnitude >> Math.max(1, segment)) & 0x0f
  return ((sample >= 0 ? 0x80 : 0) | (segment << 4) | step) ^ alawToggle
}

function alawSample(byte: number): number {
  const bits = byte ^ alawToggle
  const segment = (bits >> 4) & 0x07
  const step = ((bits & 0x0f) << 4) + 8
  const magnitude = segment === 0 ? step : (step + 0x100) << (segment - 1)
  return bits & 0x80 ? magnitude : -magnitude
}

function mulawByte(sample: number): number {
  const magnitude = Math.min(mulawMagnitudeMax, Math.abs(sample >> 2)) + mulawBias
  const segment = 26 - Math.clz32(magnitude)
  const step = (magnitude >> (segment + 1)) & 0x0f
  return ~((sample >= 0 ? 0 : 0x80) | (segment << 4) | step) & 0xff
}

function mulawSample(byte: number): number {
  const bits = ~byte & 0xff
  const magnitude = ((((bits & 0x0f) << 1) + mulawBias) << ((bits >> 4) & 0x07)) - mulawBias
  return (bits & 0x80 ? -magnitude : magnitude) << 2
}

function law(toByte: (sample: number) => number, toSample: (byte: number) => number, bits: number) {
  const shift = 16 - bits
  return {
    silence: toByte(0),
    linear: Int16Array.from({ length: 256 }, (_, byte) => toSample(byte)),
    packed: Uint8Array.from({ length: 1 << bits }, (_, index) => toByte((index << shift) - 32768)),
    shift,
  }
}

/** The codecs that know no past: a byte is a sample, whatever came before. */
export type LawName = Exclude<Codec, 'G722'>

/** How each of them turns sound into bytes and back; tables, because this runs for every sample of every call. */
export const laws: Readonly<Record<LawName, Law>> = {
  PCMA: law(alawByte, alawSample, 13),
  PCMU: law(mulawByte, mulawSample, 14),
}

/** Packs the first `count` samples of `from` into `to`, from index `at` on; of a wide frame that is all this codec carries. */
export function encode(
  { packed, shift }: Law,
  from: Int16Array,
  to: Uint8Array,
  at = 0,
  count = from.length,
): void {
  for (let i = 0; i < count; i++) to[at + i] = packed[(from[i]! + 32768) >> shift]!
}

/** Unpacks all bytes of `from` into new sound. */
export function decode({ linear }: Law, from: Uint8Array): Int16Array {
  const to = new Int16Array(from.length)
  for (let i = 0; i < from.length; i++) to[i] = linear[from[i]!]!
  return to
}
