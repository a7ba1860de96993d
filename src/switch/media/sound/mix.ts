import { narrowing, widening, type BandFilter } from '../codec/bands.ts'
import { bothWidths, samplesPerFrame, wideSamplesPerFrame, type Frame } from '../frame.ts'
import { limited } from './limit.ts'
import { share } from '../codec/packing.ts'

/**
 * Adds every speaker once, then hands each listener the sum without their own voice.
 *
 *   begin() ─▶ add(frame) for each who is to be heard ─▶ everyoneBut(own frame or undefined, wide) for each listener
 *
 * The sum stays in 32 bits until the subtraction is done: limiting first would leave an echo of yourself. One mixer serves
 * one conference for good and allocates nothing once it has seen its largest tick. Its frames last until `begin()`.
 *
 *   narrow voices ─▶ narrow sum ──────────────┬─▶ + ─▶ narrow listeners, less their own
 *                        └─▶ widening ─╮  ╭───┴── narrowing ◀╮
 *   wide voices ───▶ wide sum ─────────┼──┼──────────────────┴┬─▶ + ─▶ wide listeners, less their own
 *                                      ╰──┼───────────────────╯
 *
 * Whoever hears wide sound speaks it, so a voice is only ever subtracted from the sum of its own width. A room of one
 * width filters nothing; one of both filters twice, however many are in it.
 */
export type Mixer = {
  begin(): void
  add(frame: Frame): void
  /**
   * What a listener hears; undefined when nobody else speaks. `own` is what they added, as wide as they hear, undefined when
   * nothing of theirs was: those of one width all get one frame.
   */
  everyoneBut(own: Frame | undefined, wide?: boolean): Frame | undefined
}

/** What was said in one width in this tick, and what those who hear in this width get of all. */
type Width = {
  readonly own: Int32Array
  /** `own`, and what was said in the other width. */
  readonly all: Int32Array
  readonly filter: BandFilter
  /** The last tick in which the filter ran: it goes on only from there. */
  filteredIn: number
  speakers: number
  allReady: boolean
  readonly everyone: Frame
  everyoneReady: boolean
}

export function mixer(): Mixer {
  const narrow = newWidth(samplesPerFrame, narrowing())
  const wide = newWidth(wideSamplesPerFrame, widening())
  const frames: ReturnType<typeof bothWidths>[] = []
  let tick = 0
  let lent = 0

  function sumFor(width: Width, other: Width): Int32Array {
    if (other.speakers === 0) return width.own
    if (!width.allReady) {
      if (width.filteredIn !== tick - 1) width.filter.forget()
      width.filteredIn = tick
      width.all.set(width.own)
      width.filter.add(other.own, width.all)
      width.allReady = true
    }
    return width.all
  }

  return {
    begin() {
      tick++
      lent = 0
      beginWidth(narrow)
      beginWidth(wide)
    },

    add(frame) {
      const width = frame.length > samplesPerFrame ? wide : narrow
      width.speakers++
      const { own } = width
      for (let i = 0; i < own.length; i++) own[i]! += frame[i]!
    },

    everyoneBut(own, hearsWide = false) {
      if (narrow.speakers + wide.speakers === (own ? 1 : 0)) return undefined
      const width = hearsWide ? wide : narrow
      const sum = sumFor(width, hearsWide ? narrow : wide)
      if (own) {
        const both = (frames[lent++] ??= bothWidths())
        const frame = hearsWide ? both.wide : both.narrow
        subtract(sum, own, frame)
        return frame
      }
      if (!width.everyoneReady) {
        limit(sum, width.everyone)
        share(width.everyone)
        width.everyoneReady = true
      }
      return width.everyone
    },
  }
}

function newWidth(samples: number, filter: BandFilter): Width {
  return {
    own: new Int32Array(samples),
    all: new Int32Array(samples),
    filter,
    everyone: new Int16Array(samples),
    ...{ filteredIn: 0, speakers: 0, allReady: false, everyoneReady: false },
  }
}

function beginWidth(width: Width): void {
  if (width.speakers > 0) width.own.fill(0)
  width.speakers = 0
  width.allReady = false
  width.everyoneReady = false
}

function subtract(sum: Int32Array, own: Frame, into: Frame): void {
  for (let i = 0; i < into.length; i++) into[i] = limited(sum[i]! - own[i]!)
}

function limit(sum: Int32Array, into: Frame): void {
  for (let i = 0; i < into.length; i++) into[i] = limited(sum[i]!)
}
