import { frameMs } from '../frame.ts'

/** A voice is at least this far above the noise of its own line. */
const aboveNoiseDb = 10
/** Whatever the line is like: what is louder is always heard, what is softer never. */
const opensDbfsMax = -38
const opensDbfsMin = -50
/** It shuts this far below where it opens, so that a soft ending does not flicker. */
const hysteresisDb = 6
/** Stays open after the last sound: the pauses inside a sentence are part of it. */
const hangOverFrames = 300 / frameMs

/** The noise of a line before we know it, and the least that we believe. */
const noiseAtFirstDbfs = -55
const noiseDbfsMin = -70
/** Noise is taken for louder this slowly, and halfway for softer at once: every breath shows how quiet a line can be. */
const noiseRisesDbPerFrame = (3 * frameMs) / 1000

/** `sounding`: loud enough to open it. `hanging`: softer, but the gate was open a moment ago. */
export type GateState = 'sounding' | 'hanging' | 'shut'

/** What was learnt of a line, for one that goes on elsewhere. */
export type GateMemory = { readonly noiseDbfs: number; readonly framesLeft: number }

/**
 * Tells a voice from the room around the telephone. Twenty living rooms that are each too soft to be noticed are loud
 * together; what the gate shuts out is not mixed.
 *
 *   level   ╭─╮   ╭──╮                        ╭╮
 *   ────────┼─┼───┼──┼─────────────────────── ││ ─  opens: noise + 10 dB, between -50 and -38 dBFS
 *   ────────┼─┼───┼──┼────────────────────────┼┼──  shuts: 6 dB lower
 *   ~~~~~~~~╯ ╰~~~╯  ╰~~~~~~~~~~~~~~~~~~~~~~~~╯╰~~  noise of the line
 *   shut     │        │ hanging, 300 ms │ shut   │
 *
 * The frame that opens it passes, so a word loses at most the part of it that was still below the line: under 20 ms.
 */
export class NoiseGate {
  // A number with a fraction in a field that begins undefined would be a new object each time; in a literal it is not.
  readonly #line: { noiseDbfs: number; framesLeft: number }

  constructor(before?: GateMemory) {
    this.#line = { noiseDbfs: noiseAtFirstDbfs, framesLeft: 0, ...before }
  }

  /** One frame's level in dBFS; says whether it belongs to a voice. */
  hear(levelDbfs: number): GateState {
    const line = this.#line
    line.noiseDbfs = followedNoise(line.noiseDbfs, levelDbfs)
    const opens = Math.min(opensDbfsMax, Math.max(opensDbfsMin, line.noiseDbfs + aboveNoiseDb))
    if (levelDbfs > opens) {
      line.framesLeft = hangOverFrames
      return 'sounding'
    }
    if (line.framesLeft === 0) return 'shut'
    if (levelDbfs < opens - hysteresisDb) line.framesLeft--
    return 'hanging'
  }

  memory(): GateMemory {
    return { ...this.#line }
  }
}

function followedNoise(noiseDbfs: number, levelDbfs: number): number {
  const softer = (noiseDbfs + levelDbfs) / 2
  return levelDbfs < noiseDbfs ? Math.max(noiseDbfsMin, softer) : noiseDbfs + noiseRisesDbPerFrame
}
