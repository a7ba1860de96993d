/**
 * The one kind of sound file there is here: 8 kHz, mono, 16 bit linear, as every telephone plays it.
 *
 *     0  'RIFF'  size  'WAVE'
 *    12  'fmt '  16    1 (PCM)  1 channel  8000 Hz  16000 bytes/s  2 bytes/sample  16 bits
 *    36  'data'  size  samples …
 *
 * Nothing else stands in the header, no date and no program's name: the same sound is the same file.
 */

export const samplesPerSecond = 8000
const headerBytes = 44
const fullScale = 32768

/** Samples between −1 and 1 at `samplesPerSecond`. */
export type Samples = Float64Array

/** The bytes of the file that holds these samples. Nothing is dithered, so that it stays the same. */
export function writeWav(samples: Samples): Buffer {
  const file = Buffer.alloc(headerBytes + samples.length * 2)
  file.write('RIFF', 0, 'latin1')
  file.writeUInt32LE(file.length - 8, 4)
  file.write('WAVEfmt ', 8, 'latin1')
  file.writeUInt32LE(16, 16)
  file.writeUInt16LE(1, 20)
  file.writeUInt16LE(1, 22)
  file.writeUInt32LE(samplesPerSecond, 24)
  file.writeUInt32LE(samplesPerSecond * 2, 28)
  file.writeUInt16LE(2, 32)
  file.writeUInt16LE(16, 34)
  file.write('data', 36, 'latin1')
  file.writeUInt32LE(samples.length * 2, 40)
  for (const [at, sample] of samples.entries()) {
    const rounded = Math.round(sample * fullScale)
    file.writeInt16LE(Math.max(-fullScale, Math.min(fullScale - 1, rounded)), headerBytes + at * 2)
  }
  return file
}

/**
 * The samples in a file, wherever its data begins: a recording program may put its own chunks before them.
 * Throws with what is wrong, in words for whoever made the recording.
 */
export function readWav(file: Buffer): Samples {
  if (file.length < 12 || file.toString('latin1', 0, 4) !== 'RIFF')
    throw new Error('is no WAV file')
  let format: Buffer | undefined
  for (let at = 12; at + 8 <= file.length;) {
    const size = file.readUInt32LE(at + 4)
    const name = file.toString('latin1', at, at + 4)
    const chunk = file.subarray(at + 8, at + 8 + size)
    if (name === 'fmt ') format = chunk
    if (name === 'data') return toSamples(chunk, format)
    at += 8 + size + (size % 2)
  }
  throw new Error('holds no sound')
}

function toSamples(data: Buffer, format: Buffer | undefined): Samples {
  if (format === undefined || format.length < 16) throw new Error('does not say its format')
  const is = {
    coding: format.readUInt16LE(0),
    channels: format.readUInt16LE(2),
    rate: format.readUInt32LE(4),
    bits: format.readUInt16LE(14),
  }
  if (is.coding !== 1) throw new Error('is compressed; save it as PCM')
  if (is.channels !== 1) throw new Error(`has ${is.channels} channels instead of one`)
  if (is.rate !== samplesPerSecond) {
    throw new Error(`has ${is.rate} samples a second instead of ${samplesPerSecond}`)
  }
  if (is.bits !== 16) throw new Error(`has ${is.bits} bits instead of 16`)
  return Float64Array.from(
    { length: Math.floor(data.length / 2) },
    (_, at) => data.readInt16LE(at * 2) / fullScale,
  )
}
