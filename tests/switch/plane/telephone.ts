import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { decode, encode, laws } from '../../../src/switch/media/codec/g711.ts'
import { sampleRate, samplesPerFrame, type Sound } from '../../../src/switch/media/frame.ts'
import { toneLevel } from '../../../src/switch/media/sound/level.ts'
import { joinSounds, makeTone } from '../../../src/switch/media/sound/tone.ts'
import { emptyRtpPacket, readRtp, writeRtpHeader } from '../../../src/switch/media/wire/rtp.ts'
import { srtpReceiver, srtpSender } from '../../../src/switch/media/wire/srtp.ts'
import { writeTelephoneEvent } from '../../../src/switch/media/wire/telephone-event.ts'
import type { Agreed, Encryption } from '../../../src/switch/sdp/agreed.ts'

const address = '127.0.0.1'
const ssrc = 4711
const keyType = 101
const newestFrames = 10
const audibleDbfs = -40

/** One that came: what it says of itself. */
export type Came = { readonly sequence: number; readonly timestamp: number; readonly ssrc: number }

/**
 * A telephone without SIP: for each packet that comes, the next of its own goes out, a steady tone or a held key. So it is
 * clocked by whoever ticks, and a test need not wait for time.
 */
export type Telephone = {
  readonly agreed: Agreed
  /** All packets of sound, in the order they came. */
  readonly came: Came[]
  /** How many that could not be deciphered. */
  strange: number
  /** Its key is down from now on; undefined: it is let go. */
  readonly holds: (key: '5' | undefined) => void
  /** Whether this tone is in what was heard last. */
  hears(hz: number): boolean
  /** Resolves with the next packet. */
  next(): Promise<void>
  until(condition: () => boolean): Promise<void>
  close(): void
}

export async function telephone(hz: number, encryption?: Encryption): Promise<Telephone> {
  const socket = createSocket('udp4')
  socket.bind(0, address)
  await once(socket, 'listening')
  const voice = speaking(socket, hz, encryption)
  const receiver = encryption && srtpReceiver(encryption.ours, encryption.suite)
  const came: Came[] = []
  let heard: Sound[] = []
  const phone: Telephone = {
    agreed: {
      ...{ address, port: socket.address().port, codec: 'PCMA', direction: 'sendrecv' },
      ...{ telephoneEventPayloadType: keyType, ...(encryption && { encryption }) },
    },
    came,
    strange: 0,
    holds: voice.holds,
    hears: (hz) => heard.length === newestFrames && toneLevel(joinSounds(heard), hz) > audibleDbfs,
    async next() {
      await once(socket, 'message')
    },
    async until(condition) {
      while (!condition()) await phone.next()
    },
    close: () => socket.close(),
  }
  socket.on('message', (datagram: Buffer, { port }) => {
    const bytes = receiver ? receiver.open(datagram) : datagram
    const packet = emptyRtpPacket()
    if (!bytes || !readRtp(bytes, packet)) {
      phone.strange++
      return
    }
    came.push({ sequence: packet.sequence, timestamp: packet.timestamp, ssrc: packet.ssrc })
    const sound = decode(laws.PCMA, bytes.subarray(packet.start, packet.end))
    heard = [...heard, sound].slice(-newestFrames)
    voice.says(port)
  })
  return phone
}

function speaking(socket: Socket, hz: number, encryption: Encryption | undefined) {
  const tone = makeTone([hz], 1000, -14).subarray(sampleRate / 10, sampleRate / 2)
  const sealed = encryption ? sealing(encryption) : (packet: Buffer) => packet
  const frames = tone.length / samplesPerFrame
  let sequence = 100
  let pressedAt: number | undefined
  return {
    holds: (key: '5' | undefined): void => {
      pressedAt = key && sequence + 1
    },
    says(port: number) {
      sequence++
      const held = pressedAt !== undefined
      const packet = Buffer.alloc(12 + (held ? 4 : samplesPerFrame))
      const timestamp = (pressedAt ?? sequence) * samplesPerFrame
      const payloadType = held ? keyType : 8
      writeRtpHeader(packet, { payloadType, marker: false, sequence, timestamp, ssrc })
      const at = (sequence % frames) * samplesPerFrame
      if (held) {
        const duration = sequence * samplesPerFrame - timestamp + samplesPerFrame
        writeTelephoneEvent(packet, 12, { key: '5', end: false, duration })
      } else encode(laws.PCMA, tone.subarray(at, at + samplesPerFrame), packet, 12)
      socket.send(sealed(packet), port, address)
    },
  }
}

function sealing({ theirs, suite }: Encryption) {
  const sender = srtpSender(theirs)
  return (packet: Buffer): Buffer => sender.protect(packet, suite)
}
