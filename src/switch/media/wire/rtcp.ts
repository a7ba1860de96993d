/*
 * Reports about sound (RTCP, RFC 3550 §6). Several packets go in one datagram: a report first, then a name, at last a goodbye.
 *
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   |V=2|P|  count  |   packet type |  length in words, less one    |  0
 *   |                        SSRC of the sender                     |  4
 *   | NTP time, 64 bits; RTP timestamp; packets; octets             |  8   sender report (200) only
 *   | SSRC; share lost, number lost; highest sequence; jitter;      |      so many blocks, 24 bytes each
 *   |       time of their last report; delay since then             |
 */

/** What one side tells of the other's sound (§6.4.1). */
export type ReportBlock = {
  /** Whose sound this is about. */
  readonly ssrc: number
  /** Lost since the last report, in 256ths. */
  readonly lossFraction: number
  /** Lost since the beginning; negative when more came twice than were lost. */
  readonly lost: number
  /** The highest sequence number, with its roll-overs above the 16 bits. */
  readonly highest: number
  /** In timestamp units. */
  readonly jitter: number
  /** The middle 32 bits of the NTP time in the last sender report that came, 0 for none. */
  readonly lastReport: number
  /** Between that report and this one, in 65536ths of a second. */
  readonly delay: number
}

export type SenderInfo = {
  /** ms since 1970. */
  readonly unixMs: number
  readonly timestamp: number
  readonly packets: number
  readonly octets: number
}

/** What we send: a sender report when we have sent sound since the last one, else a receiver report. */
export type OwnReport = {
  readonly ssrc: number
  readonly sender?: SenderInfo
  readonly about?: ReportBlock
  /** Our name in SDES: says nothing of anybody (RFC 7022). */
  readonly cname: string
  readonly goodbye?: boolean
}

/** What of a datagram matters to us. */
export type Report = {
  readonly ssrc: number
  /** The middle 32 bits of the NTP time of a sender report. */
  readonly sentAt: number | undefined
  readonly blocks: readonly ReportBlock[]
}

const types = { sender: 200, receiver: 201, names: 202, goodbye: 203 } as const
const version = 2
const headerBytes = 8
const senderBytes = 20
const blockBytes = 24
const paddingBit = 0x20
const countMask = 0x1f
const cnameItem = 1
/** From the beginning of 1900 to that of 1970. */
const ntpEpochSeconds = 2_208_988_800
const lostMax = 0x7f_ffff
const lostMin = -0x80_0000

/** NTP time, in seconds since 1900 and 2^32ths of one (§4). */
export function ntpOf(unixMs: number): { readonly seconds: number; readonly fraction: number } {
  const seconds = Math.floor(unixMs / 1000)
  const fraction = Math.floor(((unixMs - seconds * 1000) / 1000) * 2 ** 32)
  return { seconds: (seconds + ntpEpochSeconds) % 2 ** 32, fraction }
}

/** The middle 32 bits of the NTP time: 65536ths of a second, for 18 hours. */
export function ntpMiddle(unixMs: number): number {
  const { seconds, fraction } = ntpOf(unixMs)
  return (seconds % 0x1_0000) * 0x1_0000 + (fraction >>> 16)
}

/** Whether a datagram on a port for both is a report (RFC 5761 §4): its packet type would be 64 to 95 in RTP. */
export function looksLikeRtcp(datagram: Uint8Array): boolean {
  const type = (datagram[1] ?? 0) & 0x7f
  return type >= 64 && type <= 95
}

/** One datagram, in the order that §6.1 wants. */
export function writeRtcp({ ssrc, sender, about, cname, goodbye }: OwnReport): Buffer {
  const report = Buffer.alloc(headerBytes + (sender ? senderBytes : 0) + (about ? blockBytes : 0))
  head(report, sender ? types.sender : types.receiver, about ? 1 : 0, ssrc)
  if (sender) {
    const { seconds, fraction } = ntpOf(sender.unixMs)
    report.writeUInt32BE(seconds, 8)
    report.writeUInt32BE(fraction, 12)
    report.writeUInt32BE(sender.timestamp >>> 0, 16)
    report.writeUInt32BE(sender.packets >>> 0, 20)
    report.writeUInt32BE(sender.octets >>> 0, 24)
  }
  if (about) writeBlock(report, headerBytes + (sender ? senderBytes : 0), about)
  // The item, and at least one zero to end the list.
  const name = Buffer.alloc(headerBytes + Math.ceil((2 + cname.length + 1) / 4) * 4)
  head(name, types.names, 1, ssrc)
  name[8] = cnameItem
  name[9] = cname.length
  name.write(cname, 10, 'latin1')
  if (goodbye !== true) return Buffer.concat([report, name])
  const bye = Buffer.alloc(headerBytes)
  head(bye, types.goodbye, 1, ssrc)
  return Buffer.concat([report, name, bye])
}

/** Reads a datagram; undefined for what is no report or contradicts itself (§A.2). */
export function readRtcp(bytes: Buffer): Report | undefined {
  if (!isCompound(bytes)) return undefined
  const isSender = bytes[1] === types.sender
  const count = bytes[0]! & countMask
  const first = headerBytes + (isSender ? senderBytes : 0)
  const end = (bytes.readUInt16BE(2) + 1) * 4
  if (first + count * blockBytes > end) return undefined
  return {
    ssrc: bytes.readUInt32BE(4),
    sentAt: isSender ? bytes.readUInt32BE(10) : undefined,
    blocks: Array.from({ length: count }, (_, n) => readBlock(bytes, first + n * blockBytes)),
  }
}

/** Whether packet follows packet to the very end, a report first; padding only at the last. */
function isCompound(bytes: Buffer): boolean {
  if (bytes.length < headerBytes) return false
  if (bytes[1] !== types.sender && bytes[1] !== types.receiver) return false
  for (let at = 0; at < bytes.length;) {
    if (at + 4 > bytes.length || bytes[at]! >> 6 !== version) return false
    const next = at + (bytes.readUInt16BE(at + 2) + 1) * 4
    if (next > bytes.length) return false
    if (bytes[at]! & paddingBit && (at === 0 || next < bytes.length)) return false
    at = next
  }
  return true
}

function head(bytes: Buffer, type: number, count: number, ssrc: number): void {
  bytes[0] = (version << 6) | count
  bytes[1] = type
  bytes.writeUInt16BE(bytes.length / 4 - 1, 2)
  bytes.writeUInt32BE(ssrc, 4)
}

function writeBlock(bytes: Buffer, at: number, block: ReportBlock): void {
  bytes.writeUInt32BE(block.ssrc, at)
  bytes[at + 4] = block.lossFraction
  bytes.writeIntBE(Math.max(lostMin, Math.min(lostMax, block.lost)), at + 5, 3)
  bytes.writeUInt32BE(block.highest >>> 0, at + 8)
  bytes.writeUInt32BE(block.jitter >>> 0, at + 12)
  bytes.writeUInt32BE(block.lastReport >>> 0, at + 16)
  bytes.writeUInt32BE(block.delay >>> 0, at + 20)
}

function readBlock(bytes: Buffer, at: number): ReportBlock {
  return {
    ssrc: bytes.readUInt32BE(at),
    lossFraction: bytes[at + 4]!,
    lost: bytes.readIntBE(at + 5, 3),
    highest: bytes.readUInt32BE(at + 8),
    jitter: bytes.readUInt32BE(at + 12),
    lastReport: bytes.readUInt32BE(at + 16),
    delay: bytes.readUInt32BE(at + 20),
  }
}
