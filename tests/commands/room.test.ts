import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { readRoomWish } from '../../src/commands/room-words.ts'
import { room } from '../../src/commands/room.ts'
import { openSecrets } from '../../src/secrets.ts'
import { openStore } from '../../src/store/open.ts'

let out = ''
let err = ''
const outside = process.env['DATA_DIR']
const umask = process.umask(0o022)

beforeEach(() => {
  process.env['DATA_DIR'] = join(mkdtempSync(join(tmpdir(), 'rundruf-room-')), 'data')
  out = err = ''
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean((out += String(text))))
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => Boolean((err += String(text))))
})
afterEach(() => {
  jest.restoreAllMocks()
  process.umask(umask)
  if (outside === undefined) delete process.env['DATA_DIR']
  else process.env['DATA_DIR'] = outside
})

const numbers = () =>
  /Room {6}(\d{3} \d{3})\nPIN {7}(\d{3} \d{3,5})\nHost PIN {2}(\d{3} \d{3,5})\n/.exec(out)

describe('rundruf room', () => {
  it('add: prints the numbers in groups of three', async () => {
    expect(await room(['add'])).toBe(0)
    const [, number, pin, hostPin] = numbers()!
    expect(new Set([number, pin, hostPin]).size).toBe(3)
  })
  it('let-in: opens the waiting room of one room, when nobody inside can', async () => {
    await room(['add'])
    const number = numbers()![1]!
    expect(await room(['let-in', ...number.split(' ')])).toBe(0)
    expect(out).toContain('0 callers come in within half a minute.')
    expect(await room(['let-in', '999', '998'])).toBe(1)
    expect(err).toContain('There is no room 999 998.')
  })
  it('add: a room without a PIN has only a host PIN', async () => {
    expect(await room(['add', '--no-pin'])).toBe(0)
    expect(out).toMatch(/^Room {6}\d{3} \d{3}\nHost PIN {2}\d{3} \d{3}/)
  })
  it('add: takes every option an organiser has', async () => {
    const flags = [
      '--waiting-room',
      '--wait-for-host',
      '--mute-on-entry',
      '--no-tone',
      '--no-count',
    ]
    const numbers = ['--callers-max', '8', '--length', '90']
    const series = ['--from', '2026-11-24', '--at', '18:00', '--minutes', '75', '--every', '2']
    expect(readRoomWish([...flags, ...numbers, ...series], ['de'], 'Europe/Berlin')).toEqual({
      locale: undefined,
      withPin: true,
      confidential: false,
      organiser: undefined,
      options: {
        waitingRoom: true,
        waitForHost: true,
        muteOnEntry: true,
        entryTone: false,
        announceCount: false,
        archived: false,
        name: '',
        callersMax: 8,
        lengthMaxMinutes: 90,
        schedule: {
          is: 'weekly',
          from: '2026-11-24',
          weekdays: [2],
          everyWeeks: 2,
          time: '18:00',
          timeZone: 'Europe/Berlin',
          durationMinutes: 75,
        },
      },
    })
    expect(await room(['add', ...flags, ...numbers, ...series])).toBe(0)
  })
  it('add --for: the room is among those of an organiser, who is made known if they are not', async () => {
    expect(await room(['add', '--for', 'Anna@example.org'])).toBe(0)
    expect(out).toContain('It is among the rooms of Anna@example.org.')
    expect(await room(['add', '--for', 'anna@example.org'])).toBe(0)
    const store = await openStore(
      { kind: 'sqlite', file: join(process.env['DATA_DIR']!, 'rundruf.db') },
      { pinKey: openSecrets(process.env['DATA_DIR']!).key('pin 1') },
    )
    const anna = await store.accounts.byAddress('anna@example.org')
    expect(await store.organised.of(anna!.id)).toHaveLength(2)
    await store.close()
  })
  it('add --confidential: longer PINs, and a host lets everybody in', async () => {
    expect(await room(['add', '--confidential'])).toBe(0)
    expect(out).toMatch(
      /^Room {6}9\d{2} \d{3}\nPIN {7}\d{3} \d{3} \d{2}\nHost PIN {2}\d{3} \d{3} \d{2}\n$/,
    )
  })
  it('list: who is where, and never a PIN', async () => {
    await room(['add', '--locale', 'en'])
    const [, number, pin] = numbers()!
    out = ''
    expect(await room(['list'])).toBe(0)
    expect(out).toBe(`${number!}  en  0 callers now  always open\n`)
    expect(out).not.toContain(pin)
  })
  it('list: says how to make the first room', async () => {
    expect(await room([])).toBe(0)
    expect(out).toBe('There is no room yet. Make one: npx rundruf room add\n')
  })
  it('remove: takes the number as it is printed', async () => {
    await room(['add'])
    const [, number] = numbers()!
    expect(await room(['remove', ...number!.split(' ')])).toBe(0)
    expect(out).toContain(`Room ${number!} is gone.`)
    expect(await room(['remove', number!])).toBe(1)
    expect(err).toBe(`There is no room ${number!}.\n`)
  })
  it.each([
    [['sweep'], 'There is no "room sweep".'],
    [['add', '--locale', 'fr'], '--locale de'],
    [['add', '--name', 'x'], 'A room is made so:'],
    [['add', '--for', 'anna'], '--for anna@example.org'],
    [['add', '--callers-max', '251'], 'A room is made so:'],
    [['add', '--length', '240'], 'A room is made so:'],
    [['add', '--from', '2026-11-24', '--at', '25:00'], 'A room is made so:'],
    [['add', '--at', '18:00'], 'A room is made so:'],
    [['remove'], 'Which room?'],
    [['remove', 'all'], 'Which room?'],
  ])('%j: wrong words are explained', async (words, sentence) => {
    expect(await room(words)).toBe(2)
    expect(err).toContain(sentence)
  })
})
