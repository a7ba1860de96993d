import { createSecretKey, randomBytes } from 'node:crypto'
import { afterEach, describe, expect, test } from '@jest/globals'
import type { Key } from '../../../src/switch/media/frame.ts'
import { portPool } from '../../../src/switch/media/wire/ports.ts'
import { planeHere, planeInThread, type MakeLink } from '../../../src/switch/plane/link.ts'
import type { LegListener, MediaLeg } from '../../../src/switch/plane/media-leg.ts'
import { openPlanes, type Planes } from '../../../src/switch/plane/planes.ts'
import type { RoomSoundListener } from '../../../src/switch/plane/room-sounds.ts'
import type { Encryption } from '../../../src/switch/sdp/agreed.ts'
import { telephone, type Telephone } from './telephone.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const hertz = { ada: 440, bob: 660, cy: 880 }
type Name = keyof typeof hertz
const secret = (): Encryption => ({
  suite: 'AES_CM_128_HMAC_SHA1_80',
  ours: createSecretKey(randomBytes(30)),
  theirs: createSecretKey(randomBytes(30)),
})

/** Which planes got which commands, and those planes. */
function watched(make: MakeLink) {
  const sent: string[] = []
  const made: MakeLink = (listener) => {
    const link = make(listener)
    return {
      close: link.close,
      send(command) {
        sent.push(`${command.do}${'leg' in command ? ` ${command.leg}` : ''}`)
        link.send(command)
      },
    }
  }
  return { made, sent }
}

type Seen = { pressed: Key[]; broke: unknown[]; lost: number; notSeated: string[]; over: string[] }

/** Two planes, and telephones whose calls are opened on them in turn. */
async function evening(
  makes: readonly MakeLink[],
  firstPort: number,
  encrypted: readonly Name[] = [],
) {
  const seen: Seen = { pressed: [], broke: [], lost: 0, notSeated: [], over: [] }
  const complain = (_: unknown, message: string) => seen.broke.push(message)
  const log = { info: () => undefined, warn: complain, error: complain }
  const ports = portPool(firstPort, firstPort + 19)
  const watching = makes.map(watched)
  const made = watching.map((one) => one.made)
  const planes: Planes = openPlanes({ ports, late: () => undefined, log, makes: made })
  closing.push(() => planes.close())
  const listener: LegListener = {
    pressed: (key) => seen.pressed.push(key),
    broke: (bug) => seen.broke.push(bug),
    told: () => undefined,
    lost: () => seen.lost++,
  }
  const roomListener: RoomSoundListener = {
    speech: () => undefined,
    neverPauses: () => undefined,
    seatBroke: (leg) => seen.broke.push(leg),
    notSeated: (leg) => seen.notSeated.push(leg),
    broke: (stack) => seen.over.push(stack),
  }
  const phones = new Map<Name, Telephone>()
  const legs = new Map<Name, MediaLeg>()
  for (const name of ['ada', 'bob', 'cy'] as const) {
    const phone = await telephone(hertz[name], encrypted.includes(name) ? secret() : undefined)
    const leg = await planes.open(name, '127.0.0.1', listener)
    leg.agree(phone.agreed)
    phones.set(name, phone)
    legs.set(name, leg)
    closing.push(() => {
      phone.close()
    })
  }
  const phone = (name: Name) => phones.get(name)!
  const room = (name: string, first: Name) => {
    const sound = planes.rooms.open(name, first, { tellsSpeech: false }, roomListener)
    sound.start()
    return sound
  }
  const sits = { muted: false, hold: false }
  /** What each plane was told. */
  const sent = watching.map((one) => one.sent)
  return { sent, seen, phone, leg: (name: Name) => legs.get(name)!, room, sits, ports }
}

/** That nobody on the other side could tell that anything moved. */
function expectOneSource({ came, strange }: Telephone): void {
  const [first] = came
  expect(strange).toBe(0)
  expect(new Set(came.map(({ ssrc }) => ssrc)).size).toBe(1)
  expect(came.map(({ sequence }) => sequence)).toEqual(
    came.map((_, at) => (first!.sequence + at) & 0xffff),
  )
  const ticks = came.map(({ timestamp }) => ((timestamp - first!.timestamp) >>> 0) / 160)
  expect(ticks.every((tick, at) => at === 0 || tick > ticks[at - 1]!)).toBe(true)
}

describe.each([
  ['in one thread', planeHere, 25_200],
  ['in threads', planeInThread, 25_300],
] as const)('a call that joins a room on another plane (%s)', (_where, make, port) => {
  test.each([
    ['plain', [], port],
    ['encrypted', ['ada', 'bob'], port + 20],
  ] as const)(
    'is heard and hears there, as the same source: %s',
    async (_how, encrypted, first) => {
      const { phone, leg, room, sits, seen, sent } = await evening([make, make], first, encrypted)
      const [ada, bob] = [phone('ada'), phone('bob')]
      await bob.until(() => bob.came.length > 5)
      const sound = room('evening', 'ada')
      sound.sit('ada', sits)
      sound.sit('bob', sits)
      await ada.until(() => ada.hears(hertz.bob))
      await bob.until(() => bob.hears(hertz.ada))
      expect([ada.hears(hertz.ada), bob.hears(hertz.bob)]).toEqual([false, false])
      expect([sent[1], sent[0]]).toEqual([
        expect.arrayContaining(['open bob', 'hand-over bob']),
        expect.arrayContaining(['carry-on bob', 'sit bob']),
      ])
      expectOneSource(ada)
      expectOneSource(bob)
      leg('bob').close()
      const last = await leg('bob').closed
      expect(last?.statistics.packetsRefused).toBe(0)
      expect(last?.statistics.packetsSent).toBeGreaterThanOrEqual(bob.came.length)
      expect(last?.statistics.packetsReceived).toBeGreaterThan(0)
      expect(seen.broke).toEqual([])
    },
  )

  test('a key that is held all the while is one press', async () => {
    const { phone, room, sits, seen } = await evening([make, make], port + 40)
    const bob = phone('bob')
    await bob.until(() => bob.came.length > 3)
    bob.holds('5')
    await bob.until(() => seen.pressed.length > 0)
    const sound = room('evening', 'ada')
    sound.sit('ada', sits)
    sound.sit('bob', sits)
    await bob.until(() => bob.hears(hertz.ada))
    bob.holds(undefined)
    await phone('ada').until(() => phone('ada').hears(hertz.bob))
    expect(seen.pressed).toEqual(['5'])
  })
})

describe('on two planes', () => {
  test('two rooms are mixed side by side, and nobody hears the other one', async () => {
    const { phone, room, sits, sent } = await evening([planeHere, planeHere], 25_400)
    const [left, right] = [room('left', 'ada'), room('right', 'bob')]
    left.sit('ada', sits)
    right.sit('bob', sits)
    right.sit('cy', sits)
    await phone('cy').until(() => phone('cy').hears(hertz.bob))
    await phone('bob').until(() => phone('bob').hears(hertz.cy))
    expect(phone('ada').hears(hertz.bob) || phone('bob').hears(hertz.ada)).toBe(false)
    expect(sent[0]).toContain('hand-over cy')
    expect(sent[1]).toEqual(expect.arrayContaining(['open bob', 'carry-on cy', 'sit cy']))
  })

  test('what is said to a call while it moves is done when it is there, in order', async () => {
    const { room, sits, leg, phone, sent } = await evening([planeHere, planeHere], 25_420)
    const sound = room('evening', 'ada')
    sound.sit('bob', sits)
    sound.change('bob', { muted: true, hold: false })
    const played = leg('bob').play(new Int16Array(160).fill(1000), new AbortController().signal)
    await phone('bob').until(() => sent[0]!.includes('play bob'))
    expect(sent[0]!.slice(-4)).toEqual(['carry-on bob', 'sit bob', 'change bob', 'play bob'])
    await played
  })

  test('what was being played when it moved is over', async () => {
    const { room, sits, leg, phone } = await evening([planeHere, planeHere], 25_440)
    const played = leg('bob').play(new Int16Array(800_000), new AbortController().signal)
    await phone('bob').next()
    const sound = room('evening', 'ada')
    sound.sit('bob', sits)
    await played
  })

  test('a call whose ports cannot be had there stays where it was, and is not seated', async () => {
    const refusing: MakeLink = (listener) => {
      const link = planeHere(listener)
      return {
        close: link.close,
        send(command) {
          if (command.do !== 'prepare') link.send(command)
          else {
            const text = 'EADDRINUSE'
            listener.hear([{ is: 'not-opened', leg: command.leg, why: 'port-taken', text }])
          }
        },
      }
    }
    const { room, sits, leg, phone, seen } = await evening([refusing, planeHere], 25_460)
    const sound = room('evening', 'ada')
    sound.sit('ada', sits)
    sound.sit('bob', sits)
    expect(seen.notSeated).toEqual(['bob'])
    await leg('bob').play(new Int16Array(160), new AbortController().signal)
    await phone('bob').next()
    expectOneSource(phone('bob'))
  })

  test('who hangs up on the way leaves no port open', async () => {
    const { room, sits, leg, ports } = await evening([planeHere, planeHere], 25_480)
    const before = ports.free
    room('evening', 'ada').sit('bob', sits)
    leg('bob').close()
    await leg('bob').closed
    expect(ports.free).toBe(before + 1)
  })

  test('a port that another switch of ours shares with its own is not taken', async () => {
    const first = await evening([planeHere, planeHere], 25_500)
    const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
    const makes = [planeHere, planeHere]
    const taken = portPool(first.leg('ada').port, first.leg('ada').port)
    const other = openPlanes({ ports: taken, late: () => undefined, log, makes })
    const listener = {} as LegListener
    await expect(other.open('dee', '127.0.0.1', listener)).rejects.toThrow('no port')
  })
})
