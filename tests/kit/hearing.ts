import { readFileSync } from 'node:fs'
import { sampleRate, type Sound } from '../../src/switch/media/frame.ts'
import { silenceDbfs, soundLevel } from '../../src/switch/media/sound/level.ts'
import { heardLevel } from '../../src/telephone/tones.ts'

/** The truth table of a conference, in dBFS: a voice of −15 that went through twice A-law keeps 10 dB distance. */
export const heardFromDbfs = -25
export const unheardUntilDbfs = -45

/** Who hums what: multiples of 10 Hz, no harmonics of one another, no pair of a telephone key. */
export const hum = { ada: 700, bob: 1000, cy: 1450, dora: 1870 } as const
export type Name = keyof typeof hum

const names = Object.keys(hum) as Name[]

/** Whose tones are in a sound. A level between heard and unheard is no answer: it fails. */
export function whoIsIn(sound: Sound): Name[] {
  return names.filter((name) => {
    const dbfs = heardLevel(sound, hum[name])
    if (dbfs > unheardUntilDbfs && dbfs < heardFromDbfs) {
      throw new Error(`${name} is neither heard nor unheard: ${dbfs.toFixed(1)} dBFS`)
    }
    return dbfs >= heardFromDbfs
  })
}

/** Whose tones go on all through a sound, whatever is said or played besides. */
export function whoHumsIn(sound: Sound): Name[] {
  return names.filter((name) => heardLevel(sound, hum[name]) >= heardFromDbfs)
}

const blockSamples = sampleRate / 10

/** The loudest 100 ms, in dBFS. */
export function loudest(sound: Sound): number {
  let most = silenceDbfs
  for (let at = 0; at + blockSamples <= sound.length; at += blockSamples) {
    most = Math.max(most, soundLevel(sound.subarray(at, at + blockSamples)))
  }
  return most
}

/** Part of a sound, in seconds; negative ones count from its end. */
export function part(sound: Sound, fromSeconds: number, untilSeconds?: number): Sound {
  return sound.slice(
    fromSeconds * sampleRate,
    untilSeconds === undefined ? undefined : untilSeconds * sampleRate,
  )
}

/**
 * A recording that another program made: RIFF, mono, 16 bit, at the telephone's rate or another that is asked for. A file still being written has no length in
 * its header yet; then everything after the header counts.
 */
export function readRecording(file: string, rate = sampleRate): Sound {
  const bytes = readFileSync(file)
  for (let at = 12; at + 8 <= bytes.length;) {
    const length = bytes.readUInt32LE(at + 4)
    const body = bytes.subarray(at + 8, length === 0 ? undefined : at + 8 + length)
    const id = bytes.toString('latin1', at, at + 4)
    if (id === 'fmt ' && (body.readUInt16LE(2) !== 1 || body.readUInt32LE(4) !== rate)) {
      throw new Error(`${file} is not mono at ${rate} Hz`)
    }
    if (id === 'data') {
      return Int16Array.from({ length: body.length >> 1 }, (_, n) => body.readInt16LE(2 * n))
    }
    at += 8 + length + (length & 1)
  }
  throw new Error(`${file} holds no sound`)
}
