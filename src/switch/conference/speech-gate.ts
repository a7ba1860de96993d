import type { Frame } from '../media/frame.ts'

/** Mean level of a voice on a telephone line, well above the hum of the line (16 bit linear). */
const speechLevel = 500
/** Below this a voice has stopped; between the two nothing changes, so that a soft ending does not flicker. */
const silenceLevel = 200
const startFrames = 3
const stopFrames = 40
/** A fourth of the samples tells the level as well as all of them. */
const stride = 4

/**
 * Says when somebody begins and stops speaking.
 *
 *            60 ms above speechLevel
 *   silent ───────────────────────────▶ speaking
 *          ◀───────────────────────────
 *            800 ms below silenceLevel
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
      const level = frame === undefined ? 0 : meanLevel(frame)
      const towardsChange = speaking ? level < silenceLevel : level > speechLevel
      frames = towardsChange ? frames + 1 : 0
      if (frames < (speaking ? stopFrames : startFrames)) return undefined
      frames = 0
      speaking = !speaking
      return speaking ? 'start' : 'stop'
    },
  }
}

function meanLevel(frame: Frame): number {
  let sum = 0
  for (let at = 0; at < frame.length; at += stride) sum += Math.abs(frame[at] ?? 0)
  return (sum * stride) / frame.length
}
