import { bothWidths, sampleRate, samplesPerFrame, type Frame } from '../frame.ts'
import { AutomaticGain, type GainMemory } from './gain.ts'
import { NoiseGate, type GateMemory } from './gate.ts'
import { frameLevel, silenceDbfs } from './level.ts'
import { limited } from './limit.ts'

/** 2 ms: quick enough that no word loses its beginning, slow enough that nothing clicks. */
const fadeInSamples = (sampleRate * 2) / 1000

/** What was learnt of a voice and its line, for one that goes on elsewhere. */
export type VoiceMemory = { readonly gate: GateMemory; readonly gain: GainMemory }

/**
 * What belongs to the others of what one telephone sends: a voice at a common loudness, or nothing.
 *
 *   line ─▶ level ─▶ noise gate ─┬─ shut ──────────────────────────────▶ nothing: not mixed at all
 *                                └─ open ─▶ automatic gain ─▶ limiter ─▶ voice
 */
export class Voice {
  readonly #gate: NoiseGate
  readonly #gain: AutomaticGain
  readonly #shaped = bothWidths()
  /** What the last sample was multiplied with; 0 when it was left out. */
  #factor = 0

  constructor(before?: VoiceMemory) {
    this.#gate = new NoiseGate(before?.gate)
    this.#gain = new AutomaticGain(before?.gain)
  }

  /** One tick's sound; undefined when nobody speaks there. The frame lasts until the next call. */
  hear(frame: Frame | undefined): Frame | undefined {
    const levelDbfs = frame ? frameLevel(frame) : silenceDbfs
    const state = this.#gate.hear(levelDbfs)
    if (state === 'sounding') this.#gain.hear(levelDbfs)
    else this.#gain.pause()
    const from = this.#factor
    const factor = state === 'shut' || !frame ? 0 : this.#gain.factor()
    this.#factor = factor
    if (!frame || (from === 0 && factor === 0)) return undefined
    if (from === 1 && factor === 1) return frame
    const into = frame.length > samplesPerFrame ? this.#shaped.wide : this.#shaped.narrow
    for (let band = 0; band < frame.length; band += samplesPerFrame) {
      shape(frame, from, factor, into, band)
    }
    return into
  }

  /** What is done to it, for one log line: `gate open → gain +3 dB`. */
  describe(): string {
    const gainDb = Math.round(this.#gain.memory().gainDb)
    const gate = this.#factor === 0 ? 'shut' : 'open'
    return `gate ${gate} → gain ${gainDb > 0 ? '+' : ''}${gainDb} dB`
  }

  memory(): VoiceMemory {
    return { gate: this.#gate.memory(), gain: this.#gain.memory() }
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
