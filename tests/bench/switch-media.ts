/**
 * The sound of the switch as it runs, in a process of its own: a media plane with its legs and rooms. Only SIP and documents
 * are missing, which do nothing while people talk.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { latenessHistogram } from '../../src/switch/media/lateness.ts'
import { portPool } from '../../src/switch/media/wire/ports.ts'
import type { MediaLeg } from '../../src/switch/plane/media-leg.ts'
import { planesFor } from '../../src/switch/plane/link.ts'
import { openPlanes } from '../../src/switch/plane/planes.ts'
import { codec, legsPerConference, listen, say, threads } from './switch-talk.ts'

const address = '127.0.0.1'
const lateness = latenessHistogram()
const complain = (fields: unknown, message: string) => {
  console.error(message, fields)
}
const planes = openPlanes({
  ports: portPool(32_000, 39_999),
  makes: planesFor(threads),
  late: lateness.count,
  log: { info: () => undefined, warn: complain, error: complain },
})
const legs: MediaLeg[] = []

/** Legs in conferences, in the order of their coming. */
async function open(count: number) {
  const nothing = () => undefined
  const listener = {
    pressed: nothing,
    broke: complain.bind(undefined, 'a bug'),
    told: nothing,
    lost: nothing,
  }
  const quiet = { speech: nothing, neverPauses: nothing }
  const heard = { ...quiet, seatBroke: complain, notSeated: console.error, broke: console.error }
  for (let i = 0; i < count; i++) legs.push(await planes.open(`leg ${i}`, address, listener))
  for (let first = 0; first < count; first += legsPerConference) {
    const wish = { tellsSpeech: false }
    const room = planes.rooms.open(`room ${first}`, `leg ${first}`, wish, heard)
    room.start()
    for (let i = first; i < Math.min(count, first + legsPerConference); i++) {
      room.sit(`leg ${i}`, { muted: false, hold: false })
    }
  }
  say({ is: 'ports', ports: legs.map(({ port }) => port) })
}

type Of = 'packetsLost' | 'packetsRefused'
/** As told last, which is less than a second ago. */
const total = (of: Of) => legs.reduce((sum, leg) => sum + (leg.figures()?.statistics[of] ?? 0), 0)

async function measure(seconds: number) {
  const before = { cpu: process.cpuUsage(), ...planes.ticks() }
  const lost = { concealed: total('packetsLost'), refused: total('packetsRefused') }
  lateness.reset()
  await wait(seconds * 1000)
  const { user, system } = process.cpuUsage(before.cpu)
  const { ticks, ticksSkipped } = planes.ticks()
  const waiting = legs.map((leg) => leg.figures()?.bufferMs ?? 0)
  say({
    is: 'media report',
    report: {
      cpuMicros: user + system,
      ticks: ticks - before.ticks,
      ticksSkipped: ticksSkipped - before.ticksSkipped,
      latenessP50Ms: lateness.quantile(0.5),
      latenessP99Ms: lateness.quantile(0.99),
      framesConcealed: total('packetsLost') - lost.concealed,
      packetsRefused: total('packetsRefused') - lost.refused,
      bufferP50Ms: waiting.sort((a, b) => a - b)[legs.length >> 1] ?? 0,
      memoryMb: process.memoryUsage.rss() / 2 ** 20,
    },
  })
}

listen((told) => {
  if (told.is === 'open') void open(told.legs)
  if (told.is === 'measure') void measure(told.seconds)
  if (told.is === 'callers') {
    told.callers.forEach((caller, place) => {
      legs[place]!.agree({
        ...{ ...caller, codec, direction: 'sendrecv', telephoneEventPayloadType: 101 },
      })
    })
  }
})
