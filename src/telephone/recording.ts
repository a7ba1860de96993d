import { samplesPerFrame, sampleRate, type Frame, type Sound } from '../switch/media/frame.ts'

/** Longer calls keep their last hour. */
const secondsMax = 3600
const framesMax = (secondsMax * sampleRate) / samplesPerFrame

export type Recording = {
  /** One frame more; undefined is 20 ms of silence. */
  add(frame: Frame | undefined): void
  readonly seconds: number
  /** Everything, or the last `seconds` of it. */
  sound(lastSeconds?: number): Sound
}

/** What a test telephone heard, kept in memory. This is the caller's own ear: the switch has nothing like it. */
export function recording(): Recording {
  const frames: (Frame | undefined)[] = []
  return {
    add(frame) {
      frames.push(frame && Int16Array.from(frame))
      if (frames.length > framesMax) frames.shift()
    },
    get seconds() {
      return (frames.length * samplesPerFrame) / sampleRate
    },
    sound(lastSeconds = secondsMax) {
      const count = Math.round((lastSeconds * sampleRate) / samplesPerFrame)
      const wanted = frames.slice(-Math.min(count, frames.length))
      const sound = new Int16Array(wanted.length * samplesPerFrame)
      wanted.forEach((frame, n) => {
        if (frame) sound.set(frame, n * samplesPerFrame)
      })
      return sound
    },
  }
}
