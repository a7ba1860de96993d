import type { MasterKey, Suite } from '../../sdp/agreed.ts'
import { payloadStart, sequenceAhead } from './rtp.ts'
import { sameTag, sessionCipher } from './srtp-keys.ts'

/*
 * Sound that nobody on the way can hear or change (SRTP, RFC 3711).
 *
 *   plain    │ header │ payload            │
 *   on wire  │ header │ encrypted payload  │(MKI)│ tag │      the tag covers header and payload, and the roll-over counter
 *
 * Both sides count how often the 16 bits of the sequence number rolled over; the packet's index is both together.
 */

/** Bytes of the tag that are sent (RFC 4568 §6.2). */
export const tagBytes: Readonly<Record<Suite, number>> = {
  AES_CM_128_HMAC_SHA1_80: 10,
  AES_CM_128_HMAC_SHA1_32: 4,
}

const sequences = 0x1_0000
/** How far behind the newest a packet may be and still be told from one that was played back (RFC 3711 §3.3.2). */
export const replayWindow = 64
/** A telephone begins a new stream now and then; one that does so without end is not listened to. */
const streamsMax = 16

export type SrtpSender = {
  /** The packet as it goes out: a new buffer. It must be RTP of one source, in order. */
  protect(packet: Buffer, suite: Suite): Buffer
  /** The index of the last packet, for one that goes on with this key elsewhere; -1 before the first. */
  last(): number
}

/** One for each key, whatever becomes of the suite: its count must go on, or two packets would be hidden by one key stream. */
export function srtpSender(key: MasterKey, lastBefore = -1): SrtpSender {
  const cipher = sessionCipher(key, 'rtp')
  const last = { index: lastBefore }
  return {
    protect(packet, suite) {
      const tagLength = tagBytes[suite]
      const index = indexOf(packet.readUInt16BE(2), last.index)
      last.index = index
      const out = Buffer.allocUnsafe(packet.length + tagLength)
      packet.copy(out)
      const bytes = out.subarray(0, packet.length)
      const start = payloadStart(packet) ?? packet.length
      cipher.crypt(bytes, start, bytes.length, packet.readUInt32BE(8), index)
      cipher.tagOf(bytes, rollOversOf(index)).copy(out, packet.length, 0, tagLength)
      return out
    },
    last: () => last.index,
  }
}

export type SrtpReceiver = {
  /** The packet inside, decrypted in place; undefined for what is not theirs, was changed or has come before. */
  open(datagram: Buffer): Buffer | undefined
  /** How often the newest stream's sequence numbers have rolled over. */
  readonly rollOvers: number
  memory(): SrtpMemory
}

/** What has come so far with one key, by source, for a receiver that goes on elsewhere. */
export type SrtpMemory = {
  readonly streams: readonly (readonly [ssrc: number, guard: ReplayMemory])[]
  readonly newestSsrc: number
}

/**
 * Who changes the key goes on counting roll-overs (RFC 3711 §3.3.1), but many telephones begin anew: the tag of the first
 * packet says which it was.
 * @param rollOversBefore of the key before this one
 * @param keyName what stands in each packet before the tag
 */
export function srtpReceiver(
  key: MasterKey,
  suite: Suite,
  rollOversBefore = 0,
  keyName: Uint8Array = Buffer.alloc(0),
  before: SrtpMemory = { streams: [], newestSsrc: -1 },
): SrtpReceiver {
  const cipher = sessionCipher(key, 'rtp')
  const tagLength = tagBytes[suite]
  const streams = new Map(before.streams.map(([ssrc, guard]) => [ssrc, replayGuard(guard)]))
  let { newestSsrc } = before

  function isTheirs(bytes: Buffer, tag: Buffer, index: number): boolean {
    const whole = cipher.tagOf(bytes, rollOversOf(index))
    return sameTag(whole.subarray(0, tagLength), tag)
  }

  return {
    open(datagram) {
      const length = datagram.length - tagLength - keyName.length
      if (length < 0 || !datagram.subarray(length, -tagLength).equals(keyName)) return undefined
      const bytes = datagram.subarray(0, length)
      const start = payloadStart(bytes)
      if (start === undefined) return undefined
      const tag = datagram.subarray(-tagLength)
      const sequence = bytes.readUInt16BE(2)
      const ssrc = bytes.readUInt32BE(8)
      const known = streams.get(ssrc)
      const firsts = rollOversBefore === 0 ? [0] : [0, rollOversBefore]
      const possible = known
        ? [indexOf(sequence, known.newest)]
        : firsts.map((rollOvers) => rollOvers * sequences + sequence)
      const index = possible.find((index) => index >= 0 && isTheirs(bytes, tag, index))
      if (index === undefined) return undefined
      if (!known && streams.size >= streamsMax) return undefined
      const stream = known ?? replayGuard()
      if (!stream.admits(index)) return undefined
      streams.set(ssrc, stream)
      newestSsrc = ssrc
      cipher.crypt(bytes, start, length, ssrc, index)
      return bytes
    },
    get rollOvers() {
      return rollOversOf(Math.max(0, streams.get(newestSsrc)?.newest ?? 0))
    },
    memory: () => ({
      streams: Array.from(streams, ([ssrc, guard]) => [ssrc, guard.memory()] as const),
      newestSsrc,
    }),
  }
}

export type ReplayGuard = {
  /** Whether a packet with this index is new. Ask only about packets whose tag is right. */
  admits(index: number): boolean
  /** The highest index so far, -1 before the first. */
  readonly newest: number
  memory(): ReplayMemory
}

export type ReplayMemory = { readonly seen: Float64Array; readonly newest: number }

/** Each place of the window remembers which index stood there last. */
export function replayGuard(before?: ReplayMemory): ReplayGuard {
  const seen = before ? before.seen.slice() : new Float64Array(replayWindow).fill(-1)
  const state = { newest: before?.newest ?? -1 }
  return {
    admits(index) {
      const place = index % replayWindow
      if (index <= state.newest - replayWindow || seen[place] === index) return false
      seen[place] = index
      state.newest = Math.max(state.newest, index)
      return true
    },
    get newest() {
      return state.newest
    },
    memory: () => ({ seen: seen.slice(), newest: state.newest }),
  }
}

/** The index nearest to the newest one that ends in this sequence number (RFC 3711, appendix A); negative: there is none. */
function indexOf(sequence: number, newest: number): number {
  return newest < 0 ? sequence : newest + sequenceAhead(sequence, newest % sequences)
}

function rollOversOf(index: number): number {
  return Math.floor(index / sequences)
}
