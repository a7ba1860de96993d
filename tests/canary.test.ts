import { beforeAll, afterAll, describe, expect, it } from '@jest/globals'
import { inThrees } from '../src/conference/room/numbers.ts'
import { withFreePorts } from '../src/commands/free-ports.ts'
import { readSettings } from '../src/settings.ts'
import { stay } from '../src/telephone/manners.ts'
import { filesIn, phoneCanaries, songs, type Canary, type Written } from './kit/canary.ts'
import { caller, type Caller } from './kit/phone.ts'
import { samplesIn } from './kit/prometheus.ts'
import { running, type PlaceWithHost, type Running } from './kit/running.ts'

/** Enough for what was keyed last to be carried out and written. */
const settleSeconds = 3
/** Whoever hears music does not wait for its end. */
const promptMaxMs = 8000

/** Who calls, and what they key, group by group; before each group they listen to what is said. */
type Guest = { readonly number: string; readonly keys: (house: PlaceWithHost) => readonly string[] }

const wrongPins = ['518273', '627491', '739518'] as const
/** Where somebody wants to be called back. */
const callback = '05519283746'
const wrongRooms = ['273845', '384956'] as const

const guests: Readonly<Record<string, Guest>> = {
  Ada: { number: '+4930901820731', keys: ({ room, pin }) => [room, pin] },
  Bob: { number: '+4989717263548', keys: ({ room, pin }) => [room + pin] },
  Cy: { number: '+491519384726', keys: ({ room, hostPin }) => [room + hostPin] },
  Dora: { number: '+43171829364', keys: ({ room, pin }) => [room + wrongPins[0], room + pin] },
  Emil: { number: '+4940615243798', keys: ({ room, pin }) => [pin, room, room, pin] },
  Frida: {
    number: '+49221837465',
    keys: ({ room }) => [wrongRooms[0] + wrongPins[1], wrongRooms[1], wrongPins[2], room],
  },
  Hilde: {
    number: '+4951137462819',
    // At the first question a star ends the input at once.
    keys: () => ['0*', '0*', `${callback}#`, '1'],
  },
  Gustav: { number: '+4969374859612', keys: ({ room, pin }) => [room + pin, '*6', '*9', '*3'] },
}

async function spendsTheEvening({ number, keys }: Guest, house: PlaceWithHost): Promise<void> {
  await using phone: Caller = await caller('ada', house, { from: number })
  const { handset } = phone.phone
  for (const group of keys(house)) {
    await handset.until(() => handset.ear.quietMs > 1500, promptMaxMs)
    await phone.presses(group)
  }
  await stay(handset, settleSeconds)
}

/** Free ports that the test knows, too. */
async function portsOf(...names: readonly string[]): Promise<Record<string, string>> {
  const zero = Object.fromEntries(names.map((name) => [name, '0']))
  const found = await withFreePorts(zero, readSettings(zero))
  return Object.fromEntries(names.map((name) => [name, found[name] ?? '']))
}

/** Everything that anybody can ask for without a password. */
const addresses = ['/', '/healthz', '/readyz', '/metrics', '/nothing-here', '/voice/answer']

async function pagesOf(rundruf: Running): Promise<Written[]> {
  const { STAFF_PORT: staff = '', SWITCH_PORT: inSwitch = '' } = rundruf.environment
  const bases = [rundruf.pages, ...[staff, inSwitch].map((port) => `http://127.0.0.1:${port}`)]
  const asked = bases.flatMap((base) => addresses.map((path) => new URL(path, base).href))
  return Promise.all(
    asked.map(async (where) => {
      const answer = await fetch(where).catch(() => undefined)
      const text = answer === undefined ? '' : await answer.text()
      const headers = JSON.stringify(Array.from(answer?.headers ?? []))
      return { where, bytes: Buffer.from(headers + text) }
    }),
  )
}

let house: PlaceWithHost
let written: Written[] = []
/** What staff see of requests for help. */
let asked = ''
let rundruf: Running

beforeAll(async () => {
  rundruf = await running({ LOG_LEVEL: 'debug', ...(await portsOf('STAFF_PORT', 'SWITCH_PORT')) })
  house = await rundruf.newRoom()
  const folder = rundruf.environment['DATA_DIR'] ?? ''
  const evening = Object.values(guests).map((guest) => spendsTheEvening(guest, house))
  await Promise.race(evening)
  // The files as they are while calls go on, with a write-ahead log that nobody has tidied up.
  const during = [...filesIn(folder), ...(await pagesOf(rundruf))]
  await Promise.all(evening)
  const after = [...filesIn(folder), ...(await pagesOf(rundruf))]
  asked = await rundruf.command('staff', 'requests')
  await rundruf[Symbol.asyncDispose]()
  written = [...during, ...after, { where: 'the log', bytes: Buffer.from(rundruf.printed()) }]
}, 180_000)

afterAll(async () => {
  await rundruf[Symbol.asyncDispose]()
})

describe('after an evening, nowhere in logs, files and pages (S-92, P-02)', () => {
  it('there is something to look through', () => {
    const lengths = new Map(written.map(({ where, bytes }) => [where, bytes.length]))
    expect(lengths.get('rundruf.db-wal')).toBeGreaterThan(1000)
    expect(lengths.get('the log')).toBeGreaterThan(1000)
    // What was said first is still there: the kit keeps the last 200 000 characters.
    expect(lengths.get('the log')).toBeLessThan(200_000)
    expect(rundruf.printed()).toContain('caller admitted')
    expect(rundruf.printed()).toContain('caller refused')
  })

  it('a number anybody called from', () => {
    const numbers = Object.entries(guests).flatMap(([name, { number }]) =>
      phoneCanaries(name, number),
    )
    expect(songs(numbers, written)).toEqual([])
  })

  it('a number that was left for a call back', () => {
    expect(asked).toMatch(/, left a number$/m)
    expect(songs([{ name: 'the call back', digits: callback }], written)).toEqual([])
  })

  it('a PIN, right or wrong, alone or behind its room', () => {
    const pins: Canary[] = [
      { name: 'the PIN', digits: house.pin },
      { name: 'the host PIN', digits: house.hostPin },
      { name: 'room and PIN', digits: house.room + house.pin },
      { name: 'room and host PIN', digits: house.room + house.hostPin },
      ...wrongPins.map((digits, at) => ({ name: `wrong PIN ${at}`, digits })),
    ]
    expect(songs(pins, written)).toEqual([])
  })

  it('a number that was keyed and is no room', () => {
    const keyed = wrongRooms.map((digits, at) => ({ name: `wrong room ${at}`, digits }))
    expect(songs(keyed, written)).toEqual([])
  })

  it('the room number, but for the table of the rooms', () => {
    const elsewhere = written.filter(({ where }) => !where.startsWith('rundruf.db'))
    expect(songs([{ name: 'the room', digits: house.room }], elsewhere)).toEqual([])
  })
})

describe('P-13: the numbers of the evening', () => {
  const said = () => written.filter(({ where }) => where.endsWith('/metrics'))
  const of = (beginning: string) => said().filter(({ bytes }) => bytes.includes(beginning))

  it('were told by the app and by the switch, before and after', () => {
    expect(of('rundruf_happenings_total{event="caller.admitted"}')).toHaveLength(2)
    expect(of('rundruf_switch_packets_total{fate="received"}')).toHaveLength(2)
  })
  it('are about nobody: labels are words of ours, and there are few of them', () => {
    for (const { where, bytes } of [...of('rundruf_happenings'), ...of('rundruf_switch')]) {
      const text = bytes.toString().slice(bytes.indexOf('# HELP'))
      const ours = samplesIn(text).filter(({ name }) => name.startsWith('rundruf_'))
      const strange = ours
        .flatMap(({ labels }) =>
          Object.entries(labels).flatMap(([label, word]) => (label === 'le' ? [] : word)),
        )
        .filter((word) => !/^[a-z][a-z-]*(?:\.[a-z-]+)?$/.test(word))
      expect([where, strange]).toEqual([where, []])
      expect(ours.length).toBeLessThan(600)
    }
  })
})

describe('the search itself', () => {
  const canary: Canary = { name: 'it', digits: '518273' }
  const look = (text: string | Buffer) =>
    songs([canary], [{ where: 'here', bytes: Buffer.from(text) }])

  it.each([
    'Digits=518273&',
    '"518273"',
    `PIN ${inThrees('518273')}.`,
    Buffer.from('518273', 'utf16le'),
  ])('finds %s', (text) => {
    expect(look(text)).toHaveLength(1)
  })

  it.each(['15182734', '0a518273ff', '1795458518273'])('is not mistaken about %s', (text) => {
    expect(look(text)).toEqual([])
  })
})
