import { once } from 'node:events'
import { createSocket, type Socket } from 'node:dgram'
import { afterEach, describe, expect, test } from '@jest/globals'
import { encoderFor } from '../../../src/switch/media/codec/codec.ts'
import { frameMs, samplesPerFrame, type Frame, type Key } from '../../../src/switch/media/frame.ts'
import { toneLevel } from '../../../src/switch/media/sound/level.ts'
import type { Line } from '../../../src/switch/media/line.ts'
import { mixer } from '../../../src/switch/media/sound/mix.ts'
import { portPool } from '../../../src/switch/media/wire/ports.ts'
import { writeRtpHeader } from '../../../src/switch/media/wire/rtp.ts'
import { writeTelephoneEvent } from '../../../src/switch/media/wire/telephone-event.ts'
import { joinSounds, makeTone } from '../../../src/switch/media/sound/tone.ts'
import { codecs, type Codec } from '../../../src/switch/sdp/agreed.ts'
import { keyTicks, type KeyPacket } from '../../../src/telephone/keypad.ts'
import { badNetwork, type Badness } from '../../kit/bad-network.ts'
import { openLine } from './open-line.ts'

const address = '127.0.0.1'
const ports = portPool(23_000, 23_099)
const keyPayloadType = 101
const closing: (() => void)[] = []

afterEach(() => {
  for (const close of closing.splice(0)) close()
})

const none: Badness = { lossPercent: 0, jitterMs: 0, twicePercent: 0 }
const bad = (lossPercent: number): Badness => ({ lossPercent, jitterMs: 60, twicePercent: 10 })

/** A telephone that hums one tone, its way through a network, and our line at the end of it. */
async function telephone(hz: number, codec: Codec, badness: Badness) {
  const pressed: Key[] = []
  const line = await openLine(address, ports, { pressed: (key) => pressed.push(key) })
  const socket = createSocket('udp4')
  socket.bind(0, address)
  await once(socket, 'listening')
  closing.push(() => {
    line.close()
    socket.close()
  })
  const { port } = socket.address()
  line.agree({
    address,
    port,
    codec,
    telephoneEventPayloadType: keyPayloadType,
    direction: 'sendrecv',
  })
  const network = badNetwork<Buffer>(badness)
  const encoder = encoderFor(codec)
  const hum = makeTone([hz], 1000, -15).subarray(1600, 1600 + 4000) // whole cycles: it has no seam
  let [ticks, sequence] = [0, 0]

  const packet = (payloadType: number, timestamp: number, payload: Uint8Array) => {
    const bytes = Buffer.alloc(12 + payload.length)
    sequence = (sequence + 1) & 0xffff
    writeRtpHeader(bytes, { payloadType, marker: false, sequence, timestamp, ssrc: hz })
    bytes.set(payload, 12)
    return bytes
  }
  return {
    line,
    pressed,
    /** 20 ms: says its tone or these key packets, and what the network brings now reaches the line. */
    async tick(keys: readonly KeyPacket[]) {
      const timestamp = 8000 + ticks * samplesPerFrame
      const sound = Int16Array.from({ length: samplesPerFrame }, (_, n) => {
        return hum[(ticks * samplesPerFrame + n) % hum.length]!
      })
      const payload = new Uint8Array(samplesPerFrame)
      encoder.encode(sound, payload, 0)
      if (keys.length === 0) network.send(packet(codecs[codec], timestamp, payload))
      for (const { key, end, durationSamples: duration, sinceStartSamples } of keys) {
        const event = new Uint8Array(4)
        writeTelephoneEvent(event, 0, { key, end, duration })
        network.send(packet(keyPayloadType, timestamp - sinceStartSamples, event))
      }
      ticks++
      for (const bytes of network.pass(frameMs)) await deliver(line, socket, bytes)
    },
  }
}

async function deliver(line: Line, from: Socket, bytes: Buffer): Promise<void> {
  const before = line.statistics().packetsReceived
  from.send(bytes, line.port, address)
  while (line.statistics().packetsReceived === before) {
    await new Promise((resolve) => setImmediate(resolve))
  }
}

const hertz = { ada: 500, bob: 750, cy: 1250 } as const

/** Ada is far away, the others are not; `seconds` of all three in one room, as Bob hears it. */
async function room(badness: Badness, codec: Codec, seconds: number, keys = '') {
  const ada = await telephone(hertz.ada, codec, badness)
  const bob = await telephone(hertz.bob, 'PCMA', none)
  const cy = await telephone(hertz.cy, 'PCMA', none)
  const keysLeft = keyTicks(keys)
  const mix = mixer()
  const heard: Frame[] = []
  for (let n = 0; n < (seconds * 1000) / frameMs; n++) {
    await ada.tick(keysLeft[n - 50] ?? [])
    await bob.tick([])
    await cy.tick([])
    const voices = [ada, bob, cy].map(({ line }) => line.listen())
    mix.begin()
    for (const voice of voices) if (voice) mix.add(voice)
    heard.push(mix.everyoneBut(voices[1])?.slice() ?? new Int16Array(samplesPerFrame))
  }
  // The first second is how long the buffer takes to learn what the way is like.
  return { ada, heard: heard.slice(50) }
}

/** Less than a tenth of a tone is heard. */
const isAway = (frame: Frame, hz: number) => toneLevel(frame, hz) < -35

/** How long a tone is away at the longest. */
function longestGapMs(heard: readonly Frame[], hz: number): number {
  let [longest, away] = [0, 0]
  for (const frame of heard) {
    away = isAway(frame, hz) ? away + 1 : 0
    longest = Math.max(longest, away)
  }
  return longest * frameMs
}

describe.each(['PCMA', 'G722'] as const)('R-24 one line of a room is bad (%s)', (codec) => {
  test.each([1, 5])('%s %% lost, 60 ms of jitter, doubles: no gap of 100 ms', async (lost) => {
    const { heard, ada } = await room(bad(lost), codec, 8)
    expect(longestGapMs(heard, hertz.ada)).toBeLessThanOrEqual(100)
    const away = heard.filter((frame) => isAway(frame, hertz.ada))
    expect(away.length / heard.length).toBeLessThan(0.01) // what is lost is filled
    expect(ada.line.bufferMs()).toBeLessThanOrEqual(140)
  })

  test.each([1, 5, 20])('%s %% lost: every key is exact, and once', async (lost) => {
    const keys = '4711080*#0'
    const { ada } = await room(bad(lost), codec, 3.5, keys)
    expect(ada.pressed.join('')).toBe(keys)
  })

  test('20 % lost: the others hear one another as if nothing was', async () => {
    const { heard } = await room(bad(20), codec, 4)
    const levels = heard.map((frame) => toneLevel(frame, hertz.cy))
    expect(Math.min(...levels)).toBeGreaterThan(-16.5)
    expect(Math.max(...levels)).toBeLessThan(-13.5)
    expect(longestGapMs(heard, hertz.cy)).toBe(0)
  })
})

test('R-24 a line that gets better is heard sooner again', async () => {
  const badness = { lossPercent: 0, jitterMs: 80, twicePercent: 0 }
  const ada = await telephone(hertz.ada, 'PCMA', badness)
  let worst = 0
  for (let n = 0; n < 200; n++) {
    await ada.tick([])
    ada.line.listen()
    worst = Math.max(worst, ada.line.bufferMs())
  }
  Object.assign(badness, { jitterMs: 0 })
  const heard: Frame[] = []
  for (let n = 0; n < 600; n++) {
    await ada.tick([])
    heard.push(ada.line.listen()?.slice() ?? new Int16Array(samplesPerFrame))
  }
  expect(worst).toBeGreaterThanOrEqual(40)
  expect(ada.line.bufferMs()).toBeLessThanOrEqual(20)
  expect(toneLevel(joinSounds(heard.slice(-50)), hertz.ada)).toBeCloseTo(-15, 0)
})

test.each([
  { clock: 'fast', ticks: (n: number) => (n % 100 === 0 ? 2 : 1) },
  { clock: 'slow', ticks: (n: number) => (n % 100 === 0 ? 0 : 1) },
])('R-24 a telephone whose clock is $clock by a hundredth drifts nowhere', async ({ ticks }) => {
  const ada = await telephone(hertz.ada, 'PCMA', none)
  const heard: Frame[] = []
  const waits: number[] = []
  for (let n = 1; n <= 1500; n++) {
    for (let i = 0; i < ticks(n); i++) await ada.tick([])
    heard.push(ada.line.listen()?.slice() ?? new Int16Array(samplesPerFrame))
    waits.push(ada.line.bufferMs())
  }
  expect(Math.max(...waits.slice(500))).toBeLessThanOrEqual(100)
  expect(longestGapMs(heard.slice(5), hertz.ada)).toBeLessThanOrEqual(frameMs)
})
