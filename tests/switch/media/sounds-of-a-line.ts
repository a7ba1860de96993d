/** What telephones send, made here: speech, hums, the noise of a room, music on hold. */
import { readdirSync, readFileSync } from 'node:fs'
import {
  sampleRate,
  samplesPerFrame,
  type Frame,
  type Sound,
} from '../../../src/switch/media/frame.ts'
import { decode, encode, laws } from '../../../src/switch/media/codec/g711.ts'
import { joinSounds } from '../../../src/switch/media/sound/tone.ts'
import { readWav } from '../../../src/switch/media/sound/wav.ts'

/** Whole frames of a sound; what is left over at its end is left out. */
export function framesOf(sound: Sound): Frame[] {
  return Array.from({ length: Math.floor(sound.length / samplesPerFrame) }, (_, n) =>
    sound.subarray(n * samplesPerFrame, (n + 1) * samplesPerFrame),
  )
}

/** White noise, the same each time. */
export function noise(dbfs: number, seconds: number): Sound {
  const peak = 32_768 * 10 ** (dbfs / 20) * Math.sqrt(1.5) // a sine's power, for samples that are all equally likely
  let state = 1
  return Int16Array.from({ length: seconds * sampleRate }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return (state / 2 ** 31 - 1) * peak
  })
}

/** The mains in a bad cable: 100 Hz and what goes with it. */
export function hum(dbfs: number, seconds: number): Sound {
  const peak = (32_768 * 10 ** (dbfs / 20)) / Math.sqrt(1 + 0.5 ** 2 + 0.3 ** 2)
  return Int16Array.from({ length: seconds * sampleRate }, (_, n) => {
    const phase = (2 * Math.PI * 100 * n) / sampleRate
    return peak * (Math.sin(phase) + 0.5 * Math.sin(2 * phase) + 0.3 * Math.sin(3 * phase))
  })
}

export function amplified(sound: Sound, gainDb: number): Sound {
  const factor = 10 ** (gainDb / 20)
  return sound.map((sample) => Math.max(-32_767, Math.min(32_767, sample * factor)))
}

export function added(one: Sound, other: Sound): Sound {
  return one.map((sample, n) => sample + other[n]!)
}

/** Every recorded sentence of a language, one right after the other, without a breath between: worse than anybody talks. */
export function monologue(locale: 'de' | 'en', seconds: number): Sound {
  const folder = `config/audio/${locale}`
  const sounds: Sound[] = []
  let samples = 0
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith('.wav') || samples >= seconds * sampleRate) continue
    const sound = readWav(readFileSync(`${folder}/${file}`))
    if (sound.length < 2 * sampleRate) continue
    sounds.push(sound)
    samples += sound.length
  }
  return joinSounds(sounds).slice(0, seconds * sampleRate)
}

const chords = [
  [262, 330, 392],
  [220, 262, 330],
  [294, 349, 440],
  [247, 294, 392],
]
const melody = [784, 659, 698, 880, 784, 659, 587, 523]

/** What a telephone system plays to whoever was put on hold: chords below, a melody of struck notes above, no rest anywhere. */
export function holdMusic(dbfs: number, seconds: number): Sound {
  const peak = (32_768 * 10 ** (dbfs / 20)) / 2
  const sine = (hz: number, n: number) => Math.sin((2 * Math.PI * hz * n) / sampleRate)
  return Int16Array.from({ length: seconds * sampleRate }, (_, n) => {
    const beats = n / (sampleRate * 0.4)
    const chord = chords[Math.floor(beats / 4) % chords.length]!
    const note = melody[Math.floor(beats) % melody.length]!
    const below = chord.reduce((sum, hz) => sum + sine(hz, n), 0) / chord.length
    return peak * (0.5 * below + Math.exp(-2 * (beats % 1)) * sine(note, n))
  })
}

/** The sound after it went through a telephone line. */
export function overTheWire(sound: Sound): Sound {
  const bytes = new Uint8Array(sound.length)
  encode(laws.PCMA, sound, bytes)
  return decode(laws.PCMA, bytes)
}

/** 0.2 s at 16 kHz, of whole numbers alone so that it is the same on every machine: a triangle that climbs from 100 Hz to 7 kHz, and noise. */
export function sweepWithNoise(): Int16Array {
  const samples = 3200
  let phase = 0
  let state = 1
  return Int16Array.from({ length: samples }, (_, n) => {
    phase = (phase + 410 + Math.floor((28_262 * n) / samples)) & 0xffff
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    const triangle = (Math.abs(phase - 0x8000) - 0x4000) >> 1
    return triangle + (state >>> 21) - 1024
  })
}
