import { frameMs, samplesPerFrame, type Sound } from '../../src/switch/media/frame.ts'
import { encode, laws } from '../../src/switch/media/codec/g711.ts'
import { rtpHeaderBytes, writeRtpHeader } from '../../src/switch/media/wire/rtp.ts'
import { writeTelephoneEvent } from '../../src/switch/media/wire/telephone-event.ts'
import { keyTicks, type KeyTiming } from '../../src/telephone/keypad.ts'
import { sine } from '../../src/telephone/tones.ts'

/** What a scripted telephone sends, one after the other. */
export type SoundStep =
  | { readonly silenceMs: number }
  | { readonly hum: number; readonly forMs: number }
  | { readonly keys: string }

type Packet = { readonly atMs: number; readonly bytes: Uint8Array }

const ssrc = 0x00c0ffee
const startsAt = { sequence: 1000, timestamp: 160_000 }
const humDbfs = -12
const keyTiming: KeyTiming = { pressMs: 100, gapMs: 100 }
const codec = { payloadType: 8, law: laws.PCMA }

/**
 * One RTP stream, A-law with keys as RFC 4733 packets, as a capture file that sipp can replay: one source from the
 * first packet to the last, as a telephone sends it.
 */
export function pcapOf(steps: readonly SoundStep[], keyPayloadType: number): Buffer {
  return captureFile(packetsOf(steps, keyPayloadType))
}

/** A sine as raw A-law, for rtp_stream. */
export function alawOf(hertz: number, seconds: number): Buffer {
  const sound = sine(hertz, humDbfs, seconds)
  const bytes = Buffer.alloc(sound.length)
  encode(codec.law, sound, bytes)
  return bytes
}

function packetsOf(steps: readonly SoundStep[], keyPayloadType: number): Packet[] {
  const packets: Packet[] = []
  let { sequence, timestamp } = startsAt
  let tick = 0
  const add = (payloadType: number, marker: boolean, at: number, payload: Uint8Array): void => {
    const bytes = new Uint8Array(rtpHeaderBytes + payload.length)
    writeRtpHeader(bytes, { payloadType, marker, sequence: sequence++, timestamp: at, ssrc })
    bytes.set(payload, rtpHeaderBytes)
    packets.push({ atMs: tick * frameMs, bytes })
  }
  const advance = (): void => {
    tick++
    timestamp += samplesPerFrame
  }
  const say = (sound: Sound): void => {
    const payload = new Uint8Array(samplesPerFrame)
    encode(codec.law, sound, payload)
    add(codec.payloadType, packets.length === 0, timestamp, payload)
    advance()
  }
  const silence = new Int16Array(samplesPerFrame)
  for (const step of steps) {
    if ('keys' in step) {
      for (const presses of keyTicks(step.keys, keyTiming)) {
        if (presses.length === 0) say(silence)
        else {
          for (const { key, end, durationSamples, startsEvent, sinceStartSamples } of presses) {
            const payload = new Uint8Array(4)
            writeTelephoneEvent(payload, 0, { key, end, duration: durationSamples })
            add(keyPayloadType, startsEvent, timestamp - sinceStartSamples, payload)
          }
          advance()
        }
      }
      continue
    }
    const hums = 'hum' in step
    const sound = hums ? sine(step.hum, humDbfs, step.forMs / 1000) : undefined
    const frames = (hums ? step.forMs : step.silenceMs) / frameMs
    for (let n = 0; n < frames; n++) {
      say(sound?.subarray(n * samplesPerFrame, (n + 1) * samplesPerFrame) ?? silence)
    }
  }
  return packets
}

/**
 *   | pcap header, 24 bytes |  then for each packet: | seconds | µs | length | length | ethernet 14 | IP 20 | UDP 8 | RTP |
 *
 * sipp takes only the payload and the times; addresses and checksums are its own.
 */
function captureFile(packets: readonly Packet[]): Buffer {
  const header = Buffer.alloc(24)
  header.writeUInt32LE(0xa1b2c3d4, 0)
  header.writeUInt16LE(2, 4)
  header.writeUInt16LE(4, 6)
  header.writeUInt32LE(0xffff, 16)
  header.writeUInt32LE(1, 20) // Ethernet
  return Buffer.concat([header, ...packets.flatMap(({ atMs, bytes }) => recordOf(atMs, bytes))])
}

function recordOf(atMs: number, bytes: Uint8Array): Buffer[] {
  const udp = Buffer.alloc(8)
  udp.writeUInt16BE(40_000, 0)
  udp.writeUInt16BE(40_000, 2)
  udp.writeUInt16BE(udp.length + bytes.length, 4)
  const ip = Buffer.alloc(20)
  ip.writeUInt8(0x45, 0)
  ip.writeUInt16BE(ip.length + udp.length + bytes.length, 2)
  ip.writeUInt8(64, 8)
  ip.writeUInt8(17, 9)
  ip.set([127, 0, 0, 1, 127, 0, 0, 1], 12)
  const ethernet = Buffer.alloc(14)
  ethernet.writeUInt16BE(0x0800, 12)
  const length = ethernet.length + ip.length + udp.length + bytes.length
  const record = Buffer.alloc(16)
  record.writeUInt32LE(Math.floor(atMs / 1000), 0)
  record.writeUInt32LE((atMs % 1000) * 1000, 4)
  record.writeUInt32LE(length, 8)
  record.writeUInt32LE(length, 12)
  return [record, ethernet, ip, udp, Buffer.from(bytes)]
}
