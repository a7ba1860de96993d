import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { afterEach, expect, jest, test } from '@jest/globals'
import { portPool } from '../../../src/switch/media/wire/ports.ts'
import { planeInThread, type MakeLink, type PlaneLink } from '../../../src/switch/plane/link.ts'
import type { LegListener } from '../../../src/switch/plane/media-leg.ts'
import type { Command } from '../../../src/switch/plane/messages.ts'
import { openPlanes, type Planes } from '../../../src/switch/plane/planes.ts'
import { telephone, type Telephone } from './telephone.ts'

const phones: Telephone[] = []
let planes: Planes
afterEach(async () => {
  for (const phone of phones.splice(0)) phone.close()
  await planes.close()
})

/** Planes in threads that a test can get at. */
function inThreads(firstPort: number, count: number) {
  const links: PlaneLink[] = []
  const logged: string[] = []
  const note = (_: unknown, message: string) => logged.push(message)
  const make: MakeLink = (listener) => {
    const link = planeInThread(listener)
    links.push(link)
    return link
  }
  const ports = portPool(firstPort, firstPort + 19)
  planes = openPlanes({
    ports,
    late: () => undefined,
    log: { info: note, warn: note, error: note },
    makes: Array.from({ length: count }, () => make),
  })
  /** A message that no plane can do anything with: a bug that nothing in the thread catches. */
  const kill = (place: number) => {
    links[place]!.send(null as unknown as Command)
  }
  return { links, logged, kill, ports }
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
