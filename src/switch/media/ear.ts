import { sampleRate, samplesPerFrame, type Frame, type Sound } from './frame.ts'
import { comfortNoise } from './noise.ts'

/** 5 ms: every change of what is heard takes this long, so that nothing clicks. */
const rampSamples = (sampleRate * 5) / 1000

/** What one caller hears: sounds of their own, one after the other, each covering the room; then the room again. */
export type Playout = {
  /**
   * Plays after everything that is queued. Resolves when its last sample has been handed out, or at once when the signal
   * aborts; then the rest is not heard.
   */
  play(sound: Sound, signal: AbortSignal): Promise<void>
  /** The next 20 ms. `room` is what is heard where nothing covers it; undefined is comfort noise. Lasts until the next call. */
  next(room: Frame | undefined): Frame
  /** Whether a sound is being played. */
  readonly busy: boolean
}

type Played = { readonly sound: Sound; at: number; readonly over: () => void }

/**
 *   sound   ╭──────────────────╮ ╭────────╮         ╭───────╮ aborted: 5 ms and gone
 *        ───╯                  ╰─╯        ╰─────────╯       ╰╮
 *   room ──╮                               ╭───────╮         ╭────────
 *          ╰───────────────────────────────╯       ╰─────────╯
 */
export function playout(): Playout {
  const queue: Played[] = []
  const frame: Frame = new Int16Array(samplesPerFrame)
  const breath = comfortNoise()
  /** How much of the room is heard, in ramp steps: all of it at `rampSamples`, nothing at 0. */
  let uncovered = rampSamples
  /** What was cut off and still has to fade. */
  let tail: Played | undefined

  function mixRoom(room: Frame, covered: boolean) {
    for (let i = 0; i < samplesPerFrame; i++) {
      if (covered && uncovered > 0) uncovered--
      else if (!covered && uncovered < rampSamples) uncovered++
      frame[i] = (room[i]! * uncovered) / rampSamples
    }
  }

  function mixTail() {
    if (!tail) return
    const { sound, at } = tail
    for (let i = 0; i < rampSamples; i++) {
      frame[i]! += ((sound[at + i] ?? 0) * edge(sound, at + i) * (rampSamples - i)) / rampSamples
    }
    tail = undefined
  }

  function mixSounds() {
    let i = 0
    while (i < samplesPerFrame && queue[0]) {
      const { sound, at } = queue[0]
      const count = Math.min(samplesPerFrame - i, sound.length - at)
      for (let n = 0; n < count; n++) frame[i + n]! += sound[at + n]! * edge(sound, at + n)
      queue[0].at += count
      i += count
      if (queue[0].at === sound.length) queue.shift()?.over()
    }
  }

  return {
    play(sound, signal) {
      if (signal.aborted || sound.length === 0) return Promise.resolve()
      return new Promise((resolve) => {
        const over = () => {
          signal.removeEventListener('abort', cut)
          resolve()
        }
        const played: Played = { sound, at: 0, over }
        const cut = () => {
          const place = queue.indexOf(played)
          if (place >= 0) queue.splice(place, 1)
          if (played.at > 0) tail = played
          over()
        }
        signal.addEventListener('abort', cut)
        queue.push(played)
      })
    },

    next(room) {
      const under = room ?? breath()
      const covered = queue.length > 0
      if (!covered && !tail && uncovered === rampSamples) return under
      mixRoom(under, covered)
      mixTail()
      mixSounds()
      return frame
    },

    get busy() {
      return queue.length > 0
    },
  }
}

/** How much of a sample is heard, by how near it is to the edges of its sound. */
function edge(sound: Sound, at: number): number {
  const nearest = Math.min(at + 1, sound.length - at)
  return nearest >= rampSamples ? 1 : nearest / rampSamples
}
