import { randomInt } from 'node:crypto'
import type { RemoteInfo } from 'node:dgram'
import { codecs, type Agreed, type Codec, type Direction } from '../sdp/agreed.ts'
import { frameMs, samplesPerFrame, type Frame, type Key } from './frame.ts'
import { encoderFor, type Encoder } from './codec/codec.ts'
import { lineCipher, type LineCipher } from './wire/line-cipher.ts'
import { keyTones } from './sound/key-tones.ts'
import { silentFrame } from './codec/packing.ts'
import type { PortPool } from './wire/ports.ts'
import { qualityOf, type LineQuality } from './quality.ts'
import { receiver, type Receiver } from './codec/receiver.ts'
import { reception } from './wire/reception.ts'
import { reportLine, type ReportCounts, type ReportLine } from './wire/report-line.ts'
import { emptyRtpPacket, readRtp, rtpHeaderBytes, writeRtpHeader } from './wire/rtp.ts'
import { bindPair, closePair } from './wire/socket.ts'
import { sourceLock, type SourceLock } from './wire/source-lock.ts'
import { wayOut, type WayOut } from './wire/way-out.ts'
import { keyPresses, readTelephoneEvent } from './wire/telephone-event.ts'

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
  close(): void
}

export type LineListener = {
  pressed(key: Key): void
  /** A bug of ours met a packet: this line is not to be trusted any more, and no other has to do with it. */
  broke?(bug: unknown): void
}

export type LineSettings = {
  /** Our own address, IPv4 or IPv6: where we listen, and what our packets come from. */
  readonly address: string
  readonly ports: PortPool
  readonly listener: LineListener
}

/** Reports are seconds apart: whether one is due is looked at five times a second, and not for each packet. */
const framesPerLook = 200 / frameMs
/** Packets that may wait in the system before their bytes are written anew. */
const packetsInFlightMax = 8

const mayHear: Record<Direction, boolean> = {
  sendrecv: true,
  recvonly: true,
  sendonly: false,
  inactive: false,
}
const maySpeak: Record<Direction, boolean> = {
  sendrecv: true,
  sendonly: true,
  recvonly: false,
  inactive: false,
}

/**
 * Opens the sound of one call on a free port.
 * @throws NoPortFree
 */
export async function openLine({ address, ports, listener }: LineSettings): Promise<Line> {
  const pair = await bindPair(address, ports)
  const { sound, reports, port } = pair
  let closed = false
  let framesSpoken = 0
  const lock = sourceLock()
  const cipher = lineCipher()
  const failed = (bug: unknown) => {
    if (!listener.broke) throw bug
    listener.broke(bug)
  }
  const way = wayOut(sound, lock)
  const reporting = reportLine({ sound: way, own: reports, lock, cipher, failed })
  const inward = listening(listener, { lock, cipher, reporting, way })
  const outward = speaking(way, inward)
  sound.on('message', (bytes: Buffer, from: RemoteInfo) => {
    try {
      if (!reporting.takes(bytes, from)) inward.received(bytes, from)
    } catch (bug) {
      failed(bug)
    }
  })

  return {
    port,
    agree(agreed) {
      const anew = inward.agree(agreed)
      // Opens the way through the caller's router, and the caller hears that we are there.
      if (anew && !closed) outward.speak(silentFrame)
    },
    listen: () => inward.listen(),
    speak(frame) {
      if (closed) return
      outward.speak(frame)
      if (++framesSpoken % framesPerLook === 0) reporting.tick(outward.sent(), inward.jitterMs())
    },
    statistics() {
      const { packets: packetsSent } = outward.sent()
      return { ...inward.statistics(), ...reporting.counts, packetsSent }
    },
    bufferMs: () => inward.bufferMs(),
    quality: () => inward.quality(),
    describe: () => inward.describe(),
    close() {
      if (closed) return
      closed = true
      reporting.close(outward.sent(), inward.jitterMs())
      closePair(pair, () => {
        ports.release(port)
      })
    },
  }
}

type Ways = {
  readonly lock: SourceLock
  readonly cipher: LineCipher
  readonly reporting: ReportLine
  readonly way: WayOut
}
type Inward = ReturnType<typeof listening>

/** The way in: source lock, keys, receiver. */
function listening(listener: LineListener, { lock, cipher, reporting, way }: Ways) {
  const packet = emptyRtpPacket()
  const arrivals = reception()
  const pressed = keyPresses()
  let agreed: Agreed | undefined
  let heard: Receiver | undefined
  let ssrc = -1
  let packetsReceived = 0
  let packetsRefused = 0

  /** Whether the bytes are our caller's, in a form we agreed on; then `packet` describes them. */
  function admitted(bytes: Buffer, from: RemoteInfo): boolean {
    return (
      agreed !== undefined &&
      mayHear[agreed.direction] &&
      readRtp(bytes, packet) &&
      (packet.payloadType === codecs[agreed.codec] ||
        packet.payloadType === agreed.telephoneEventPayloadType) &&
      lock.admits(from.address, from.port, packet)
    )
  }

  return {
    received(datagram: Buffer, from: RemoteInfo) {
      const bytes = lock.isHost(from.address) ? cipher.open(datagram) : undefined
      if (!bytes || !admitted(bytes, from) || !agreed || !heard) {
        packetsRefused++
        return
      }
      packetsReceived++
      way.follow()
      if (packet.ssrc !== ssrc) {
        ssrc = packet.ssrc
        heard.reset()
        arrivals.reset()
      }
      reporting.arrived(packet.ssrc, packet.sequence)
      const isSound = packet.payloadType !== agreed.telephoneEventPayloadType
      arrivals.arrived(packet.sequence, packet.timestamp, performance.now(), isSound)
      if (!isSound) {
        const event = readTelephoneEvent(bytes, packet.start, packet.end)
        const key = event && pressed(event, packet.timestamp)
        if (key !== undefined) listener.pressed(key)
        return
      }
      const { sequence, timestamp, start, end } = packet
      heard.put(sequence, timestamp, bytes, start, end)
    },
    /** Whether the sound now goes to somewhere new. */
    agree(next: Agreed): boolean {
      const anew = next.address !== agreed?.address || next.port !== agreed.port
      if (!agreed || !soundsAlike(agreed, next)) heard = receiverFor(next, listener)
      agreed = next
      lock.agree(next.address, next.port)
      way.follow()
      cipher.agree(next.encryption)
      reporting.agree(next)
      if (!mayHear[next.direction]) heard?.reset()
      return anew
    },
    listen: () => (agreed && mayHear[agreed.direction] ? heard?.take() : undefined),
    agreed: () => agreed,
    cipher,
    statistics: () => ({ packetsReceived, packetsRefused, packetsLost: heard?.framesLost() ?? 0 }),
    bufferMs: () => heard?.delayMs() ?? 0,
    jitterMs: () => arrivals.jitterMs(),
    quality: () => agreed && heard && qualityOf(agreed, heard, arrivals, reporting),
    describe: () => wayOf(agreed, lock.to, heard?.delayMs() ?? 0),
  }
}

function wayOf(agreed: Agreed | undefined, to: SourceLock['to'], delayMs: number): string {
  if (!agreed) return 'nothing agreed yet'
  const { codec, direction, encryption } = agreed
  const caller = `${to.address}:${to.port} ${codec}${encryption ? ' encrypted' : ''}`
  return `${caller} → jitter ${delayMs} ms → ${direction} → ${caller}`
}

const keysAreTones = ({ telephoneEventPayloadType }: Agreed) =>
  telephoneEventPayloadType === undefined

/** Whether what is heard goes on as before. */
const soundsAlike = (before: Agreed, now: Agreed) =>
  before.codec === now.codec && keysAreTones(before) === keysAreTones(now)

function receiverFor(agreed: Agreed, listener: LineListener): Receiver {
  const pressed = (key: Key) => {
    listener.pressed(key)
  }
  return receiver(agreed.codec, keysAreTones(agreed) ? keyTones(pressed) : undefined)
}

/** The way out: codec, packet, socket. */
function speaking(way: WayOut, { agreed, cipher }: Inward) {
  const packets = Array.from({ length: packetsInFlightMax }, () =>
    Buffer.alloc(rtpHeaderBytes + samplesPerFrame),
  )
  const header = {
    payloadType: 0,
    marker: true,
    sequence: randomInt(0x10000),
    timestamp: randomInt(0x100000000),
    ssrc: randomInt(0x100000000),
  }
  let packetsSent = 0
  let codec: Codec | undefined
  let encoder: Encoder | undefined
  return {
    speak(frame: Frame) {
      const now = agreed()
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
    /** What has gone out, for reports (RFC 3550 §6.4.1). */
    sent: () => ({
      ...{ ssrc: header.ssrc, timestamp: header.timestamp },
      ...{ packets: packetsSent, octets: packetsSent * samplesPerFrame },
    }),
  }
}
