import { frameMs } from '../frame.ts'

/** Where voices are brought to. Nearer than the tolerance is near enough: then nothing moves. */
const targetDbfs = -18
const toleranceDb = 4
/** Nobody is made louder or softer than this. */
export const gainDbMax = 12

const perFrame = (perSecond: number) => (perSecond * frameMs) / 1000
/** Slow enough that nobody notices it happening. */
const riseDb = perFrame(3)
const fallDb = perFrame(6)
/** What still leaves us louder than this hurts: down within half a second. */
const tooLoudDbfs = -6
const fallDbWhenTooLoud = perFrame(24)
/** How much one frame counts: the mean of about a second of speech. */
const weight = 1 / 50
/** A handset that is put down, a cough: shorter than this says nothing about a voice. */
const learnsFromFrames = 100 / frameMs

/** What was learnt of a voice, for one that goes on elsewhere. */
export type GainMemory = {
  readonly meanPower: number
  readonly gainDb: number
  readonly factor: number
}

/**
 * Brings a line to a common loudness: a soft voice on an old telephone and a loud one close to the mouth are heard alike.
 *
 *   loudness   ─ ─ ─ ─╮ soft talker      ╭─ ─ ─ louder        mean of what sounds; pauses do not count
 *   gain  0 dB ───╮   ╰─────             ╯
 *                 ╰╱╱╱╱▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔▔╲╲╲▁▁▁             3 dB a second up, 6 down
 *                        silence: frozen, so that noise never swells up between two sentences
 */
export class AutomaticGain {
  readonly #now: { meanPower: number; gainDb: number; factor: number }
  #framesInRow = 0

  constructor(before?: GainMemory) {
    this.#now = { meanPower: powerOf(targetDbfs), gainDb: 0, factor: 1, ...before }
  }

  /** Learns from one frame of voice; for frames without one, call `pause`. */
  hear(levelDbfs: number): void {
    if (++this.#framesInRow < learnsFromFrames) return
    const now = this.#now
    now.meanPower += (powerOf(levelDbfs) - now.meanPower) * weight
    const step = stepDb(10 * Math.log10(now.meanPower) + now.gainDb, levelDbfs + now.gainDb)
    if (step === 0) return
    now.gainDb = Math.min(gainDbMax, Math.max(-gainDbMax, now.gainDb + step))
    now.factor = 10 ** (now.gainDb / 20)
  }

  pause(): void {
    this.#framesInRow = 0
  }

  /** What to multiply samples with now. */
  factor(): number {
    return this.#now.factor
  }

  memory(): GainMemory {
    return { ...this.#now }
  }
}

/** How far the gain moves in this frame, by how loud the line is heard on the whole and now. */
function stepDb(heardDbfs: number, nowDbfs: number): number {
  if (nowDbfs > tooLoudDbfs) return -fallDbWhenTooLoud
  if (heardDbfs > targetDbfs + toleranceDb) return -fallDb
  return heardDbfs < targetDbfs - toleranceDb ? riseDb : 0
}

const powerOf = (dbfs: number) => 10 ** (dbfs / 10)
