import { afterEach, describe, expect, it } from '@jest/globals'
import type { Clock } from '../../../src/switch/media/ticker.ts'
import type { News } from '../../../src/switch/plane/messages.ts'
import { makePlane, type Plane } from '../../../src/switch/plane/plane.ts'

let plane: Plane
let told: News[]

/** A clock that a test moves by hand: each wait is over when it says so. */
function handClock() {
  let now = 0
  let waiting: (() => void) | undefined
  const clock: Clock = {
    now: () => now,
    after(_ms, call) {
      waiting = call
      return () => (waiting = undefined)
    },
  }
  return {
    clock,
    sleeps: () => waiting === undefined,
    tick() {
      now += 20
      const call = waiting
      waiting = undefined
      call?.()
    },
  }
}

function planeWith(clock?: Clock): void {
  told = []
  plane = makePlane((news) => told.push(...news), clock)
}

const is = (what: News['is']) => told.filter((one) => one.is === what)
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(setImmediate)
}
const agreed = { address: '127.0.0.1', port: 4000, codec: 'PCMA', direction: 'sendrecv' } as const

async function opened(leg: string, port: number): Promise<void> {
  plane.take({ do: 'open', leg, address: '127.0.0.1', port, mayMove: false })
  await until(() => told.some((one) => one.is === 'opened' && one.leg === leg))
}

afterEach(() => {
  plane.close()
})

describe('a plane', () => {
  it('ticks from the first agreement to the end of its last leg, and tells about it each second', async () => {
    const hand = handClock()
    planeWith(hand.clock)
    await opened('a', 25_000)
    expect(hand.sleeps()).toBe(true)
    plane.take({ do: 'agree', leg: 'a', agreed })
    for (let tick = 0; tick < 50; tick++) hand.tick()
    expect(is('ticked')).toMatchObject([{ ticked: { ticks: 50, ticksSkipped: 0 } }])
    plane.take({ do: 'close', leg: 'a' })
    hand.tick()
    expect(hand.sleeps()).toBe(true)
    const all = is('ticked').map((one) => (one.is === 'ticked' ? one.ticked.lateMs.length : 0))
    expect(all).toEqual([50, 1])
  })

  it('tells the figures of each leg when something is agreed, once a second, and at its end', async () => {
    planeWith(handClock().clock)
    await opened('a', 25_004)
    plane.take({ do: 'agree', leg: 'a', agreed })
    for (let tick = 0; tick < 50; tick++) plane.tick()
    expect(is('figures')).toHaveLength(2)
    plane.take({ do: 'close', leg: 'a' })
    expect(is('closed')).toMatchObject([{ figures: { statistics: { packetsSent: 51 } } }])
  })

  it('says so when a port is taken', async () => {
    planeWith()
    await opened('a', 25_008)
    plane.take({ do: 'open', leg: 'b', address: '127.0.0.1', port: 25_008, mayMove: false })
    await until(() => is('not-opened').length > 0)
    expect(is('not-opened')).toMatchObject([{ leg: 'b', why: 'port-taken' }])
  })

  it('closes a leg that was opened in vain', async () => {
    planeWith()
    plane.take({ do: 'open', leg: 'a', address: '127.0.0.1', port: 25_012, mayMove: false })
    plane.take({ do: 'close', leg: 'a' })
    await until(() => is('closed').length > 0)
    expect(plane.legs.size()).toBe(0)
  })

  it('does nothing about legs and rooms that are not there', () => {
    planeWith()
    const [leg, room] = ['nobody', 'nowhere']
    const sound = new Int16Array(160)
    plane.take({ do: 'agree', leg, agreed })
    plane.take({ do: 'play', leg, play: 1, sound })
    plane.take({ do: 'stop', leg, play: 1 })
    plane.take({ do: 'close', leg })
    plane.take({ do: 'sit', leg, room, wish: { muted: false, hold: false } })
    plane.take({ do: 'change', leg, muted: true, hold: false })
    plane.take({ do: 'rise', leg })
    for (const about of ['start-room', 'end-room'] as const) plane.take({ do: about, room })
    plane.take({ do: 'room-tone', room, sound })
    expect(told).toEqual([])
  })

  it('lets nobody sit in a room who is closed', async () => {
    planeWith(handClock().clock)
    plane.take({ do: 'make-room', room: 'r', wish: { tellsSpeech: false } })
    for (const [leg, port] of [
      ['a', 25_016],
      ['b', 25_018],
    ] as const) {
      await opened(leg, port)
      plane.take({ do: 'sit', leg, room: 'r', wish: { muted: false, hold: false } })
    }
    plane.take({ do: 'close', leg: 'a' })
    expect(plane.rooms.find('r')?.seats.map(({ leg }) => leg.id)).toEqual(['b'])
  })
})
