/**
 * One RTP packet (RFC 3550 §5.1). Extensions, contributing sources and padding are stepped over.
 *
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   |V=2|P|X|  CC   |M|     PT      |       sequence number         |  0
 *   |                           timestamp                           |  4
 *   |           synchronization source (SSRC) identifier            |  8
 *   |            contributing sources (CSRC), CC of them            | 12
 *   |  defined by profile, 16 bit   |  words in extension, 16 bit   |  if X
 */
export type RtpPacket = {
  payloadType: number
  marker: boolean
  sequence: number
  timestamp: number
  ssrc: number
  /** Where the payload lies in the datagram: from `start`, up to and without `end`. */
  start: number
  end: number
}

export const rtpHeaderBytes = 12

const version = 2
const paddingBit = 0x20
const extensionBit = 0x10
const markerBit = 0x80

/** A packet to read into, again and again: reading must not leave garbage behind (three of these per call and 20 ms). */
export function emptyRtpPacket(): RtpPacket {
  return { payloadType: 0, marker: false, sequence: 0, timestamp: 0, ssrc: 0, start: 0, end: 0 }
}

function word(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0
  )
}

function short(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 8) | bytes[at + 1]!
}

/** Where the payload begins, behind all that stands before it; undefined when the datagram is no RTP or ends earlier. */
export function payloadStart(bytes: Uint8Array): number | undefined {
  if (bytes.length < rtpHeaderBytes) return undefined
  const first = bytes[0]!
  if (first >> 6 !== version) return undefined
  let start = rtpHeaderBytes + (first & 0x0f) * 4
  if (first & extensionBit) {
    if (start + 4 > bytes.length) return undefined
    start += 4 + short(bytes, start + 2) * 4
  }
  return start > bytes.length ? undefined : start
}

/** Reads a datagram; false when it is not RTP or its lengths contradict one another, and then `into` means nothing. */
export function readRtp(bytes: Uint8Array, into: RtpPacket): boolean {
  const start = payloadStart(bytes)
  if (start === undefined) return false
  let end = bytes.length
  if (bytes[0]! & paddingBit) {
    const padding = bytes[end - 1]!
    if (padding === 0) return false
    end -= padding
  }
  if (start > end) return false
  into.marker = (bytes[1]! & markerBit) !== 0
  into.payloadType = bytes[1]! & 0x7f
  into.sequence = short(bytes, 2)
  into.timestamp = word(bytes, 4)
  into.ssrc = word(bytes, 8)
  into.start = start
  into.end = end
  return true
}

/** Writes the twelve bytes in front of a payload; no extension, no padding, no contributing sources. */
export function writeRtpHeader(
  bytes: Uint8Array,
  packet: Pick<RtpPacket, 'payloadType' | 'marker' | 'sequence' | 'timestamp' | 'ssrc'>,
): void {
  const { payloadType, marker, sequence, timestamp, ssrc } = packet
  bytes[0] = version << 6
  bytes[1] = (marker ? markerBit : 0) | payloadType
  bytes[2] = sequence >> 8
  bytes[3] = sequence
  bytes[4] = timestamp >>> 24
  bytes[5] = timestamp >>> 16
  bytes[6] = timestamp >>> 8
  bytes[7] = timestamp
  bytes[8] = ssrc >>> 24
  bytes[9] = ssrc >>> 16
  bytes[10] = ssrc >>> 8
  bytes[11] = ssrc
}

/** How far `later` is ahead of `earlier`, over the wrap at 2^16: negative when it is behind. */
export function sequenceAhead(later: number, earlier: number): number {
  return ((later - earlier) << 16) >> 16
}

/** How far `later` is ahead of `earlier` in samples, over the wrap at 2^32. */
export function timestampAhead(later: number, earlier: number): number {
  return (later - earlier) | 0
}
