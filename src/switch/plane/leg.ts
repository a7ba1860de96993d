import type { Frame } from '../media/frame.ts'
import type { Line } from '../media/line.ts'
import { playout, type Playout } from '../media/sound/ear.ts'
import { voice, type Voice } from '../media/sound/voice.ts'
import type { Agreed } from '../sdp/agreed.ts'
import type { LegFigures } from './messages.ts'

/** What a room knows of a leg: what it says in this tick, and what it is given to hear. */
export type Sounding = {
  readonly id: string
  /** What was said in this tick, at a common loudness and without the noise around; undefined is silence. */
  mouth: Frame | undefined
  /** The room's sound of this tick; undefined outside a room, and where nobody speaks. */
  ear: Frame | undefined
  /** Whether its codec carries wide sound, both ways (media/frame.ts). */
  wide: boolean
}

/**
 * The sound of one call on a plane: its line, the voice that comes out of it, and what is played to it.
 *
 *   line.listen() ─▶ voice ─▶ mouth        ear ─┬─▶ playout ─▶ line.speak()
 *                                    sounds ────┘
 */
export class PlaneLeg implements Sounding {
  readonly id: string
  readonly line: Line
  mouth: Frame | undefined = undefined
  ear: Frame | undefined = undefined
  wide = false
  /** A bug was met: what comes from this caller is not listened to any more. */
  broken = false
  /** In which tick of a second its figures are told: those of all legs never come at once. */
  readonly turn: number
  readonly #voice: Voice = voice()
  readonly #playout: Playout = playout()
  readonly #playing = new Map<number, AbortController>()
  /** Whether both hear each other. A caller who holds us sends music or nothing: neither belongs to the others. */
  #open = false

  constructor(id: string, line: Line, turn: number) {
    this.id = id
    this.line = line
    this.turn = turn
  }

  agree(agreed: Agreed): void {
    this.#open = agreed.direction === 'sendrecv'
    this.wide = agreed.codec === 'G722'
    this.line.agree(agreed)
  }

  /** First half of a tick: what this caller said. */
  hear(): void {
    this.mouth = undefined // nothing old is heard again, should listening fail
    if (this.broken) return
    const frame = this.line.listen()
    if (this.#open) this.mouth = this.#voice.hear(frame)
  }

  /** Second half: what they hear. */
  speak(): void {
    this.line.speak(this.#playout.next(this.ear, this.wide))
  }

  /** Calls `over` when the sound's last sample has been handed out, or it was stopped. */
  play(play: number, sound: Parameters<Playout['play']>[0], over: () => void): void {
    const stop = new AbortController()
    this.#playing.set(play, stop)
    void this.#playout.play(sound, stop.signal).then(() => {
      this.#playing.delete(play)
      over()
    })
  }

  stop(play: number): void {
    this.#playing.get(play)?.abort()
  }

  figures(): LegFigures {
    const { line } = this
    return {
      statistics: line.statistics(),
      quality: line.quality(),
      bufferMs: line.bufferMs(),
      way: line.describe(),
    }
  }
}
