import { sampleRate, samplesPerFrame, type Frame, type Sound } from '../frame.ts'

/** Silence has no level; this stands for it. */
export const silenceDbfs = -120

const fullScale = 32768

/** Level of one frequency in a sound, in dB below a sine that fills the scale (Goertzel's filter). */
export function toneLevel(sound: Sound, hz: number): number {
  const turn = 2 * Math.cos((2 * Math.PI * hz) / sampleRate)
  let before = 0
  let last = 0
  for (const sample of sound) {
    const next = sample + turn * last - before
    before = last
    last = next
  }
  const power = before * before + last * last - turn * before * last
  return decibel((2 * Math.sqrt(Math.max(0, power))) / Math.max(1, sound.length) / fullScale)
}

/** Loudness of a sound, in dB below a sine that fills the scale. */
export function soundLevel(sound: Sound): number {
  let power = 0
  for (let i = 0; i < sound.length; i++) power += sound[i]! * sound[i]!
  return decibel(Math.sqrt((2 * power) / Math.max(1, sound.length)) / fullScale)
}

/** Loudness of one tick, of all its bands together. */
export function frameLevel(frame: Frame): number {
  let power = 0
  for (let i = 0; i < frame.length; i++) power += frame[i]! * frame[i]!
  return decibel(Math.sqrt((2 * power) / samplesPerFrame) / fullScale)
}

function decibel(ratio: number): number {
  return Math.max(silenceDbfs, 20 * Math.log10(ratio))
}
