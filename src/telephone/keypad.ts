import { frameMs, keys, samplesPerFrame, type Key } from '../switch/media/frame.ts'

/** One packet of a key press, as RFC 4733 §2.3 lays it out; `startsEvent` is the marker bit. */
export type KeyPacket = {
  readonly key: Key
  readonly end: boolean
  /** In samples, from the start of the press. */
  readonly durationSamples: number
  readonly startsEvent: boolean
  /** Samples from the press to now: what the RTP timestamp must stay behind. */
  readonly sinceStartSamples: number
}

export type KeyTiming = { readonly pressMs: number; readonly gapMs: number }

/** How people press: networks want at least 40 ms of each (ITU-T Q.24); these are comfortable. */
export const ordinaryKeys: KeyTiming = { pressMs: 100, gapMs: 100 }
const endPackets = 3

/**
 * What goes out in the place of sound while keys are pressed, one list of packets per 20 ms tick.
 *
 * One press of 100 ms:   ms    packets                          RTP timestamp
 *                         0    start, marker, duration 160      T
 *                        20    update, duration 320             T
 *                        40    update, duration 480             T
 *                        60    update, duration 640             T
 *                        80    end ×3, duration 800             T   (RFC 4733 §2.5.1.4)
 *                       100    nothing (gap): sound goes on     T + 800
 */
export function keyTicks(
  text: string,
  timing: KeyTiming = ordinaryKeys,
): readonly (readonly KeyPacket[])[] {
  return Array.from(text).flatMap((letter) => [...press(asKey(letter), timing), ...gap(timing)])
}

/** @throws RangeError for a character that no telephone has */
export function asKey(letter: string): Key {
  const key = keys.find((known) => known === letter)
  if (key === undefined) throw new RangeError(`no telephone has the key ${JSON.stringify(letter)}`)
  return key
}

function press(key: Key, { pressMs }: KeyTiming): KeyPacket[][] {
  const ticks = Math.max(2, Math.round(pressMs / frameMs))
  return Array.from({ length: ticks }, (_, tick) => {
    const end = tick === ticks - 1
    const packet = {
      key,
      end,
      durationSamples: (tick + 1) * samplesPerFrame,
      startsEvent: tick === 0,
      sinceStartSamples: tick * samplesPerFrame,
    }
    return Array.from({ length: end ? endPackets : 1 }, () => packet)
  })
}

function gap({ gapMs }: KeyTiming): KeyPacket[][] {
  return Array.from({ length: Math.round(gapMs / frameMs) }, () => [])
}
