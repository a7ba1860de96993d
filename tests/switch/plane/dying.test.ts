import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { afterEach, expect, jest, test } from '@jest/globals'
import type { Clock } from '../../../src/switch/media/ticker.ts'
import { portPool } from '../../../src/switch/media/wire/ports.ts'
import {
  linkTo,
  planeInThread,
  type MakeLink,
  type PlaneLink,
} from '../../../src/switch/plane/link.ts'
import type { LegListener } from '../../../src/switch/plane/media-leg.ts'
import type { Command } from '../../../src/switch/plane/messages.ts'
import { openPlanes, type Planes } from '../../../src/switch/plane/planes.ts'
import { silentSecondsMax } from '../../../src/switch/plane/watch.ts'
import { handClock } from './hand-clock.ts'
import { telephone, type Telephone } from './telephone.ts'

const phones: Telephone[] = []
let planes: Planes
afterEach(async () => {
  for (const phone of phones.splice(0)) phone.close()
  await planes.close()
})

/** Planes in threads that a test can get at. */
function inThreads(firstPort: number, count: number, makeOne = planeInThread, clock?: Clock) {
  const links: PlaneLink[] = []
  const logged: string[] = []
  const note = (_: unknown, message: string) => logged.push(message)
  /** How often each has told something. */
  const tellings: number[] = []
  const make: MakeLink = (listener) => {
    const place = tellings.push(0) - 1
    const link = makeOne({
      ...listener,
      hear(news) {
        tellings[place]!++
        listener.hear(news)
      },
    })
    links.push(link)
    return link
  }
  const ports = portPool(firstPort, firstPort + 19)
  planes = openPlanes({
    ports,
    late: () => undefined,
    log: { info: note, warn: note, error: note },
    makes: Array.from({ length: count }, () => make),
    ...(clock && { clock }),
  })
  /** A message that no plane can do anything with: a bug that nothing in the thread catches. */
  const kill = (place: number) => {
    links[place]!.send(null as unknown as Command)
  }
  return { links, logged, kill, ports, tellings }
}

async function calls(name: string, hz: number) {
  const lost = jest.fn()
  const nothing = () => undefined
  const listener: LegListener = { pressed: nothing, broke: nothing, told: nothing, lost }
  const phone = await telephone(hz)
  phones.push(phone)
  const leg = await planes.open(name, '127.0.0.1', listener)
  leg.agree(phone.agreed)
  await phone.until(() => phone.came.length > 2)
  return { phone, leg, lost }
}

const until = async (condition: () => boolean) => {
  while (!condition()) await new Promise(setImmediate)
}

test('R-33: a thread of sound that dies ends its own calls and rooms, and another takes its place', async () => {
  const { links, logged, kill } = inThreads(25_600, 2)
  const ada = await calls('ada', 440)
  const bob = await calls('bob', 660)
  const cy = await calls('cy', 880)
  const over = jest.fn()
  const unheard = () => undefined
  const listener = { speech: unheard, neverPauses: unheard, seatBroke: unheard, notSeated: unheard }
  const wish = { tellsSpeech: false }
  const left = planes.rooms.open('left', 'ada', wish, { ...listener, broke: over })
  const right = planes.rooms.open('right', 'bob', wish, { ...listener, broke: unheard })
  for (const room of [left, right]) room.start()
  left.sit('ada', { muted: false, hold: false })
  for (const name of ['bob', 'cy']) right.sit(name, { muted: false, hold: false })
  await cy.phone.until(() => cy.phone.hears(660))
  const playing = ada.leg.play(new Int16Array(80_000), new AbortController().signal)

  const before = bob.phone.came.length
  kill(0)
  await until(() => ada.lost.mock.calls.length > 0)
  await playing
  expect(over).toHaveBeenCalledTimes(1)
  expect(logged).toEqual(['a thread of sound has died; its calls end, another takes its place'])
  expect((await ada.leg.closed)?.statistics.packetsSent).toBeGreaterThan(0)

  await bob.phone.until(() => bob.phone.came.length > before + 20)
  expect(cy.phone.hears(660)).toBe(true)
  expect([bob.lost, cy.lost].flatMap(({ mock }) => mock.calls)).toEqual([])

  await until(() => links.length === 3)
  const dee = await calls('dee', 990)
  expect(dee.lost).not.toHaveBeenCalled()
})

test('the ports of a thread that died are free again', async () => {
  const { links, kill, ports } = inThreads(25_640, 1)
  const { free } = ports
  const ada = await calls('ada', 440)
  expect(ports.free).toBe(free - 1)
  kill(0)
  await until(() => ada.lost.mock.calls.length > 0 && links.length === 2)
  expect(ports.free).toBe(free)
  const socket = createSocket('udp4')
  socket.bind({ port: ada.leg.port, address: '127.0.0.1', exclusive: true })
  await once(socket, 'listening')
  socket.close()
})

/** A thread of sound with an endless loop in it, for whoever is told so. */
const planeThatMayHang: MakeLink = (listener) => {
  const thread = new URL('../../../src/switch/plane/thread.ts', import.meta.url).href
  const code = `
    import(${JSON.stringify(thread)})
    require('node:worker_threads').parentPort.on('message', ({ leg }) => { while (leg === 'hang'); })
  `
  return linkTo(new Worker(code, { eval: true }), listener)
}

test('R-33: a thread of sound that hangs is ended like one that has died, and the others are left in peace', async () => {
  const hand = handClock()
  const { links, logged, tellings } = inThreads(25_660, 2, planeThatMayHang, hand.clock)
  const ada = await calls('ada', 440)
  const bob = await calls('bob', 660)
  links[0]!.send({ do: 'close', leg: 'hang' })
  for (let seconds = 0; seconds <= silentSecondsMax; seconds++) {
    expect(logged).toEqual([])
    const before = tellings[1]!
    await until(() => tellings[1]! > before) // the other has its turn: it is not hurried by our clock
    hand.moveBy(1_000)
  }
  await until(() => ada.lost.mock.calls.length > 0)
  expect(logged).toEqual(['a thread of sound has died; its calls end, another takes its place'])
  expect(bob.lost).not.toHaveBeenCalled()
  const cy = await calls('cy', 880)
  expect(cy.lost).not.toHaveBeenCalled()
})
