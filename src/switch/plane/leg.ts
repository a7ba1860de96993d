import type { Frame } from '../media/frame.ts'
import type { Line, LineMemory } from '../media/line.ts'
import { Playout } from '../media/sound/ear.ts'
import { Voice, type VoiceMemory } from '../media/sound/voice.ts'
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
  /** Says for one log line in which room its voice is and what becomes of it there, or was last. */
  where?: (() => string) | undefined
}

export type LegLine = Pick<Line, keyof Line>

/** All that is known of a leg, for the plane it moves to. */
export type LegMemory = {
  readonly line: LineMemory
  readonly voice: VoiceMemory
  readonly broken: boolean
}

/**
 * The sound of one call on a plane: its line, the voice that comes out of it, and what is played to it.
 *
 *   line.listen() ─▶ voice ─▶ mouth        ear ─┬─▶ playout ─▶ line.speak()
 *                                    sounds ────┘
 */
export class PlaneLeg implements Sounding {
  readonly id: string
  readonly line: LegLine
  mouth: Frame | undefined = undefined
  ear: Frame | undefined = undefined
  wide = false
  where: (() => string) | undefined = undefined
  /** A bug was met: what comes from this caller is not listened to any more. */
  broken = false
  /** In which tick of a second its figures are told: those of all legs never come at once. */
  readonly turn: number
  readonly #voice: Voice
  readonly #playout = new Playout()
  readonly #playing = new Map<number, AbortController>()
  /** Whether both hear each other. A caller who holds us sends music or nothing: neither belongs to the others. */
  #open = false

  /** @param before what it was on another plane; the line has gone on already */
  constructor(id: string, line: LegLine, turn: number, before?: LegMemory) {
    this.id = id
    this.line = line
    this.turn = turn
    this.#voice = new Voice(before?.voice)
    this.broken = before?.broken ?? false
    const agreed = before?.line.inward.agreed
    if (agreed) this.#follow(agreed)
  }

  agree(agreed: Agreed): void {
    this.#follow(agreed)
    this.line.agree(agreed)
  }

  #follow({ direction, codec }: Agreed): void {
    this.#open = direction === 'sendrecv'
    this.wide = codec === 'G722'
  }

  /** It goes on elsewhere; what was being played is over. */
  leave(): LegMemory {
    return { line: this.line.leave(), voice: this.#voice.memory(), broken: this.broken }
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
      way: line.describe(
        this.broken ? 'not listened to' : this.#voice.describe(),
        this.where?.() ?? 'no room',
      ),
    }
  }
}
