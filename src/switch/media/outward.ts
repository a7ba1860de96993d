import { randomInt } from 'node:crypto'
import { codecs, type Codec, type Direction } from '../sdp/agreed.ts'
import { encoderFor, type Encoder } from './codec/codec.ts'
import { samplesPerFrame, type Frame } from './frame.ts'
import type { Inward } from './inward.ts'
import type { LineCipher } from './wire/line-cipher.ts'
import type { Sent } from './wire/reports.ts'
import { rtpHeaderBytes, writeRtpHeader } from './wire/rtp.ts'
import type { WayOut } from './wire/way-out.ts'

/** Packets that may wait in the system before their bytes are written anew. */
const packetsInFlightMax = 8

const maySpeak: Record<Direction, boolean> = {
  sendrecv: true,
  sendonly: true,
  recvonly: false,
  inactive: false,
}

/** What the way out knows, for a line that goes on in another thread: to the caller it is the same source, without a jump. */
export type OutwardMemory = {
  readonly header: Readonly<
    Record<'payloadType' | 'sequence' | 'timestamp' | 'ssrc', number> & { marker: boolean }
  >
  readonly packetsSent: number
  readonly codec: Codec | undefined
  readonly bands: Encoder['bands']
}

/** The way out of a line: codec, packet, socket. */
export class Outward {
  readonly #way: WayOut
  readonly #inward: Pick<Inward, 'agreed'>
  readonly #cipher: LineCipher
  readonly #packets = Array.from({ length: packetsInFlightMax }, () =>
    Buffer.alloc(rtpHeaderBytes + samplesPerFrame),
  )
  readonly #header
  #packetsSent: number
  #codec: Codec | undefined
  #encoder: Encoder | undefined

  constructor(
    way: WayOut,
    inward: Pick<Inward, 'agreed'>,
    cipher: LineCipher,
    before?: OutwardMemory,
  ) {
    this.#way = way
    this.#inward = inward
    this.#cipher = cipher
    this.#header = {
      payloadType: 0,
      marker: true,
      sequence: randomInt(0x10000),
      timestamp: randomInt(0x100000000),
      ssrc: randomInt(0x100000000),
      ...before?.header,
    }
    this.#packetsSent = before?.packetsSent ?? 0
    this.#codec = before?.codec
    this.#encoder = this.#codec && encoderFor(this.#codec, before?.bands)
  }

  /** One frame to the caller's ear. Says nothing while the direction forbids it. */
  speak(frame: Frame): void {
    const { agreed } = this.#inward
    const header = this.#header
    header.timestamp = (header.timestamp + samplesPerFrame) >>> 0
    if (!agreed || !maySpeak[agreed.direction]) {
      header.marker = true // the first packet after a pause (RFC 3551 §4.1)
      return
    }
    const packet = this.#packets[this.#packetsSent % packetsInFlightMax]!
    header.payloadType = codecs[agreed.codec]
    header.sequence = (header.sequence + 1) & 0xffff
    writeRtpHeader(packet, header)
    header.marker = false
    if (agreed.codec !== this.#codec) {
      this.#codec = agreed.codec
      this.#encoder = encoderFor(agreed.codec)
    }
    this.#encoder?.encode(frame, packet, rtpHeaderBytes)
    this.#way.send(this.#cipher.protect(packet))
    this.#packetsSent++
  }

  memory(): OutwardMemory {
    return {
      ...{ header: { ...this.#header }, packetsSent: this.#packetsSent },
      ...{ codec: this.#codec, bands: this.#encoder?.bands },
    }
  }

  /** What has gone out, for reports (RFC 3550 §6.4.1). */
  sent(): Sent {
    const { ssrc, timestamp } = this.#header
    const packets = this.#packetsSent
    return { ssrc, timestamp, packets, octets: packets * samplesPerFrame }
  }
}
