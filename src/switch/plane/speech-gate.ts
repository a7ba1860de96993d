import { frameMs, type Frame } from '../media/frame.ts'
import { frameLevel } from '../media/sound/level.ts'

/** How loud a voice is on a telephone line; the noise of the line was shut out before (media/sound/gate.ts). */
const speechDbfs = -33
/** Below this a voice has stopped; between the two nothing changes, so that a soft ending does not flicker. */
const silenceDbfs = -41
const startFrames = 60 / frameMs
const stopFrames = 800 / frameMs

/**
 * Says when somebody begins and stops speaking.
 *
 *            60 ms above speechDbfs
 *   silent ───────────────────────────▶ speaking
 *          ◀───────────────────────────
 *            800 ms below silenceDbfs, or shut out by the noise gate
 */
export type SpeechGate = {
  readonly speaking: boolean
  /** Takes one tick's frame (undefined is silence) and says what changed with it. */
  hear(frame: Frame | undefined): 'start' | 'stop' | undefined
}

export function makeSpeechGate(): SpeechGate {
  let speaking = false
  let frames = 0
  return {
    get speaking() {
      return speaking
    },
    hear(frame) {
      const levelDbfs = frame ? frameLevel(frame) : -Infinity
      const towardsChange = speaking ? levelDbfs < silenceDbfs : levelDbfs > speechDbfs
      frames = towardsChange ? frames + 1 : 0
      if (frames < (speaking ? stopFrames : startFrames)) return undefined
      frames = 0
      speaking = !speaking
      return speaking ? 'start' : 'stop'
    },
  }
}
