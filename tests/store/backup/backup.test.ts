import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { Store } from '../../../src/conference/ports.ts'
import { tombstoneKeptMs } from '../../../src/conference/kept/retention.ts'
import {
  backedUp,
  deletionsAlone,
  readBackup,
  writeBackup,
} from '../../../src/store/backup/backup.ts'
import { latestVersion } from '../../../src/store/migrate.ts'
import { openRaw } from '../../../src/store/backup/raw.ts'
import { restore, tombstonesOf, type Restoring } from '../../../src/store/backup/restore.ts'
import type { StoreSettings } from '../../../src/store/open.ts'
import { databases, file, type Place } from '../../kit/databases.ts'
import { aRoom, pinKey, randomness } from '../../kit/rooms.ts'

/* R-37, S-21: a backup is whole, sealed, and put back or refused as a whole. */

const passphrase = 'korrekt pferd batterie heftklammer'
const made = '2026-11-24T18:00:00.000Z'
const secrets = '{"rootKey":"of the tests"}'

async function backupOf(
  settings: StoreSettings,
  schema = latestVersion,
  tables = backedUp,
): Promise<Buffer> {
  await using raw = await openRaw(settings, 'reading')
  const rows = [...(await raw.read(tables))]
  async function* each() {
    for (const one of rows) yield await Promise.resolve(one)
  }
  return await whole(writeBackup({ schema, made }, passphrase, { secrets, rows: each() }))
}

async function whole(parts: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = []
  for await (const part of parts) all.push(part)
  return Buffer.concat(all)
}

async function* stream(bytes: Buffer) {
  for (let at = 0; at < bytes.length; at += 10_000)
    yield await Promise.resolve(bytes.subarray(at, at + 10_000))
}

const read = (bytes: Buffer, words = passphrase) => readBackup(stream(bytes), words)

async function putBack(bytes: Buffer, place: StoreSettings, how: Partial<Restoring> = {}) {
  const usual = { replace: false, evenOld: false, at: Date.parse(made), begin: () => undefined }
  return restore(await read(bytes), { place, pinKey, ...usual, ...how })
}

async function anAccount(store: Store, address = 'erika@example.org') {
  const id = randomness.token()
  await store.accounts.add({ id, address, locale: 'de', created: 1000, lastSeen: 1000 })
  return id
}

describe.each(databases)('on $name', ({ place: newPlace }) => {
  let place: Place
  let empty: Place
  let store: Store
  beforeEach(async () => {
    place = await newPlace()
    empty = await newPlace()
    store = await place.open()
  })
  afterEach(async () => {
    await store.close()
    await place[Symbol.asyncDispose]()
    await empty[Symbol.asyncDispose]()
  })

  it('R-37: what was put back is what was there, and nobody can read it on the way', async () => {
    const rooms = Array.from({ length: 250 }, (_, n) =>
      aRoom({ id: `r${String(n)}`, number: String(500_100 + n), name: `Gruppe ${String(n)}` }),
    )
    await store.atomically(async (kept) => {
      for (const room of rooms) await kept.rooms.add(room)
    })
    const account = await anAccount(store)
    await store.organised.join(account, 'r7', 1000)
    const bytes = await backupOf(place.settings)
    expect(bytes.toString('latin1')).not.toMatch(/500123|352964|Gruppe|erika|rootKey/)
    expect((await read(bytes)).secrets).toBe(secrets)

    await putBack(bytes, empty.settings)
    const again = await empty.open()
    const all = (of: readonly object[]) => of.map((room) => JSON.stringify(room)).sort()
    expect(all(await again.rooms.all())).toEqual(all(await store.rooms.all()))
    expect(await again.organised.of(account)).toMatchObject([{ id: 'r7', name: 'Gruppe 7' }])
    await again.close()
  })

  it('what goes on, numbers, mails and who is signed in are in no backup', async () => {
    const room = aRoom({ id: 'r1' })
    await store.rooms.add(room)
    const account = await anAccount(store)
    const session = { id: 's', account, created: 1, lastSeen: 1, device: 'Test' }
    await store.sessions.open(session, 'token')
    await store.mails.send(
      { to: 'a@b.example', subject: 's', text: 't' },
      { about: 'x', at: 1, until: 9 },
    )
    await store.meetings.open({ id: 'm', room: 'r1', conferenceName: 'c', opened: 1 })
    const at = Date.parse(made)
    await store.helpRequests.leave({ call: 'CA1', stage: 'pin', number: '030123456', at })
    await putBack(await backupOf(place.settings), empty.settings)
    for (const table of ['session', 'mail', 'meeting', 'help_request', 'number_key'])
      expect([table, await empty.ask(`select * from ${table}`)]).toEqual([table, []])
    expect(await empty.ask('select * from room')).toHaveLength(1)
  })

  it('R-37, P-08: on an empty place, what a file of deletions knows is left out', async () => {
    const [erika, otto] = [await anAccount(store), await anAccount(store, 'otto@example.org')]
    const room = aRoom()
    await store.rooms.add(room)
    await store.organised.join(erika, room.id, 1000)
    const backup = await backupOf(place.settings)
    await store.atomically(({ deletions }) => deletions.remove(erika, 2000))
    const bytes = await backupOf(place.settings, latestVersion, deletionsAlone)
    const deletions = tombstonesOf(await read(bytes))
    expect((await putBack(backup, empty.settings, { deletions })).deletedAgain).toBe(1)
    const again = await empty.open()
    expect(await again.accounts.byId(erika)).toBeUndefined()
    expect(await again.accounts.byId(otto)).toBeDefined()
    expect(await again.rooms.all()).toEqual([])
    // Also for the next backup of this new place.
    expect(await again.deletions.tombstones()).toHaveLength(1)
    await again.close()
    expect(() => tombstonesOf({ rows: new Map([['room', []]]) })).toThrow('no file of deletions')
  })

  it('is of one moment, whoever writes meanwhile', async () => {
    const writing = new AbortController()
    const written = (async () => {
      for (let n = 500_000; !writing.signal.aborted; n += 2) {
        await store.atomically(async ({ rooms }) => {
          for (const number of [n, n + 1])
            await rooms.add(aRoom({ id: String(number), number: String(number) }))
        })
      }
    })()
    await using raw = await openRaw(place.settings, 'reading')
    const seen: number[] = []
    while (new Set(seen).size < 5) {
      await new Promise(setImmediate)
      seen.push((await raw.read(['room'])).get('room')?.length ?? 0)
    }
    writing.abort()
    await written
    expect(seen.filter((many) => many % 2 === 1)).toEqual([])
  })

  it('is not put where something is, unless told; and what was deleted since stays deleted', async () => {
    const erika = await anAccount(store)
    await anAccount(store, 'otto@example.org')
    const bytes = await backupOf(place.settings)
    await store.deletions.remove(erika, 2000)
    await store.close()
    let begun = false
    const begin = () => {
      begun = true
    }
    await expect(putBack(bytes, place.settings, { begin })).rejects.toThrow('--replace')
    expect(begun).toBe(false)
    const { deletedAgain } = await putBack(bytes, place.settings, { replace: true, begin })
    expect([begun, deletedAgain]).toEqual([true, 1])
    store = await place.open()
    expect(await store.accounts.byAddress('erika@example.org')).toBeUndefined()
    expect(await store.accounts.byAddress('otto@example.org')).toBeDefined()
    expect(await store.deletions.tombstones()).toHaveLength(1)
  })

  it('of an older Rundruf is brought up to date; of a newer one it is refused', async () => {
    const old = await newPlace()
    const version = 8
    await using raw = await openRaw(old.settings, 'writing')
    await raw.makeTables(pinKey, version)
    const rows = {
      async *[Symbol.asyncIterator]() {
        yield await Promise.resolve([
          'deleted_account',
          [{ address_key: 'k', deleted: 5 }],
        ] as const)
      },
    }
    const bytes = await whole(writeBackup({ schema: version, made }, passphrase, { secrets, rows }))
    await putBack(bytes, empty.settings)
    const store = await empty.open()
    expect(await store.deletions.tombstones()).toEqual([{ addressKey: 'k', deleted: 5 }])
    await store.close()
    const newer = await backupOf(place.settings, latestVersion + 1)
    await expect(putBack(newer, old.settings, { replace: true })).rejects.toThrow('newer Rundruf')
    await old[Symbol.asyncDispose]()
  })
})

it('whoever adds a table decides whether it is worth keeping', () => {
  expect([...backedUp].sort()).toEqual([
    'account',
    'audit',
    'blocked_line',
    'carrier_record',
    'day_sum',
    'deleted_account',
    'old_pin',
    'organiser_invitation',
    'past_meeting',
    'room',
    'room_organiser',
    'room_without_organiser',
    'staff',
    'staff_invitation',
    'staff_recovery_code',
  ])
})

describe('S-21: what is not exactly as it was made is refused', () => {
  let bytes: Buffer
  let headBytes: number
  beforeAll(async () => {
    await using place = file()
    const store = await place.open()
    await store.atomically(async ({ rooms }) => {
      for (let n = 0; n < 1500; n++)
        await rooms.add(aRoom({ id: randomness.token(), number: String(500_000 + n) }))
    })
    await store.close()
    bytes = await backupOf(place.settings)
    headBytes = bytes.indexOf('\n') + 1
    // More than one chunk, or there would be nothing to swap.
    expect(bytes.length).toBeGreaterThan(headBytes + 2 * 65_552)
  })

  it('any byte that differs, any end that is missing', async () => {
    const at = fc.integer({ min: 0, max: bytes.length - 1 })
    await fc.assert(
      fc.asyncProperty(at, fc.integer({ min: 1, max: 255 }), async (where, by) => {
        const changed = Buffer.from(bytes)
        changed.writeUInt8(changed.readUInt8(where) ^ by, where)
        await expect(read(changed)).rejects.toThrow(/backup/)
        await expect(read(bytes.subarray(0, where))).rejects.toThrow(/backup/)
      }),
      { numRuns: 4 },
    )
  })

  it('chunks in another order, left out, twice, or something behind the last', async () => {
    const chunk = (n: number) =>
      bytes.subarray(headBytes + n * 65_552, headBytes + (n + 1) * 65_552)
    const head = bytes.subarray(0, headBytes)
    const rest = bytes.subarray(headBytes + 2 * 65_552)
    const wrong = [
      [head, chunk(1), chunk(0), rest],
      [head, chunk(1), rest],
      [head, chunk(0), chunk(0), chunk(1), rest],
      [head, chunk(0), chunk(1)],
      [bytes, Buffer.from('x')],
    ]
    for (const parts of wrong) await expect(read(Buffer.concat(parts))).rejects.toThrow(/backup/)
  })

  it('a head that says something else: a later time, another version of the database', async () => {
    const head = bytes.subarray(0, headBytes).toString('utf8')
    const others = [
      head.replace(made, '2026-12-24T18:00:00.000Z'),
      head.replace(`"schema":${String(latestVersion)}`, '"schema":1'),
    ]
    for (const other of others) {
      expect(other).not.toBe(head)
      const changed = Buffer.concat([Buffer.from(other), bytes.subarray(headBytes)])
      await expect(read(changed)).rejects.toThrow('cannot be opened')
    }
  })

  it('another passphrase, another kind of file', async () => {
    await expect(read(bytes, `${passphrase}!`)).rejects.toThrow('passphrase')
    await expect(read(Buffer.from('PK\u0003\u0004'))).rejects.toThrow('no backup')
    await expect(read(Buffer.alloc(100_000, 65))).rejects.toThrow('no backup')
  })

  it('one that is so old that it brings back what was deleted', async () => {
    await using place = file()
    const at = Date.parse(made) + tombstoneKeptMs + 1
    await expect(putBack(bytes, place.settings, { at })).rejects.toThrow('--even-old')
    await putBack(bytes, place.settings, { at, evenOld: true })
    expect(await place.ask('select id from room')).toHaveLength(1500)
  })
})
