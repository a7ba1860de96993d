import { randomBytes } from 'node:crypto'
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { samplesPerFrame, type Frame, type Sound } from '../switch/media/frame.ts'
import { encoderFor } from '../switch/media/codec/codec.ts'
import { Receiver } from '../switch/media/codec/receiver.ts'
import {
  emptyRtpPacket,
  readRtp,
  rtpHeaderBytes,
  writeRtpHeader,
} from '../switch/media/wire/rtp.ts'
import { writeTelephoneEvent } from '../switch/media/wire/telephone-event.ts'
import { machineClock, ticker, type Clock } from '../switch/media/ticker.ts'
import { codecs, type Agreed } from '../switch/sdp/agreed.ts'
import { attention, type Attention } from './attention.ts'
import { keyTicks, type KeyPacket, type KeyTiming } from './keypad.ts'
import { recording, type Recording } from './recording.ts'

/** The sound of our own telephone: what it says, presses and hears. */
export type Handset = {
  readonly port: number
  /** Picks up: from now on it speaks and listens to where the answer says. */
  agree(agreed: Agreed): void
  /** Says this from now on, once or over and over; undefined is silence. */
  say(sound: Sound | undefined, again?: 'again'): void
  /** Resolves when the last key is up. @throws Error when the other side takes no keys as packets */
  press(text: string, timing?: KeyTiming): Promise<void>
  /** Resolves with true as soon as the condition holds (looked at each 20 ms), with false after `maxMs` or at the end. */
  until(condition: () => boolean, maxMs: number): Promise<boolean>
  readonly ear: Attention
  readonly heard: Recording
  readonly packets: PacketCount
  close(): void
}

export type PacketCount = {
  readonly sent: number
  readonly received: number
  /** The longest wait between two packets since `watch()`, in ms; the time since the last packet counts too. */
  readonly longestGapMs: number
  /** Measures gaps anew from the next packet on. */
  watch(): void
}

type Waiting = { condition: () => boolean; untilMs: number; done: (held: boolean) => void }

/**
 * Opens a UDP socket on `address` for the sound of one call. One tick each 20 ms:
 *
 *   say()  ─▶ sound ─┐
 *                    ├─▶ RTP ─▶ the other side ─▶ RTP ─▶ receiver ──────┬─▶ heard (recording)
 *   press() ─▶ keys ─┘      (keys in the place of sound)                └─▶ ear (is anybody speaking?)
 */
export async function openHandset(address: string, clock: Clock = machineClock): Promise<Handset> {
  const socket = createSocket('udp4')
  socket.bind(0, address)
  await once(socket, 'listening')
  const heard = recording()
  const ear = attention()
  const mouth = { sound: undefined as Sound | undefined, at: 0, again: false }
  const keysLeft: (readonly KeyPacket[])[] = []
  const waiting = new Set<Waiting>()
  const packets = counted(clock)
  let inbound = inboundSound(socket, packets.arrived)
  let outbound: Outbound | undefined
  let closed = false

  const clockwork = ticker(() => {
    const frame = inbound.take()
    heard.add(frame)
    ear.heard(frame)
    outbound?.send(keysLeft.shift() ?? [], nextFrame(mouth))
    for (const one of waiting) {
      const held = one.condition()
      if (!held && ear.nowMs < one.untilMs) continue
      waiting.delete(one)
      one.done(held)
    }
    return true
  }, clock)

  const until = (condition: () => boolean, maxMs: number): Promise<boolean> =>
    new Promise((done) => {
      if (closed) done(false)
      else waiting.add({ condition, untilMs: ear.nowMs + maxMs, done })
    })

  return {
    port: socket.address().port,
    agree(agreed) {
      inbound = inboundSound(socket, packets.arrived, agreed)
      outbound = outboundSound(socket, agreed, packets.left)
      clockwork.wake()
    },
    say(sound, again) {
      Object.assign(mouth, { sound, at: 0, again: again === 'again' })
    },
    async press(text, timing) {
      if (outbound?.keyPayloadType === undefined) {
        throw new Error('the other side takes no keys as packets (RFC 4733)')
      }
      const ticks = keyTicks(text, timing)
      keysLeft.push(...ticks)
      await until(() => keysLeft.length === 0, Infinity)
    },
    until,
    ear,
    heard,
    packets,
    close() {
      if (closed) return
      closed = true
      clockwork.stop()
      socket.close()
      for (const one of waiting) one.done(false)
      waiting.clear()
    },
  }
}

function nextFrame(mouth: { sound: Sound | undefined; at: number; again: boolean }): Frame {
  const frame = new Int16Array(samplesPerFrame)
  if (!mouth.sound) return frame
  frame.set(mouth.sound.subarray(mouth.at, mouth.at + samplesPerFrame))
  mouth.at += samplesPerFrame
  if (mouth.at >= mouth.sound.length) {
    if (mouth.again) mouth.at = 0
    else mouth.sound = undefined
  }
  return frame
}

type Outbound = ReturnType<typeof outboundSound>

/** Packs what is said. While a key is down its packets go out in the place of sound (RFC 4733 §2.5.1.1). */
function outboundSound(socket: Socket, agreed: Agreed, left: () => void) {
  const ssrc = randomBytes(4).readUInt32BE()
  let sequence = randomBytes(2).readUInt16BE()
  let timestamp = randomBytes(4).readUInt32BE()
  let marker = true
  const keyPayloadType = agreed.telephoneEventPayloadType
  const encoder = encoderFor(agreed.codec)
  const out = (payloadType: number, at: number, mark: boolean, payload: Uint8Array): void => {
    const bytes = new Uint8Array(rtpHeaderBytes + payload.length)
    sequence = (sequence + 1) & 0xffff
    writeRtpHeader(bytes, { payloadType, marker: mark, sequence, timestamp: at >>> 0, ssrc })
    bytes.set(payload, rtpHeaderBytes)
    socket.send(bytes, agreed.port, agreed.address)
    left()
  }
  return {
    keyPayloadType,
    send(keyPackets: readonly KeyPacket[], frame: Frame) {
      for (const packet of keyPackets) {
        if (keyPayloadType === undefined) break
        const payload = new Uint8Array(4)
        const { key, end, durationSamples: duration } = packet
        writeTelephoneEvent(payload, 0, { key, end, duration })
        out(keyPayloadType, timestamp - packet.sinceStartSamples, packet.startsEvent, payload)
      }
      if (keyPackets.length === 0) {
        const payload = new Uint8Array(samplesPerFrame)
        encoder.encode(frame, payload, 0)
        out(codecs[agreed.codec], timestamp, marker, payload)
      }
      marker = keyPackets.length > 0
      timestamp = (timestamp + samplesPerFrame) >>> 0
    },
  }
}

/** Unpacks what comes from the agreed address; anything else on the port is not ours. */
function inboundSound(socket: Socket, arrived: () => void, agreed?: Agreed) {
  const buffer = new Receiver(agreed?.codec ?? 'PCMA')
  const packet = emptyRtpPacket()
  socket.removeAllListeners('message').on('message', (bytes, { address, port }) => {
    if (address !== agreed?.address || port !== agreed.port) return
    if (!readRtp(bytes, packet) || packet.payloadType !== codecs[agreed.codec]) return
    arrived()
    buffer.put(packet.sequence, packet.timestamp, bytes, packet.start, packet.end)
  })
  return { take: () => buffer.take()?.subarray(0, samplesPerFrame) }
}

function counted(clock: Clock): PacketCount & { arrived: () => void; left: () => void } {
  let sent = 0
  let received = 0
  let longestGapMs = 0
  let lastMs: number | undefined
  const sinceLastMs = (): number => (lastMs === undefined ? 0 : clock.now() - lastMs)
  return {
    arrived() {
      longestGapMs = Math.max(longestGapMs, sinceLastMs())
      lastMs = clock.now()
      received++
    },
    left() {
      sent++
    },
    watch() {
      longestGapMs = 0
      lastMs = undefined
    },
    get sent() {
      return sent
    },
    get received() {
      return received
    },
    get longestGapMs() {
      return Math.max(longestGapMs, sinceLastMs())
    },
  }
}
