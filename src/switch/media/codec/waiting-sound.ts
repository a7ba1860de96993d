import { timestampAhead } from '../wire/rtp.ts'

/** A quarter of a second in packets of 5 ms, which no telephone sends; in packets of 20 ms two or three wait. */
const packetsMax = 64
/** 60 ms: the longest packet of a telephone. */
export const packetSamplesMax = 480

/** Marks a byte that has not come. */
export const hole = -1

type Packet = {
  readonly bytes: Uint8Array
  timestamp: number
  count: number
  /** The first of its bytes that was not read. */
  from: number
}

/**
 * Bytes of sound at the timestamps that their packets name: one stands for one tick of the RTP clock, in all three codecs.
 * What is read is gone.
 *
 *   packets       ┌────────┐┌────────┐          ┌────────┐        in any order, of any length up to 60 ms
 *              ───┴────────┴┴────────┴──────────┴────────┴──▶ timestamps
 *   read             ├──── 20 ms ────┤░░░░░░░░                    ░ a hole
 *
 * A packet is kept where the one that was read last was kept: with hundreds of lines it is the memory touched that costs time,
 * and a ring of half a second would be gone through from end to end by each of them, again and again.
 */
export class WaitingSound {
  /** Those that wait come first. */
  readonly #packets: Packet[] = []
  #count = 0

  /** Keeps `bytes[start…end)`, at most `packetSamplesMax`; nothing when too many wait. */
  write(timestamp: number, bytes: Uint8Array, start: number, end: number): void {
    if (this.#count === packetsMax) return
    const packet = (this.#packets[this.#count++] ??= emptyPacket())
    packet.timestamp = timestamp
    packet.count = end - start
    packet.from = 0
    for (let i = start; i < end; i++) packet.bytes[i - start] = bytes[i]!
  }

  /** Fills `into` from a timestamp on and returns how many of it are holes. */
  read(timestamp: number, into: Int16Array): number {
    const asked = into.length
    let whole = false
    into.fill(hole)
    for (let place = this.#count - 1; place >= 0; place--) {
      const packet = this.#packets[place]!
      const { bytes, count } = packet
      const offset = timestampAhead(packet.timestamp, timestamp)
      const from = Math.max(packet.from, -offset)
      const to = Math.min(count, asked - offset)
      for (let i = from; i < to; i++) into[offset + i] = bytes[i]!
      whole ||= to - from === asked
      packet.from = Math.max(from, to)
      if (packet.from >= count) this.#release(place)
    }
    return whole ? 0 : holesIn(into)
  }

  /** So many from a timestamp on are not to be heard. */
  erase(timestamp: number, count: number): void {
    for (let place = this.#count - 1; place >= 0; place--) {
      const packet = this.#packets[place]!
      const last = timestampAhead(timestamp, packet.timestamp) + count
      packet.from = Math.max(packet.from, Math.min(packet.count, last))
      if (packet.from >= packet.count) this.#release(place)
    }
  }

  clear(): void {
    this.#count = 0
  }

  /** Puts the last of those that wait in its place. */
  #release(place: number): void {
    const last = --this.#count
    const packet = this.#packets[place]!
    this.#packets[place] = this.#packets[last]!
    this.#packets[last] = packet
  }
}

function emptyPacket(): Packet {
  return { bytes: new Uint8Array(packetSamplesMax), timestamp: 0, count: 0, from: 0 }
}

function holesIn(bytes: Int16Array): number {
  let holes = 0
  for (let i = 0; i < bytes.length; i++) if (bytes[i] === hole) holes++
  return holes
}
