/**
 * The ceiling: what Node and the system need for the packets alone. One socket a leg; 160 bytes are kept from each packet that
 * comes, and every 20 ms one packet of 172 leaves with them. No source lock, no order, no decoding, no mixing: each caller
 * hears themselves. Nothing that carries sound in Node can cost less.
 */
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { samplesPerFrame } from '../../src/switch/media/frame.ts'
import { rtpHeaderBytes, writeRtpHeader } from '../../src/switch/media/wire/rtp.ts'
import { ticker } from '../../src/switch/media/ticker.ts'
import { listen, say } from './switch-talk.ts'

const payloadTypePcma = 8
/** Packets that may wait in the system before their bytes are written anew. */
const packetsInFlightMax = 8

type Leg = {
  readonly socket: Socket
  readonly heard: Uint8Array
  readonly packets: readonly Buffer[]
  sequence: number
  to: { address: string; port: number }
}

const legs: Leg[] = []

function echo({ socket, heard, packets, to }: Leg, sequence: number) {
  const packet = packets[sequence % packetsInFlightMax]!
  const timestamp = (sequence * samplesPerFrame) >>> 0
  writeRtpHeader(packet, {
    ...{ payloadType: payloadTypePcma, marker: false, sequence: sequence & 0xffff, timestamp },
    ssrc: 1,
  })
  packet.set(heard, rtpHeaderBytes)
  socket.send(packet, to.port, to.address)
}

const clock = ticker(() => {
  for (const leg of legs) echo(leg, leg.sequence++)
  return true
})

async function open(count: number) {
  for (let i = 0; i < count; i++) {
    const socket = createSocket({
      type: 'udp4',
      lookup: (hostname, _options, found) => {
        found(null, hostname, 4)
      },
    })
    const up = once(socket, 'listening')
    socket.bind(0, '127.0.0.1')
    await up
    const heard = new Uint8Array(samplesPerFrame)
    socket.on('message', (bytes) => {
      for (let i = 0; i < samplesPerFrame; i++) heard[i] = bytes[rtpHeaderBytes + i]!
    })
    const packets = Array.from({ length: packetsInFlightMax }, () =>
      Buffer.alloc(rtpHeaderBytes + samplesPerFrame),
    )
    legs.push({ socket, heard, packets, sequence: 0, to: { address: '', port: 0 } })
  }
  say({ is: 'ports', ports: legs.map(({ socket }) => socket.address().port) })
}

async function measure(seconds: number) {
  const before = { cpu: process.cpuUsage(), ticks: clock.ticks, skipped: clock.ticksSkipped }
  clock.lateness.reset()
  await wait(seconds * 1000)
  const { user, system } = process.cpuUsage(before.cpu)
  say({
    is: 'media report',
    report: {
      cpuMicros: user + system,
      ticks: clock.ticks - before.ticks,
      ticksSkipped: clock.ticksSkipped - before.skipped,
      latenessP50Ms: clock.lateness.quantile(0.5),
      latenessP99Ms: clock.lateness.quantile(0.99),
      ...{ framesConcealed: 0, packetsRefused: 0, bufferP50Ms: 0 },
      memoryMb: process.memoryUsage.rss() / 2 ** 20,
    },
  })
}

listen((told) => {
  if (told.is === 'open') void open(told.legs)
  if (told.is === 'measure') void measure(told.seconds)
  if (told.is === 'callers') {
    told.callers.forEach((caller, place) => {
      legs[place]!.to = caller
    })
    clock.wake()
  }
})
