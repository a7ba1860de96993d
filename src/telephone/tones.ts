import { sampleRate, type Sound } from '../switch/media/frame.ts'

/** Blocks of 100 ms: a tone at a multiple of 10 Hz makes whole cycles in one, so neighbours do not leak in. */
const blockSamples = sampleRate / 10
const fullScale = 32768
/** What stands for minus infinity, so that levels can be compared and printed. */
export const silenceDbfs = -120

/**
 * How loud one pure tone is inside a sound, in dBFS (0 is a full-scale sine): the mean amplitude of 100 ms
 * Goertzel blocks. Give it multiples of 10 Hz. A remainder shorter than a block is left out.
 */
export function toneLevel(sound: Sound, hertz: number): number {
  let sum = 0
  let blocks = 0
  for (let at = 0; at + blockSamples <= sound.length; at += blockSamples, blocks++) {
    sum += blockAmplitude(sound.subarray(at, at + blockSamples), hertz)
  }
  return blocks === 0 ? silenceDbfs : toDbfs(sum / blocks)
}

/** How loud a sound is as a whole, in dBFS; a full-scale sine gives 0. */
export function loudness(sound: Sound): number {
  let energy = 0
  for (const sample of sound) energy += sample * sample
  return sound.length === 0
    ? silenceDbfs
    : toDbfs(Math.sqrt((2 * energy) / sound.length) / fullScale)
}

/** A sine of `hertz` at `dbfs`; what a test phone hums. */
export function sine(hertz: number, dbfs: number, seconds: number): Sound {
  const peak = fullScale * 10 ** (dbfs / 20)
  return Int16Array.from({ length: Math.round(seconds * sampleRate) }, (_, n) =>
    Math.round(peak * Math.sin((2 * Math.PI * hertz * n) / sampleRate)),
  )
}

export type Tone = { readonly hertz: number; readonly dbfs: number }

const search = { firstHertz: 200, lastHertz: 3400, stepHertz: 10 }
const tonesFoundMax = 8
/** A tone stands out of what lies 40 Hz beside it; a voice or a noise does not. */
const standsOut = { besideHertz: 40, decibels: 15 }

/** The pure tones in a sound, loudest first: what stands alone in its place of the spectrum. */
export function tonesIn(sound: Sound, quietestDbfs = -40): readonly Tone[] {
  const levels = new Map<number, number>()
  for (let hertz = search.firstHertz; hertz <= search.lastHertz; hertz += search.stepHertz) {
    levels.set(hertz, toneLevel(sound, hertz))
  }
  const at = (hertz: number): number => levels.get(hertz) ?? silenceDbfs
  return [...levels]
    .map(([hertz, dbfs]) => ({ hertz, dbfs }))
    .filter(({ hertz, dbfs }) => {
      const beside = [hertz - standsOut.besideHertz, hertz + standsOut.besideHertz].map(at)
      const peak = dbfs >= at(hertz - search.stepHertz) && dbfs > at(hertz + search.stepHertz)
      return dbfs >= quietestDbfs && peak && dbfs - Math.max(...beside) >= standsOut.decibels
    })
    .sort((a, b) => b.dbfs - a.dbfs)
    .slice(0, tonesFoundMax)
}

/** One Goertzel block: the amplitude of the sine at `hertz`, 1 for full scale. */
function blockAmplitude(block: Sound, hertz: number): number {
  const turn = 2 * Math.cos((2 * Math.PI * hertz) / sampleRate)
  let last = 0
  let beforeLast = 0
  for (const sample of block) {
    const now = sample + turn * last - beforeLast
    beforeLast = last
    last = now
  }
  const power = last * last + beforeLast * beforeLast - turn * last * beforeLast
  return (2 * Math.sqrt(Math.max(0, power))) / block.length / fullScale
}

function toDbfs(amplitude: number): number {
  return amplitude > 0 ? Math.max(silenceDbfs, 20 * Math.log10(amplitude)) : silenceDbfs
}
