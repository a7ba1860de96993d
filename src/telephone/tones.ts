import { sampleRate, type Sound } from '../switch/media/frame.ts'
import { silenceDbfs, toneLevel } from '../switch/media/sound/level.ts'

/** Blocks of 100 ms: a tone at a multiple of 10 Hz makes whole cycles in one, so neighbours do not leak in. */
const blockSamples = sampleRate / 10
const fullScale = 32768

/**
 * How loud one pure tone is inside a sound, in dBFS (0 is a full-scale sine): the mean over blocks of 100 ms, so that
 * a lost packet, after which the tone goes on in another phase, does not cancel what was heard before it.
 * Give it multiples of 10 Hz. A remainder shorter than a block is left out.
 */
export function heardLevel(sound: Sound, hertz: number): number {
  let sum = 0
  let blocks = 0
  for (let at = 0; at + blockSamples <= sound.length; at += blockSamples, blocks++) {
    sum += 10 ** (toneLevel(sound.subarray(at, at + blockSamples), hertz) / 20)
  }
  return blocks === 0 ? silenceDbfs : 20 * Math.log10(sum / blocks)
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

/** Whether there is a pure tone at just this place; much less work than looking for all of them. */
export function hasTone(sound: Sound, hertz: number, quietestDbfs = -40): boolean {
  const level = heardLevel(sound, hertz)
  const beside = [hertz - standsOut.besideHertz, hertz + standsOut.besideHertz]
  return (
    level >= quietestDbfs &&
    beside.every((other) => level - heardLevel(sound, other) >= standsOut.decibels)
  )
}

/** The pure tones in a sound, loudest first: what stands alone in its place of the spectrum. */
export function tonesIn(sound: Sound, quietestDbfs = -40): readonly Tone[] {
  const levels = new Map<number, number>()
  for (let hertz = search.firstHertz; hertz <= search.lastHertz; hertz += search.stepHertz) {
    levels.set(hertz, heardLevel(sound, hertz))
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
