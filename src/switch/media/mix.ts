import { samplesPerFrame, type Frame } from './frame.ts'
import { limited } from './limit.ts'
import { share } from './packing.ts'

/**
 * Adds every speaker once, then hands each listener the sum without their own voice.
 *
 *   begin() ─▶ add(frame) for each who is to be heard ─▶ everyoneBut(own frame or undefined) for each listener
 *
 * The sum stays in 32 bits until the subtraction is done: limiting first would leave an echo of yourself. One mixer serves
 * one conference for good and allocates nothing once it has seen its largest tick. Its frames last until `begin()`.
 */
export type Mixer = {
  begin(): void
  add(frame: Frame): void
  /**
   * What a listener hears; undefined when nobody else speaks. `own` is what they added, undefined when nothing of theirs was:
   * those all get one frame.
   */
  everyoneBut(own: Frame | undefined): Frame | undefined
}

export function mixer(): Mixer {
  const sum = new Int32Array(samplesPerFrame)
  const everyone: Frame = new Int16Array(samplesPerFrame)
  const frames: Frame[] = []
  let speakers = 0
  let lent = 0
  let everyoneReady = false

  return {
    begin() {
      if (speakers > 0) sum.fill(0)
      speakers = 0
      lent = 0
      everyoneReady = false
    },

    add(frame) {
      speakers++
      for (let i = 0; i < samplesPerFrame; i++) sum[i]! += frame[i]!
    },

    everyoneBut(own) {
      if (speakers === (own ? 1 : 0)) return undefined
      if (own) {
        const frame = (frames[lent++] ??= new Int16Array(samplesPerFrame))
        subtract(sum, own, frame)
        return frame
      }
      if (!everyoneReady) {
        limit(sum, everyone)
        share(everyone)
        everyoneReady = true
      }
      return everyone
    },
  }
}

function subtract(sum: Int32Array, own: Frame, into: Frame): void {
  for (let i = 0; i < samplesPerFrame; i++) into[i] = limited(sum[i]! - own[i]!)
}

function limit(sum: Int32Array, into: Frame): void {
  for (let i = 0; i < samplesPerFrame; i++) into[i] = limited(sum[i]!)
}
