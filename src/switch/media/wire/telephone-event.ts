import { keys, type Key } from '../frame.ts'
import { timestampAhead } from './rtp.ts'

/**
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   |     event     |E|R| volume    |          duration             |   RFC 4733 §2.3
 *
 * One press of "5" for 60 ms, packets of 20 ms:  seq   timestamp  M  E  duration
 *                                        press    1       8000    1  0     160
 *                                        held     2       8000    0  0     320
 *                                        release  3–5     8000    0  1     480   (three times, §2.5.1.4)
 *
 * The timestamp is the press: it stands still while the key is down. Some telephones repeat the end with the same
 * sequence number, some send sound between these packets, and the network may swap or double any of them.
 */
export type TelephoneEvent = {
  readonly key: Key
  readonly end: boolean
  /** In samples, counted from the packet's timestamp. */
  readonly duration: number
}

const eventBytes = 4
const endBit = 0x80
const durationMax = 0xffff

/** The presses that are remembered, so that a late packet of one does not press it again. */
const pressesRememberedMax = 8

/** Reads the payload between `start` and `end`; undefined for anything that is no key of a telephone. */
export function readTelephoneEvent(
  bytes: Uint8Array,
  start: number,
  end: number,
): TelephoneEvent | undefined {
  if (end - start < eventBytes) return undefined
  const key = keys[bytes[start]!]
  if (key === undefined) return undefined
  return {
    key,
    end: (bytes[start + 1]! & endBit) !== 0,
    duration: (bytes[start + 2]! << 8) | bytes[start + 3]!,
  }
}

/** Writes one event of four bytes: the terminal telephone and the tests press keys with it. Volume is -10 dBm0. */
export function writeTelephoneEvent(bytes: Uint8Array, at: number, event: TelephoneEvent): void {
  bytes[at] = keys.indexOf(event.key)
  bytes[at + 1] = (event.end ? endBit : 0) | 10
  bytes[at + 2] = event.duration >> 8
  bytes[at + 3] = event.duration
}

/** The presses of one line so far: their timestamps, and the last one. */
export type PressMemory = {
  readonly seen: number[]
  held: { readonly key: Key; readonly timestamp: number } | undefined
}

export const noPresses = (): PressMemory => ({ seen: [], held: undefined })

/**
 * Turns the packets of a press into the press, at its first packet that arrives: one key per RTP timestamp, in any order,
 * even if all packets but one are lost. A key held for longer than a duration can say (8.19 s) goes on in a new segment,
 * at the timestamp where the full one ended (§2.5.1.3), and is still the same press.
 */
export function keyPresses(
  memory: PressMemory = noPresses(),
): (event: TelephoneEvent, rtpTimestamp: number) => Key | undefined {
  const { seen } = memory
  return (event, rtpTimestamp) => {
    if (seen.includes(rtpTimestamp)) return undefined
    const { held } = memory
    const goesOn =
      held?.key === event.key && timestampAhead(rtpTimestamp, held.timestamp) === durationMax
    memory.held = { key: event.key, timestamp: rtpTimestamp }
    seen.push(rtpTimestamp)
    if (seen.length > pressesRememberedMax) seen.shift()
    return goesOn ? undefined : event.key
  }
}
