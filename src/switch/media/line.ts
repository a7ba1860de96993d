import { randomInt } from 'node:crypto'
import { codecs, type Agreed, type Codec, type Direction } from '../sdp/agreed.ts'
import { encoderFor, type Encoder } from './codec/codec.ts'
import { silentFrame } from './codec/packing.ts'
import { frameMs, samplesPerFrame, type Frame, type Key } from './frame.ts'
import { Inward, type InwardMemory } from './inward.ts'
import type { LineQuality } from './quality.ts'
import { takingIn } from './taking-in.ts'
import { lineCipher, type CipherMemory, type LineCipher } from './wire/line-cipher.ts'
import { Reception, type ReceptionMemory } from './wire/reception.ts'
import { reportLine, type ReportCounts, type ReportLineMemory } from './wire/report-line.ts'
import { rtpHeaderBytes, writeRtpHeader } from './wire/rtp.ts'
import { closePair, type SocketPair } from './wire/socket.ts'
import { SourceLock, type LockMemory } from './wire/source-lock.ts'
import { WayOut } from './wire/way-out.ts'

export type LineStatistics = ReportCounts & {
  readonly packetsReceived: number
  readonly packetsSent: number
  /** Frames asked for that never came. */
  readonly packetsLost: number
  /** Packets from strangers, of foreign payload types, or broken: dropped. */
  readonly packetsRefused: number
}

/**
 * The sound of one call: a UDP socket with a jitter buffer on the way in and a codec on the way out.
 * It owns no clock: whoever ticks calls `listen()` and `speak()` once each 20 ms.
 *
 *   caller ──RTP──▶ decipher ─▶ source lock ─▶ keys ┬─▶ pressed(key)
 *                                                   └─▶ receiver ─▶ listen()
 *   caller ◀──RTP── encipher ◀── packet ◀── encode ◀──────────────── speak(frame)
 */
export type Line = {
  /** Our RTP port, for the session description. */
  readonly port: number
  /** Follows what offer and answer agreed on; again after each re-INVITE. A new address unlocks the source. */
  agree(agreed: Agreed): void
  /** What the caller said in this tick, or undefined for nothing. The frame is ours again at the next call. */
  listen(): Frame | undefined
  /** One frame to the caller's ear. Says nothing while the direction forbids it. */
  speak(frame: Frame): void
  statistics(): LineStatistics
  /** How it sounds to us now; undefined until enough has come to say. */
  quality(): LineQuality | undefined
  /** How long what comes in waits now, so that late packets are still heard, in ms. */
  bufferMs(): number
  /** `describe()` names the way of the sound, for one log line: `127.0.0.1:4002 PCMA → jitter 2 → …`. */
  describe(): string
  /** Closes the sockets without a goodbye, and says what a line has to know that goes on in its place. */
  leave(): LineMemory
  close(): void
}

export type LineListener = {
  pressed(key: Key): void
  /** A bug of ours met a packet: this line is not to be trusted any more, and no other has to do with it. */
  broke?(bug: unknown): void
}

/** Reports are seconds apart: whether one is due is looked at five times a second, and not for each packet. */
const framesPerLook = 200 / frameMs
/** Packets that may wait in the system before their bytes are written anew. */
const packetsInFlightMax = 8

const maySpeak: Record<Direction, boolean> = {
  sendrecv: true,
  sendonly: true,
  recvonly: false,
  inactive: false,
}

/** All that one line knows. What waits in its jitter buffer is not among it: that may begin anew. */
export type LineMemory = {
  readonly lock: LockMemory
  readonly cipher: CipherMemory | undefined
  readonly reporting: ReportLineMemory
  readonly arrivals: ReceptionMemory
  readonly inward: InwardMemory
  readonly outward: OutwardMemory
}

type Begins = {
  /** Its ports are free again. */
  readonly closed?: () => void
  /** What a line knew that goes on here. */
  readonly before?: LineMemory
}

/** The sound of one call on sockets that are open. */
export function lineOn(pair: SocketPair, listener: LineListener, { closed, before }: Begins): Line {
  const { sound, reports, port } = pair
  let isClosed = false
  let framesSpoken = 0
  const lock = new SourceLock(before?.lock)
  const cipher = lineCipher(before?.cipher)
  const failed = (bug: unknown) => {
    if (!listener.broke) throw bug
    listener.broke(bug)
  }
  const way = new WayOut(sound, lock)
  const arrivals = new Reception(before?.arrivals)
  const reporting = reportLine(
    { sound: way, own: reports, lock, cipher, arrivals, failed },
    before?.reporting,
  )
  const ways = { lock, cipher, reporting, arrivals, way }
  const inward = new Inward(listener, ways, before?.inward)
  const outward = speaking(way, inward, cipher, before?.outward)
  way.follow()
  const takeIn = takingIn(sound, { lock, reporting, inward, failed })

  function closeSockets(): void {
    isClosed = true
    closePair(pair, closed)
  }

  return {
    port,
    agree(agreed) {
      takeIn()
      const anew = inward.agree(agreed)
      // Opens the way through the caller's router, and the caller hears that we are there.
      if (anew && !isClosed) outward.speak(silentFrame)
    },
    listen() {
      takeIn()
      return inward.listen()
    },
    speak(frame) {
      if (isClosed) return
      outward.speak(frame)
      if (++framesSpoken % framesPerLook === 0) reporting.tick(outward.sent())
    },
    statistics() {
      takeIn()
      const { packets: packetsSent } = outward.sent()
      return { ...inward.statistics(), ...reporting.counts, packetsSent }
    },
    bufferMs: () => inward.bufferMs(),
    quality: () => inward.quality(),
    describe: () => inward.describe(),
    leave() {
      takeIn()
      closeSockets()
      return {
        ...{ lock: lock.memory(), cipher: cipher.memory(), reporting: reporting.memory() },
        ...{ arrivals: arrivals.memory(), inward: inward.memory(), outward: outward.memory() },
      }
    },
    close() {
      if (isClosed) return
      reporting.close(outward.sent())
      closeSockets()
    },
  }
}

/** What the way out knows, for a line that goes on in another thread: to the caller it is the same source, without a jump. */
type OutwardMemory = {
  readonly header: Readonly<
    Record<'payloadType' | 'sequence' | 'timestamp' | 'ssrc', number> & { marker: boolean }
  >
  readonly packetsSent: number
  readonly codec: Codec | undefined
  readonly bands: Encoder['bands']
}

/** The way out: codec, packet, socket. */
function speaking(way: WayOut, inward: Inward, cipher: LineCipher, before?: OutwardMemory) {
  const packets = Array.from({ length: packetsInFlightMax }, () =>
    Buffer.alloc(rtpHeaderBytes + samplesPerFrame),
  )
  const header = {
    payloadType: 0,
    marker: true,
    sequence: randomInt(0x10000),
    timestamp: randomInt(0x100000000),
    ssrc: randomInt(0x100000000),
    ...before?.header,
  }
  let packetsSent = before?.packetsSent ?? 0
  let codec = before?.codec
  let encoder = codec && encoderFor(codec, before?.bands)
  return {
    speak(frame: Frame) {
      const now = inward.agreed
      header.timestamp = (header.timestamp + samplesPerFrame) >>> 0
      if (!now || !maySpeak[now.direction]) {
        header.marker = true // the first packet after a pause (RFC 3551 §4.1)
        return
      }
      const packet = packets[packetsSent % packetsInFlightMax]!
      header.payloadType = codecs[now.codec]
      header.sequence = (header.sequence + 1) & 0xffff
      writeRtpHeader(packet, header)
      header.marker = false
      if (now.codec !== codec) {
        codec = now.codec
        encoder = encoderFor(codec)
      }
      encoder?.encode(frame, packet, rtpHeaderBytes)
      way.send(cipher.protect(packet))
      packetsSent++
    },
    memory: (): OutwardMemory => ({
      ...{ header: { ...header }, packetsSent, codec, bands: encoder?.bands },
    }),
    /** What has gone out, for reports (RFC 3550 §6.4.1). */
    sent: () => ({
      ...{ ssrc: header.ssrc, timestamp: header.timestamp },
      ...{ packets: packetsSent, octets: packetsSent * samplesPerFrame },
    }),
  }
}
