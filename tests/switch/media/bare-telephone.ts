import { once } from 'node:events'
import { createSocket, type Socket } from 'node:dgram'
import { afterEach } from '@jest/globals'
import type { Agreed } from '../../../src/switch/sdp/agreed.ts'
import type { Key } from '../../../src/switch/media/frame.ts'
import { encode, laws } from '../../../src/switch/media/codec/g711.ts'
import type { Line } from '../../../src/switch/media/line.ts'
import { portPool } from '../../../src/switch/media/wire/ports.ts'
import { writeRtpHeader } from '../../../src/switch/media/wire/rtp.ts'
import { makeTone } from '../../../src/switch/media/sound/tone.ts'
import { openLine } from './open-line.ts'

export const address = '127.0.0.1'
const ports = portPool(21_000, 21_999)
/** What is closed after each test. */
export const closing: (() => void)[] = []

afterEach(() => {
  for (const close of closing.splice(0)) close()
})

/** A socket that is nobody's yet. */
export const openAny = async (from = address): Promise<Socket> => {
  const socket = createSocket('udp4')
  socket.bind(0, from)
  await once(socket, 'listening')
  closing.push(() => socket.close())
  return socket
}

/** A line that is agreed with a telephone, which is a bare socket. */
export const call = async (changes: Partial<Agreed> = {}) => {
  const pressed: Key[] = []
  const line = await openLine(address, ports, { pressed: (key) => pressed.push(key) })
  closing.push(() => {
    line.close()
  })
  const phone = await openAny()
  const agreed: Agreed = {
    address,
    port: phone.address().port,
    codec: 'PCMA',
    telephoneEventPayloadType: 96,
    direction: 'sendrecv',
    ...changes,
  }
  line.agree(agreed)
  return { line, phone, pressed, agreed }
}

/** One packet, 20 ms after the one before. */
export const rtp = (sequence: number, payload: Uint8Array, payloadType = 8, ssrc = 7) => {
  const bytes = Buffer.alloc(12 + payload.length)
  const marker = sequence === 1
  writeRtpHeader(bytes, { payloadType, marker, sequence, timestamp: sequence * 160, ssrc })
  bytes.set(payload, 12)
  return bytes
}

const tone = makeTone([700], 1000, -10)
/** 20 ms of a tone that goes on. */
export const toneFrame = (number: number) => tone.subarray(1600 + (number % 20) * 160).slice(0, 160)
/** The same, packed. */
export const packed = (number: number) => {
  const bytes = new Uint8Array(160)
  encode(laws.PCMA, toneFrame(number), bytes)
  return bytes
}

/** Sends and waits until the line has seen it, whatever it thought of it. */
export const send = async (line: Line, from: Socket, bytes: Buffer) => {
  const seen = () => line.statistics().packetsReceived + line.statistics().packetsRefused
  const before = seen()
  from.send(bytes, line.port, address)
  while (seen() === before) await new Promise((resolve) => setImmediate(resolve))
}
