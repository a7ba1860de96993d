import { bothWidths, sampleRate, samplesPerFrame, type Frame } from '../frame.ts'
import { automaticGain, type GainMemory } from './gain.ts'
import { noiseGate, type GateMemory } from './gate.ts'
import { frameLevel, silenceDbfs } from './level.ts'
import { limited } from './limit.ts'

/** 2 ms: quick enough that no word loses its beginning, slow enough that nothing clicks. */
const fadeInSamples = (sampleRate * 2) / 1000

/** What belongs to the others of what one telephone sends: a voice at a common loudness, or nothing. */
export type Voice = {
  /** One tick's sound; undefined when nobody speaks there. The frame lasts until the next call. */
  hear(frame: Frame | undefined): Frame | undefined
  memory(): VoiceMemory
}

/** What was learnt of a voice and its line, for one that goes on elsewhere. */
export type VoiceMemory = { readonly gate: GateMemory; readonly gain: GainMemory }

/**
 *   line ─▶ level ─▶ noise gate ─┬─ shut ──────────────────────────────▶ nothing: not mixed at all
 *                                └─ open ─▶ automatic gain ─▶ limiter ─▶ voice
 */
export function voice(before?: VoiceMemory): Voice {
  const gate = noiseGate(before?.gate)
  const gain = automaticGain(before?.gain)
  const shaped = bothWidths()
  /** What the last sample was multiplied with; 0 when it was left out. In a field, as in gain.ts. */
  const last = { factor: 0 }

  return {
    hear(frame) {
      const levelDbfs = frame ? frameLevel(frame) : silenceDbfs
      const state = gate.hear(levelDbfs)
      if (state === 'sounding') gain.hear(levelDbfs)
      else gain.pause()
      const from = last.factor
      const factor = state === 'shut' || !frame ? 0 : gain.factor()
      last.factor = factor
      if (!frame || (from === 0 && factor === 0)) return undefined
      if (from === 1 && factor === 1) return frame
      const into = frame.length > samplesPerFrame ? shaped.wide : shaped.narrow
      for (let band = 0; band < frame.length; band += samplesPerFrame) {
        shape(frame, from, factor, into, band)
      }
      return into
    },
    memory: () => ({ gate: gate.memory(), gain: gain.memory() }),
  }
}

/** One band, from one factor to the next without a step; what ends takes the whole frame to fade. */
function shape(frame: Frame, from: number, to: number, into: Frame, band: number): void {
  const rampSamples = to === 0 ? samplesPerFrame : fadeInSamples
  const step = (to - from) / rampSamples
  for (let i = 0; i < rampSamples; i++) {
    into[band + i] = limited((frame[band + i]! * (from + step * (i + 1))) | 0)
  }
  for (let i = band + rampSamples; i < band + samplesPerFrame; i++) {
    into[i] = limited((frame[i]! * to) | 0)
  }
}
