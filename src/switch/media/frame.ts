/**
 * The grain of all sound: telephone quality, twenty milliseconds at a time (RFC 3551 §4.5.14, ptime 20).
 * Every other number of the media side follows from these two.
 */
export const sampleRate = 8000
export const frameMs = 20
export const samplesPerFrame = (sampleRate * frameMs) / 1000

/** Sound of one tick: `samplesPerFrame` samples, 16 bit linear. Belongs to whoever made it; copy it to keep it. */
export type Frame = Int16Array

/** Sound of any length at `sampleRate`: a prompt, a tone, a file. Never changed once made. */
export type Sound = Int16Array

/** The keys of a telephone. A–D exist in RFC 4733 but on no telephone; they are dropped at the wire. */
export const keys = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '#'] as const
export type Key = (typeof keys)[number]
