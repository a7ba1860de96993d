import { frameMs, type Frame } from '../switch/media/frame.ts'
import { soundLevel } from '../switch/media/sound/level.ts'

/** Softer than this is silence: line noise and companded zeros lie below, the quietest prompt far above. */
const soundFromDbfs = -50

/** Sound that was heard, from its beginning to the silence after it. Media time: ms since the first frame. */
export type Utterance = { readonly fromMs: number; readonly untilMs: number }

export type Attention = {
  /** One frame of what came in; undefined is silence. */
  heard(frame: Frame | undefined): void
  /** Media time so far, in ms. */
  readonly nowMs: number
  /** When sound first came; undefined as long as nothing did. */
  readonly firstSoundMs: number | undefined
  /** How long it has been quiet now, in ms: 0 while there is sound. */
  readonly quietMs: number
  /** What has been said since `mark()`, if anything; still going on while `quietMs` is 0. */
  readonly utterance: Utterance | undefined
  /** Forgets what was said, to wait for the next prompt. */
  mark(): void
}

/**
 * Follows what comes out of a telephone and knows whether somebody is speaking: the ear of a caller who waits
 * for a prompt to end. Owns no clock; time is the frames it was given.
 *
 *   ····▁▁▁▁▃▅▇▅▃▅▆▃▁▁▁▁▁▁▁▁▁
 *           └utterance┘└quietMs▶
 */
export function attention(): Attention {
  let nowMs = 0
  let firstSoundMs: number | undefined
  let lastSoundMs = 0
  let utterance: Utterance | undefined
  return {
    heard(frame) {
      const beganMs = nowMs
      nowMs += frameMs
      if (!frame || soundLevel(frame) < soundFromDbfs) return
      lastSoundMs = nowMs
      firstSoundMs ??= beganMs
      utterance = { fromMs: utterance?.fromMs ?? beganMs, untilMs: nowMs }
    },
    get nowMs() {
      return nowMs
    },
    get firstSoundMs() {
      return firstSoundMs
    },
    get quietMs() {
      return nowMs - lastSoundMs
    },
    get utterance() {
      return utterance
    },
    mark() {
      utterance = undefined
    },
  }
}
