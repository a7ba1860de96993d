import { widening } from '../codec/bands.ts'
import {
  bothWidths,
  sampleRate,
  samplesPerFrame,
  wideSamplesPerFrame,
  type Frame,
  type Sound,
} from '../frame.ts'
import { limited } from './limit.ts'
import { comfortNoise } from './noise.ts'

/** 5 ms: every change of what is heard takes this long, so that nothing clicks. */
const rampSamples = (sampleRate * 5) / 1000

type Played = { readonly sound: Sound; at: number; readonly over: () => void }

/**
 * What one caller hears: sounds of their own, one after the other, each covering the room; then the room again.
 *
 *   sound   ╭──────────────────╮ ╭────────╮         ╭───────╮ aborted: 5 ms and gone
 *        ───╯                  ╰─╯        ╰─────────╯       ╰╮
 *   room ──╮                               ╭───────╮         ╭────────
 *          ╰───────────────────────────────╯       ╰─────────╯
 */
export class Playout {
  readonly #queue: Played[] = []
  readonly #frames = bothWidths()
  /** Which frame of comfort noise is next. */
  #breath = 0
  /** How much of the room is heard, in ramp steps: all of it at `rampSamples`, nothing at 0. */
  #uncovered = rampSamples
  /** What was cut off and still has to fade. */
  #tail: Played | undefined
  /** Sounds are narrow; made when a caller with a wide telephone hears the first of them. */
  #wider: ReturnType<typeof soundsInBands> | undefined

  /**
   * Plays after everything that is queued. Resolves when its last sample has been handed out, or at once when the signal
   * aborts; then the rest is not heard.
   */
  play(sound: Sound, signal: AbortSignal): Promise<void> {
    if (signal.aborted || sound.length === 0) return Promise.resolve()
    return new Promise((resolve) => {
      const over = () => {
        signal.removeEventListener('abort', cut)
        resolve()
      }
      const played: Played = { sound, at: 0, over }
      const cut = () => {
        const place = this.#queue.indexOf(played)
        if (place >= 0) this.#queue.splice(place, 1)
        if (played.at > 0) this.#tail = played
        over()
      }
      signal.addEventListener('abort', cut)
      this.#queue.push(played)
    })
  }

  /**
   * The next 20 ms. `room` is what is heard where nothing covers it; undefined is comfort noise. `wide` says whether the
   * caller hears wide sound. Lasts until the next call.
   */
  next(room: Frame | undefined, wide = false): Frame {
    const under = room ?? comfortNoise(this.#breath++)
    const covered = this.#queue.length > 0
    if (!covered && !this.#tail && this.#uncovered === rampSamples) {
      this.#wider = undefined
      return under
    }
    const frames = this.#frames
    frames.wide.fill(0)
    if (this.#tail) fadeOut(this.#tail, frames.narrow)
    this.#tail = undefined
    this.#mixSounds(frames.narrow)
    if (wide) (this.#wider ??= soundsInBands()).spread(frames.wide)
    this.#mixRoom(under, covered)
    return wide ? frames.wide : frames.narrow
  }

  /** Whether a sound is being played. */
  busy(): boolean {
    return this.#queue.length > 0
  }

  #mixRoom(room: Frame, covered: boolean): void {
    const { wide } = this.#frames
    const roomIsWide = room.length > samplesPerFrame
    let uncovered = this.#uncovered
    for (let i = 0; i < samplesPerFrame; i++) {
      if (covered && uncovered > 0) uncovered--
      else if (!covered && uncovered < rampSamples) uncovered++
      const share = uncovered / rampSamples
      wide[i]! += room[i]! * share
      if (roomIsWide) wide[samplesPerFrame + i]! += room[samplesPerFrame + i]! * share
    }
    this.#uncovered = uncovered
  }

  #mixSounds(frame: Frame): void {
    const queue = this.#queue
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
}

/** Telephone sound in the low half of a wide frame becomes sound in both its bands. */
function soundsInBands() {
  const filter = widening()
  const sum = new Int32Array(wideSamplesPerFrame)
  return {
    spread(frame: Frame) {
      sum.fill(0)
      filter.add(frame, sum)
      for (let i = 0; i < wideSamplesPerFrame; i++) frame[i] = limited(sum[i]!)
    },
  }
}

/** What was cut off ends, added to a frame. */
function fadeOut({ sound, at }: Played, frame: Frame): void {
  for (let i = 0; i < rampSamples; i++) {
    frame[i]! += ((sound[at + i] ?? 0) * edge(sound, at + i) * (rampSamples - i)) / rampSamples
  }
}

/** How much of a sample is heard, by how near it is to the edges of its sound. */
function edge(sound: Sound, at: number): number {
  const nearest = Math.min(at + 1, sound.length - at)
  return nearest >= rampSamples ? 1 : nearest / rampSamples
}
