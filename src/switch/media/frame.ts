/**
 * The grain of all sound: telephone quality, twenty milliseconds at a time (RFC 3551 §4.5.14, ptime 20).
 * Every other number of the media side follows from these two.
 */
export const sampleRate = 8000
export const frameMs = 20
export const samplesPerFrame = (sampleRate * frameMs) / 1000

/** A frame in wide sound: both bands, each at `sampleRate`. Together they are sound at 16 kHz. */
export const wideSamplesPerFrame = 2 * samplesPerFrame

/**
 * Sound of one tick, 16 bit linear. Belongs to whoever made it; copy it to keep it.
 *
 *   narrow  | 0–4 kHz, samplesPerFrame |                             all that G.711 carries
 *   wide    | 0–4 kHz                  | 4–8 kHz, samplesPerFrame |  G.722, which has the same two bands
 *
 * So whoever knows of telephone sound alone reads the first `samplesPerFrame` samples of any frame and is right, and a
 * room without wide telephones never computes more than those.
 */
export type Frame = Int16Array

/** A place for a frame of either width; the narrow one is the begin of the wide one. */
export function bothWidths(): { readonly wide: Frame; readonly narrow: Frame } {
  const wide: Frame = new Int16Array(wideSamplesPerFrame)
  return { wide, narrow: wide.subarray(0, samplesPerFrame) }
}

/** Sound of any length at `sampleRate`: a prompt, a tone, a file. Never changed once made. */
export type Sound = Int16Array

/** A place for a sound, in memory that all threads see: playing it on another one copies nothing. */
export function newSound(samples: number): Sound {
  return new Int16Array(new SharedArrayBuffer(samples * Int16Array.BYTES_PER_ELEMENT))
}

/** The keys of a telephone. A–D exist in RFC 4733 but on no telephone; they are dropped at the wire. */
export const keys = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '#'] as const
export type Key = (typeof keys)[number]
