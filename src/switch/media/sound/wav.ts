import { sampleRate, type Sound } from '../frame.ts'
import { decode, laws } from '../codec/g711.ts'
import { resample } from '../codec/resample.ts'

/** 16 MiB: a quarter of an hour at the telephone's rate. Longer files would hold up the clock while they are unpacked. */
export const wavBytesMax = 16 * 1024 * 1024
const rateMin = 4000
const rateMax = 192_000
const channelsMax = 2

const headerBytes = 44
const formatPcm = 1
const formatAlaw = 6
const formatMulaw = 7
const formatExtensible = 0xfffe

/** The file is no WAV that we can play; the message says why, for whoever made the file. */
export class WavUnreadable extends Error {
  override readonly name = 'WavUnreadable'
}

type Format = { code: number; channels: number; rate: number; bits: number }

/**
 *   | "RIFF" | size | "WAVE" |  then chunks, each padded to an even length:
 *   | "fmt " | size | format 2 | channels 2 | rate 4 | bytes/s 4 | block 2 | bits 2 | …
 *   | "data" | size | samples, channels taking turns
 *
 * Reads PCM of 16 bits, A-law and µ-law, one or two channels, any rate from 4 to 192 kHz, as sound of the telephone.
 * @throws WavUnreadable
 */
export function readWav(bytes: Uint8Array): Sound {
  if (bytes.length > wavBytesMax) throw new WavUnreadable(`more than ${wavBytesMax} bytes`)
  const chunks = readChunks(bytes)
  const format = readFormat(chunks.get('fmt '))
  const data = chunks.get('data')
  if (!data) throw new WavUnreadable('it has no "data"')
  return resample(toMono(unpack(data, format), format.channels), format.rate)
}

/** One channel of 16 bits at the telephone's rate. */
export function writeWav(sound: Sound): Buffer {
  const bytes = Buffer.alloc(headerBytes + sound.length * 2)
  bytes.write('RIFF', 0, 'latin1')
  bytes.writeUInt32LE(bytes.length - 8, 4)
  bytes.write('WAVEfmt ', 8, 'latin1')
  bytes.writeUInt32LE(16, 16)
  bytes.writeUInt16LE(formatPcm, 20)
  bytes.writeUInt16LE(1, 22)
  bytes.writeUInt32LE(sampleRate, 24)
  bytes.writeUInt32LE(sampleRate * 2, 28)
  bytes.writeUInt16LE(2, 32)
  bytes.writeUInt16LE(16, 34)
  bytes.write('data', 36, 'latin1')
  bytes.writeUInt32LE(sound.length * 2, 40)
  for (let i = 0; i < sound.length; i++) bytes.writeInt16LE(sound[i]!, headerBytes + i * 2)
  return bytes
}

function readChunks(bytes: Uint8Array): Map<string, DataView> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const name = (at: number) => Buffer.from(bytes.subarray(at, at + 4)).toString('latin1')
  if (bytes.length < 12 || name(0) !== 'RIFF' || name(8) !== 'WAVE') {
    throw new WavUnreadable('it does not begin with RIFF … WAVE')
  }
  const chunks = new Map<string, DataView>()
  for (let at = 12; at + 8 <= bytes.length;) {
    const size = view.getUint32(at + 4, true)
    const here = Math.min(size, bytes.length - at - 8) // a stream's header may promise more than was written
    if (!chunks.has(name(at))) {
      chunks.set(name(at), new DataView(bytes.buffer, bytes.byteOffset + at + 8, here))
    }
    at += 8 + here + (here % 2)
  }
  return chunks
}

function readFormat(chunk: DataView | undefined): Format {
  if (!chunk || chunk.byteLength < 16) throw new WavUnreadable('it has no "fmt "')
  const outer = chunk.getUint16(0, true)
  const code =
    outer === formatExtensible && chunk.byteLength >= 26 ? chunk.getUint16(24, true) : outer
  const format = {
    code,
    channels: chunk.getUint16(2, true),
    rate: chunk.getUint32(4, true),
    bits: chunk.getUint16(14, true),
  }
  const bits = { [formatPcm]: 16, [formatAlaw]: 8, [formatMulaw]: 8 }[code]
  if (bits !== format.bits) {
    throw new WavUnreadable(
      `format ${code} with ${format.bits} bits; PCM 16, A-law or µ-law please`,
    )
  }
  if (format.channels < 1 || format.channels > channelsMax) {
    throw new WavUnreadable(`${format.channels} channels; one or two please`)
  }
  if (format.rate < rateMin || format.rate > rateMax) {
    throw new WavUnreadable(`${format.rate} samples a second; ${rateMin} to ${rateMax} please`)
  }
  return format
}

function unpack(data: DataView, { code }: Format): Int16Array {
  if (code !== formatPcm) {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    return decode(code === formatAlaw ? laws.PCMA : laws.PCMU, bytes)
  }
  const samples = new Int16Array(data.byteLength >> 1)
  for (let i = 0; i < samples.length; i++) samples[i] = data.getInt16(i * 2, true)
  return samples
}

function toMono(samples: Int16Array, channels: number): Int16Array {
  if (channels === 1) return samples
  const mono = new Int16Array(samples.length >> 1)
  for (let i = 0; i < mono.length; i++) mono[i] = (samples[i * 2]! + samples[i * 2 + 1]!) / 2
  return mono
}
