/**
 * The callers, in a process of their own: everyone sends low noise on a steady clock and, in turn, one loud packet. Everyone
 * checks what comes back: nothing missing, evenly spaced, every turn of the others heard, one's own never.
 *
 *   turn 0: first of each conference    turn 1: second of each    …
 *   ├─ loud, 14 packets of noise ───────┼─ loud, … ───────────────┼──▶
 */
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import {
  decoderFor,
  encoderFor,
  type Decoder,
  type Encoder,
} from '../../src/switch/media/codec/codec.ts'
import { wideSamplesPerFrame } from '../../src/switch/media/frame.ts'
import { laws } from '../../src/switch/media/codec/g711.ts'
import { latenessHistogram } from '../../src/switch/media/lateness.ts'
import { writeRtpHeader } from '../../src/switch/media/wire/rtp.ts'
import { machineClock, ticker } from '../../src/switch/media/ticker.ts'
import { makeTone } from '../../src/switch/media/sound/tone.ts'
import { codecs } from '../../src/switch/sdp/agreed.ts'
import { codec, legsPerConference, listen, say, turnTicks } from './switch-talk.ts'

const socketCount = 32
/** The legs are sent to in this many portions, spread over the 20 ms as real callers are. */
const portions = 10
const loudSample = 5000

const sockets: Socket[] = []
const legs: Leg[] = []
const legOfPort = new Map<number, Leg>()
let measuring = false
let turn = -1
const turnBegan: number[] = []

type Leg = {
  place: number
  port: number
  socket: Socket
  sequence: number
  firstSequence: number
  lastSequence: number
  received: number
  lastAt: number
  heardTurn: number
  packets: Buffer[]
  encoder: Encoder
  decoder: Decoder
}

const spacing = latenessHistogram()
const delay = latenessHistogram()
let pulsesHeard = 0
let ownPulsesHeard = 0
let pulsesExpected = 0

const loud = makeTone([1000], 60, -6).slice(160, 320)
const noises = Array.from({ length: 16 }, () =>
  Int16Array.from({ length: 160 }, () => Math.floor(Math.random() * 400 - 200)),
)
/** A-law knows no past: everybody's packets are packed once. G.722 is packed for each. */
const packedOnce = new Map<Int16Array, Uint8Array>()
for (const sound of [loud, ...noises]) {
  const bytes = new Uint8Array(160)
  encoderFor('PCMA').encode(sound, bytes, 0)
  packedOnce.set(sound, bytes)
}
const frame = new Int16Array(wideSamplesPerFrame)

const isLoud = ({ decoder }: Leg, bytes: Buffer) => {
  if (codec === 'PCMA') {
    for (let i = 12; i < 28; i++) if (laws.PCMA.linear[bytes[i]!]! > loudSample) return true
    return false
  }
  decoder.decode(Int16Array.from(bytes.subarray(12)), frame, 0, 160)
  return frame.subarray(0, 160).some((sample) => sample > loudSample)
}

function received(leg: Leg, bytes: Buffer) {
  const now = performance.now()
  const sequence = bytes.readUInt16BE(2)
  if (leg.received++ === 0) leg.firstSequence = sequence
  else spacing.count(Math.abs(now - leg.lastAt - 20))
  leg.lastSequence = sequence
  leg.lastAt = now
  if (!isLoud(leg, bytes) || leg.heardTurn === turn) return
  leg.heardTurn = turn
  if (leg.place % legsPerConference === turn % legsPerConference) ownPulsesHeard++
  else {
    pulsesHeard++
    delay.count(now - turnBegan[portionOf(leg.place)]!)
  }
}

function send(leg: Leg, isTurn: boolean) {
  const sequence = ++leg.sequence & 0xffff
  const packet = leg.packets[sequence % leg.packets.length]!
  const timestamp = (leg.sequence * 160) >>> 0
  writeRtpHeader(packet, {
    ...{ payloadType: codecs[codec], marker: false, sequence, timestamp, ssrc: leg.place },
  })
  const sound = isTurn ? loud : noises[(sequence + leg.place) & 15]!
  if (codec === 'PCMA') packet.set(packedOnce.get(sound)!, 12)
  else leg.encoder.encode(sound, packet, 12)
  leg.socket.send(packet, leg.port, '127.0.0.1')
}

/** Ten clocks of 20 ms, two milliseconds apart. All of a conference are in one portion, and so is their turn. */
async function speak() {
  for (let portion = 0; portion < portions; portion++) {
    const mine = legs.filter(({ place }) => portionOf(place) === portion)
    let tick = 0
    ticker(() => {
      const isTurn = tick++ % turnTicks === 0
      if (isTurn) {
        if (portion === 0) {
          if (measuring) pulsesExpected += legs.length - legs.length / legsPerConference
          turn++
        }
        turnBegan[portion] = performance.now()
      }
      const speaker = turn % legsPerConference
      for (const leg of mine) send(leg, isTurn && leg.place % legsPerConference === speaker)
      return true
    }, machineClock).wake()
    await wait(2)
  }
}
const portionOf = (place: number) => Math.floor(place / legsPerConference) % portions

async function open(count: number) {
  for (let i = 0; i < socketCount; i++) {
    const socket = createSocket({
      type: 'udp4',
      lookup: (hostname, _options, found) => {
        found(null, hostname, 4)
      },
    })
    const up = once(socket, 'listening')
    socket.bind(0, `127.0.1.${i + 1}`)
    await up
    socket.on('message', (bytes, { port }) => {
      const leg = legOfPort.get(port)
      if (leg && measuring) received(leg, bytes)
    })
    sockets.push(socket)
  }
  const callers = Array.from({ length: count }, (_, place) =>
    sockets[place % socketCount]!.address(),
  )
  say({ is: 'callers', callers: callers.map(({ address, port }) => ({ address, port })) })
}

function call(ports: number[]) {
  for (const [place, port] of ports.entries()) {
    const leg: Leg = {
      ...{ place, port, socket: sockets[place % socketCount]!, sequence: place * 7 },
      ...{ firstSequence: 0, lastSequence: 0, received: 0, lastAt: 0, heardTurn: -1 },
      packets: Array.from({ length: 4 }, () => Buffer.alloc(172)),
      ...{ encoder: encoderFor(codec), decoder: decoderFor(codec) },
    }
    legs.push(leg)
    legOfPort.set(port, leg)
  }
  void speak()
}

/** Measures whole turns: begins and ends in the middle of one, when its pulse has long been heard by all. */
async function measure(seconds: number) {
  const before = process.cpuUsage()
  await untilAfterPulse()
  measuring = true
  await wait(seconds * 1000)
  await untilAfterPulse()
  measuring = false
  const { user, system } = process.cpuUsage(before)
  const spans = legs.map((leg) => ((leg.lastSequence - leg.firstSequence) & 0xffff) + 1)
  const sum = (of: (leg: Leg, place: number) => number) =>
    legs.reduce((total, leg, place) => total + of(leg, place), 0)
  say({
    is: 'callers report',
    report: {
      packetsMissing: sum(({ received }, place) => spans[place]! - received),
      packetsReceived: sum(({ received }) => received),
      legsStalled: spans.filter((span) => span < seconds * 49).length,
      spacingP50Ms: spacing.quantile(0.5),
      spacingP99Ms: spacing.quantile(0.99),
      delayP50Ms: delay.quantile(0.5),
      delayP99Ms: delay.quantile(0.99),
      ...{ pulsesExpected, pulsesHeard, ownPulsesHeard, cpuMicros: user + system },
    },
  })
}

async function untilAfterPulse() {
  const before = turn
  while (turn === before) await wait(5)
  await wait(turnTicks * 20 - 60)
}

listen((told) => {
  if (told.is === 'open') void open(told.legs)
  if (told.is === 'call') call(told.ports)
  if (told.is === 'measure') void measure(told.seconds)
})
