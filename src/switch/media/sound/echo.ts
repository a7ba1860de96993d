import { bothWidths, frameMs, samplesPerFrame, wideSamplesPerFrame, type Frame } from '../frame.ts'

/** Nobody waits longer than this to hear themselves, and no more memory is taken for it. */
export const echoSecondsMax = 5

/**
 * Gives a caller back to themselves, some seconds late (`echoSeconds`, not in Twilio's Conference).
 *
 *    said     a b c d e f …                 one place per tick; what is read is overwritten in the same tick,
 *    places  [d e c]  ◀ next                so what somebody said is gone the moment they have heard it
 *    heard    - - - a b c …
 *
 * Lives in memory as long as the caller stays; nothing else ever reads it.
 */
export type Echo = {
  /** One tick: takes what was said now, and returns what to hear beside the conference. Its frame lasts until the next. */
  turn(said: Frame | undefined, others: Frame | undefined): Frame | undefined
  /** Forgets everything. */
  erase(): void
}

export function makeEcho(seconds: number): Echo {
  const ticks = Math.round((seconds * 1000) / frameMs)
  const places = new Int16Array(ticks * wideSamplesPerFrame)
  /** How many samples of each place were said. */
  const taken = new Uint16Array(ticks)
  const heard = bothWidths()
  let next = 0

  return {
    turn(said, others) {
      const from = next * wideSamplesPerFrame
      const place = places.subarray(from, from + wideSamplesPerFrame)
      const samples = Math.max(taken[next]!, others?.length ?? 0)
      const sounds = taken[next]! > 0
      const into = samples > samplesPerFrame ? heard.wide : heard.narrow
      if (sounds) add(place, others, into)
      place.fill(0)
      if (said) place.set(said)
      taken[next] = said?.length ?? 0
      next = (next + 1) % ticks
      return sounds ? into : others
    },
    erase() {
      places.fill(0)
      taken.fill(0)
    },
  }
}

function add(own: Frame, others: Frame | undefined, into: Frame): void {
  for (let i = 0; i < into.length; i++) {
    const sum = own[i]! + (others?.[i] ?? 0)
    into[i] = sum > 32767 ? 32767 : sum < -32768 ? -32768 : sum
  }
}
