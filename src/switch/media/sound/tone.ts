import { newSound, sampleRate, type Sound } from '../frame.ts'

/** 15 ms: a tone grows and fades this long, so that it is a note and no click. */
const fadeSamples = (sampleRate * 15) / 1000

/**
 * One note, or several at once.
 * @param frequencies in Hz, below 4000
 * @param durationMs how long, fades included
 * @param levelDbfs level of the loudest moment; each of n frequencies has 1/n of it, so that nothing clips up to 0
 */
export function makeTone(
  frequencies: readonly number[],
  durationMs: number,
  levelDbfs: number,
): Sound {
  const sound = newSound(Math.round((sampleRate * durationMs) / 1000))
  const peak = (32767 * 10 ** (levelDbfs / 20)) / Math.max(1, frequencies.length)
  for (let i = 0; i < sound.length; i++) {
    const fade = Math.min(1, i / fadeSamples, (sound.length - 1 - i) / fadeSamples)
    let sample = 0
    for (const hz of frequencies) sample += Math.sin((2 * Math.PI * hz * i) / sampleRate)
    sound[i] = Math.round(sample * peak * fade)
  }
  return sound
}

/** Notes one after the other. */
export function joinSounds(sounds: readonly Sound[]): Sound {
  const joined = newSound(sounds.reduce((length, sound) => length + sound.length, 0))
  let at = 0
  for (const sound of sounds) {
    joined.set(sound, at)
    at += sound.length
  }
  return joined
}

/** Somebody came: one soft note. Below 1 kHz, where ears that grew old still hear well. */
export const entryTone: Sound = makeTone([660], 250, -22)
/** Somebody left: the same softness, lower. */
export const exitTone: Sound = makeTone([440], 250, -22)
/** For one caller alone: their line was turned off for the others. Three notes downwards. */
export const mutedTone: Sound = joinSounds([660, 550, 440].map((hz) => makeTone([hz], 160, -20)))
/** For one caller alone: two short notes, unlike the two above. */
export const privateTone: Sound = joinSounds([makeTone([880], 90, -24), makeTone([990], 90, -24)])
