import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { afterEach, expect, test } from '@jest/globals'
import { portPool } from '../../../src/switch/media/wire/ports.ts'
import { NoPortFree } from '../../../src/switch/media/wire/socket.ts'
import { openPlanes } from '../../../src/switch/plane/planes.ts'

const address = '127.0.0.1'
const nothing = () => undefined
const listener = { pressed: nothing, broke: nothing, told: nothing, lost: nothing }
const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

function planesWith(firstPort: number, lastPort: number) {
  const ports = portPool(firstPort, lastPort)
  const log = { info: nothing, warn: nothing, error: nothing }
  const planes = openPlanes({ ports, late: nothing, log })
  closing.push(() => planes.close())
  return { ports, open: (leg: string) => planes.open(leg, address, listener) }
}

test('a port comes back when its call is over, and without one there is no call', async () => {
  const { ports, open } = planesWith(22_000, 22_001)
  const leg = await open('ada')
  await expect(open('bob')).rejects.toThrow(NoPortFree)
  leg.close()
  await leg.closed
  expect(ports.free).toBe(1)
  expect(await open('cy')).toMatchObject({ port: 22_000 })
})

test('a port that another program holds is passed over', async () => {
  const taken = createSocket('udp4')
  taken.bind(22_100, address)
  await once(taken, 'listening')
  closing.push(() => taken.close())
  expect(await planesWith(22_100, 22_103).open('ada')).toMatchObject({ port: 22_102 })
})
