import { bothWidths, samplesPerFrame, type Frame, type Sound } from '../media/frame.ts'

/** A sound on its way out, a frame each tick; what is short of a whole frame at its end is silence. */
export type RunningTone = {
  /** The next frame, which lasts until the one after it; undefined when the sound is over. */
  next(wide: boolean): Frame | undefined
}

/**
 * One frame is filled again and again. A soft low tone has nothing in the high band, so as a wide voice, which is what a wide
 * telephone says, it is the same frame with silence behind it.
 */
export function runningTone(sound: Sound): RunningTone {
  const frame = bothWidths()
  let at = 0
  return {
    next(isWide) {
      if (at >= sound.length) return undefined
      const { wide, narrow } = frame
      for (let i = 0; i < samplesPerFrame; i++) narrow[i] = sound[at + i] ?? 0
      at += samplesPerFrame
      return isWide ? wide : narrow
    },
  }
}
