import { frameMs, samplesPerFrame } from '../frame.ts'
import { timestampAhead } from '../wire/rtp.ts'
import { hole, packetSamplesMax, WaitingSound } from './waiting-sound.ts'

/** Sound waits at least this long before it is heard, so that one tick of delay on the way is not a gap. */
const startDelaySamples = samplesPerFrame
/** 200 ms: sound that would have to wait longer is left out, what is later than this starts the buffer anew. */
const delaySamplesMax = 10 * samplesPerFrame
/** Packets after which we see whether we wait for longer than anything was late: two seconds. */
const watchedPackets = 100
/** Frames to wait for a quiet one before a frame of speech is left out. */
const patienceFrames = 50
/** After so many missing frames nobody speaks any more; until then each one is a loss. */
const missedFramesMax = 3
/** Late packets among the watched that make us wait longer. */
const lateMax = 1
/** Sequence numbers remembered, to tell a double from a late one. */
const sequencesRemembered = 64

/**
 * Puts sound back in the order and rhythm it was spoken in. It owns no clock: whoever ticks takes a frame each 20 ms.
 *
 *        read                play                       newest
 *    ─ ─ ─ ─ ─ ─ ─ ─┬─────────┬───────────────────────────┬─────────┐
 *      holes again  │ next 20 │  waits                    │ packet  │      packets at their RTP timestamps:
 *    ─ ─ ─ ─ ─ ─ ─ ─┴─────────┴───────────────────────────┴─────────┘      any packet length, order and silence will do
 *                    ◀──── delay: as long as lately needed ──▶
 *
 *   too late, nothing newer heard yet    play moves back to it: the delay grows by exactly its lateness
 *   too late again, newer was heard      dropped, and one frame more of delay
 *   always early for two seconds         a quiet frame is left out, until one frame of reserve is left
 *   out of reach twice in a row          the sender's clock jumped: start anew
 *
 * A class, as all of one line that runs with each packet: a method of a class is there once, one of a closure is in memory
 * for each line, and hundreds of lines are far more than a core keeps at hand.
 */
export class JitterBuffer {
  readonly #waiting = new WaitingSound()
  readonly #reach = newReach()
  readonly #seen = new Float64Array(sequencesRemembered).fill(-1)
  #started = false
  #framesLost = 0
  #missedInRow = missedFramesMax

  /** A packet came: `bytes[start…end)` belong to where its timestamp says. Nothing of `bytes` is kept. */
  put(sequence: number, timestamp: number, bytes: Uint8Array, start: number, end: number): void {
    const count = end - start
    if (count <= 0 || count > packetSamplesMax) return
    if (!this.#started) this.#startAt(timestamp)
    if (this.#isDouble(sequence, timestamp)) return
    const verdict = judge(this.#reach, timestamp)
    if (verdict === 'drop') return
    if (verdict === 'start anew') this.#startAt(timestamp)
    this.#waiting.write(timestamp, bytes, start, end)
    watch(this.#reach, timestamp)
  }

  /**
   * The next 20 ms of bytes, with a hole (waiting-sound.ts) for each that did not come; returns how many did not.
   * @param quiet whether nobody would miss twenty milliseconds now; matters while `waitsTooLong`
   */
  take(into: Int16Array, quiet: boolean): number {
    if (!this.#started) {
      into.fill(hole)
      return samplesPerFrame
    }
    const reach = this.#reach
    if (leavesOut(reach, quiet)) {
      this.#waiting.erase(reach.play, samplesPerFrame)
      reach.play = (reach.play + samplesPerFrame) | 0
    }
    const holes = this.#waiting.read(reach.play, into)
    reach.play = (reach.play + samplesPerFrame) | 0
    if (holes < samplesPerFrame) reach.heardUpTo = reach.play
    this.#count(holes)
    return holes
  }

  /** Another source: forget the old one. */
  reset(): void {
    this.#started = false
    this.#seen.fill(-1)
  }

  /** A frame is left out as soon as it is quiet. */
  waitsTooLong(): boolean {
    return this.#reach.excessFrames > 0
  }

  /** Frames asked for while later sound was already there. */
  framesLost(): number {
    return this.#framesLost
  }

  /** What waits now, counted from the newest packet's start. */
  delayMs(): number {
    const waiting = this.#started ? timestampAhead(this.#reach.newest, this.#reach.play) : 0
    return (Math.max(0, waiting) * frameMs) / samplesPerFrame
  }

  #startAt(timestamp: number): void {
    this.#waiting.clear()
    reachFrom(this.#reach, timestamp)
    this.#started = true
    this.#missedInRow = missedFramesMax
  }

  /** Whether this very packet was here before; remembers it. */
  #isDouble(sequence: number, timestamp: number): boolean {
    const place = sequence & (sequencesRemembered - 1)
    if (this.#seen[place] === timestamp) return true
    this.#seen[place] = timestamp
    return false
  }

  #count(holes: number): void {
    if (holes < samplesPerFrame / 2) {
      this.#missedInRow = 0
      return
    }
    const laterIsHere = timestampAhead(this.#reach.newest, this.#reach.play) >= 0
    if (this.#missedInRow < missedFramesMax && laterIsHere) this.#framesLost++
    this.#missedInRow++
  }
}

/** Which timestamps can be heard, and how long they wait: the state of the drawing above. */
type Reach = {
  play: number
  newest: number
  /** Where sound that was really heard ended; nothing before it may follow. */
  heardUpTo: number
  /** The last packet, if it was out of reach. */
  stray: number | undefined
  late: number
  watched: number
  leastAhead: number
  excessFrames: number
  patience: number
}

function newReach(): Reach {
  return {
    play: 0,
    newest: 0,
    heardUpTo: 0,
    stray: undefined,
    late: 0,
    watched: 0,
    leastAhead: delaySamplesMax,
    excessFrames: 0,
    patience: 0,
  }
}

function reachFrom(reach: Reach, timestamp: number): void {
  const play = (timestamp - startDelaySamples) | 0
  Object.assign(reach, { ...newReach(), play, heardUpTo: play, newest: timestamp | 0 })
}

/** Whether a packet can be heard; sees to it that it can, where the delay allows. */
function judge(reach: Reach, timestamp: number): 'keep' | 'drop' | 'start anew' {
  const ahead = timestampAhead(timestamp, reach.play)
  if (Math.abs(ahead) > delaySamplesMax) {
    const before = reach.stray
    reach.stray = timestamp
    const twice =
      before !== undefined && Math.abs(timestampAhead(timestamp, before)) <= delaySamplesMax
    return twice ? 'start anew' : 'drop'
  }
  reach.stray = undefined
  if (ahead >= 0) return 'keep'
  if (timestampAhead(timestamp, reach.heardUpTo) >= 0) {
    reach.play = timestamp | 0
    return 'keep'
  }
  waitLonger(reach)
  return 'drop'
}

/** Something came too late to be heard: after a few such, everything waits one frame longer. */
function waitLonger(reach: Reach): void {
  reach.late++
  const delay = timestampAhead(reach.newest, reach.play) + samplesPerFrame
  if (reach.late <= lateMax || delay > delaySamplesMax) return
  reach.play = (reach.play - samplesPerFrame) | 0
  reach.late = 0
}

/** Learns from a packet in time how long packets really have to wait. */
function watch(reach: Reach, timestamp: number): void {
  if (timestampAhead(timestamp, reach.newest) > 0) reach.newest = timestamp | 0
  reach.leastAhead = Math.min(reach.leastAhead, timestampAhead(timestamp, reach.play))
  if (++reach.watched < watchedPackets) return
  const reserve = reach.leastAhead - startDelaySamples
  reach.excessFrames = Math.max(0, Math.floor(reserve / samplesPerFrame))
  reach.patience = patienceFrames
  reach.watched = 0
  reach.leastAhead = delaySamplesMax
  reach.late = 0
}

/** Whether to leave a frame out now. */
function leavesOut(reach: Reach, quiet: boolean): boolean {
  if (reach.excessFrames === 0) return false
  if (!quiet && reach.patience-- > 0) return false
  reach.excessFrames--
  reach.patience = patienceFrames
  return true
}
