import { frameMs, sampleRate, samplesPerFrame, type Frame } from '../frame.ts'
import { frameLevel, silenceDbfs } from './level.ts'

/** How long a line may sound without a pause. */
export const unbrokenSecondsMax = 20
/** A pause: this much softer than a moment ago, for this long. Speech breathes at least every few seconds. */
const pauseDepthDb = 12
const pauseFrames = 160 / frameMs
/** How quickly a loud moment is forgotten. */
const forgetsDbPerFrame = (5 * frameMs) / 1000
/** After the time is over, so much in a row has to be more than one tone. */
const mixedFrames = 500 / frameMs

/**
 * Notices a line that never pauses: music on hold, a hum, a radio, a telephone that lies beside the television.
 *
 *   sound    ▁▇▇▅▇▇▆▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇   hold music                 ▁▇▆▁▁▇▇▅▇▁▁▇▁▇▇▇▆▁▇▇▅▁▁   speech
 *   counts     0 ──────────── 20 s ──▶ enough                              0─▶0──▶0─▶0─▶0───▶0──▶0     each pause: anew
 *
 * @NOTE One pure tone from 300 Hz up is let through however long it lasts: that is somebody measuring the line. A
 * network's dialling tone (425 Hz) is one as well; whoever forgot their handset beside it is muted by hand. Mains hum and
 * music are never pure.
 */
export class Guard {
  readonly #unbrokenFramesMax: number
  #loudestDbfs = -Infinity
  #unbroken = 0
  #soft = 0
  #mixed = 0

  /** @param unbrokenSeconds 0 lets everything through */
  constructor(unbrokenSeconds = unbrokenSecondsMax) {
    this.#unbrokenFramesMax = (unbrokenSeconds * 1000) / frameMs
  }

  /**
   * One tick's sound, undefined for none: a line that stumbles for a moment has not paused, one that is away for as long
   * as a pause has. True in the tick when it has been enough; then it counts anew.
   */
  hear(frame: Frame | undefined): boolean {
    if (this.#unbrokenFramesMax === 0) return false
    const levelDbfs = frame ? frameLevel(frame) : silenceDbfs
    this.#loudestDbfs = Math.max(levelDbfs, this.#loudestDbfs - forgetsDbPerFrame)
    const isSoft = !frame || levelDbfs < this.#loudestDbfs - pauseDepthDb
    this.#soft = isSoft ? this.#soft + 1 : 0
    if (this.#soft >= pauseFrames) return this.#beginAnew()
    if (++this.#unbroken < this.#unbrokenFramesMax) return false
    this.#mixed = !frame || isPureTone(frame) ? 0 : this.#mixed + 1
    if (this.#mixed < mixedFrames) return false
    this.#beginAnew()
    return true
  }

  #beginAnew(): false {
    this.#unbroken = 0
    this.#soft = 0
    this.#mixed = 0
    this.#loudestDbfs = -Infinity
    return false
  }
}

/** Frequencies this far apart are told apart within a frame. */
const lag = 5
/** Share of a frame that one tone may leave unexplained: A-law's own noise and a little more. */
const unexplainedMax = 0.02
/** Below, a tone is no tone but a hum. */
const toneHzMin = 300

/**
 * Whether a frame is one sine. For one of ω, x[n] + x[n - 2k] = 2 cos(kω) · x[n - k] at every n and for each lag k; a sum
 * of several leaves a rest whatever factor is taken.
 */
export function isPureTone(frame: Frame): boolean {
  const lowest = 2 * Math.cos((2 * Math.PI * toneHzMin) / sampleRate)
  return bestFit(frame, 1).factor <= lowest && bestFit(frame, lag).unexplained <= unexplainedMax
}

/** The factor of the equation above that leaves least, and what it leaves, as a share of the frame's power. */
function bestFit(frame: Frame, k: number): { factor: number; unexplained: number } {
  let middle = 0
  let both = 0
  let product = 0
  for (let n = 2 * k; n < samplesPerFrame; n++) {
    const outer = frame[n]! + frame[n - 2 * k]!
    const inner = frame[n - k]!
    middle += inner * inner
    both += outer * outer
    product += inner * outer
  }
  if (middle === 0) return { factor: 2, unexplained: 1 }
  const factor = product / middle
  return { factor, unexplained: (both - factor * product) / middle }
}
