import { spawn } from 'node:child_process'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { withheld } from '../../../src/conference/call/caller-number.ts'
import { dayMs, hourMs, minuteMs } from '../../../src/conference/limits/limits-counting.ts'
import { minutesKeptMax } from '../../../src/conference/limits/limits-number.ts'
import type { Store } from '../../../src/conference/ports.ts'
import { databases, type Place } from '../../kit/databases.ts'
import { anEntry, ladder, telephone } from '../../kit/ladder.ts'
import { aRoom } from '../../kit/rooms.ts'

/** Some day, a minute before midnight (UTC). */
const evening = 20_000 * dayMs + 23 * hourMs + 59 * minuteMs
const entry = (different: Parameters<typeof anEntry>[0] = {}) =>
  anEntry({ at: evening, ...different })

async function wrong(store: Store, times: number, what = entry()) {
  for (let time = 0; time < times; time++) {
    await store.atomically(({ limits }) => limits.entered(what))
  }
}

const right = async ({ limits }: Store, what = entry()) =>
  (await limits.entered({ ...what, right: true })).to

describe.each(databases)('on $name', ({ place: newPlace, fewer }) => {
  let place: Place
  beforeEach(async () => {
    place = await newPlace()
  })
  afterEach(async () => {
    await place[Symbol.asyncDispose]()
  })

  const read = (sql: string) => place.ask(sql)
  const rows = async (table: string) =>
    (await read(`SELECT count(*) AS rows FROM ${table}`))[0]?.['rows']

  describe('what is counted', () => {
    it('is what the rules say, entry by entry (S-32)', async () => {
      const step = fc.record({
        from: fc.constantFrom(telephone('+49301'), telephone('+49302'), withheld),
        room: fc.constantFrom('471108', '555777', undefined),
        isRight: fc.boolean(),
        triesBefore: fc.nat(4),
        after: fc.constantFrom(0, 1000, 7 * minuteMs, hourMs, 13 * hourMs),
        times: fc.integer({ min: 1, max: 12 }),
      })
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
          await using fresh = await newPlace()
          const store = await fresh.open()
          const on = ladder(0)
          let at = evening
          for (const { room, isRight, times, after, ...who } of steps) {
            for (let time = 0; time < times; time++) {
              at += after
              const right = isRight && room !== undefined
              const what = { ...who, room, roomNumber: room ?? '999111', right, at }
              const { to, because, happened } = on.entered(what)
              expect(await store.limits.entered(what)).toEqual({ to, because, happened })
            }
          }
          await store.close()
        }),
        { numRuns: 30 / fewer },
      )
    })

    it('is counted over midnight, when the key changes, and no longer than a day', async () => {
      const store = await place.open()
      await wrong(store, 9)
      await wrong(store, 1, entry({ at: evening + 2 * minuteMs }))
      expect(await right(store, entry({ at: evening + 3 * minuteMs }))).toBe('waiting-room')
      await wrong(store, 10, entry({ at: evening + 23 * hourMs }))
      expect(await right(store, entry({ at: evening + dayMs }))).toBe('waiting-room')
      expect(await right(store, entry({ at: evening + 2 * dayMs + 2 * minuteMs }))).toBe('room')
      await store.close()
    })

    it('is forgiven over midnight as well, at the same room only', async () => {
      const store = await place.open()
      await wrong(store, 9)
      const later = evening + 2 * minuteMs
      expect(await right(store, entry({ at: later }))).toBe('room')
      await wrong(store, 5, entry({ at: later }))
      expect(await right(store, entry({ at: later }))).toBe('room')
      await wrong(store, 1, entry({ at: later }))
      expect(await right(store, entry({ at: later }))).toBe('waiting-room')
      await store.close()
    })

    it('falls with the transaction it was counted in', async () => {
      const store = await place.open()
      for (let time = 0; time < 10; time++) {
        await expect(
          store.atomically(async ({ limits }) => {
            await limits.entered(entry())
            throw new Error('the step failed')
          }),
        ).rejects.toThrow('the step failed')
      }
      expect(await right(store)).toBe('room')
      await store.close()
    })

    it('is counted together by several programs on one database', async () => {
      const stores = [await place.open(), await place.open()] as const
      const at = (caller: number) => entry({ from: telephone(`+49301${caller}`), room: undefined })
      for (let caller = 0; caller < 200; caller++) await wrong(stores[caller % 2]!, 1, at(caller))
      // Both know that the system's budget is used up: they give away the same 60 places.
      const waits: number[] = []
      for (let asked = 0; asked < 122; asked++) {
        waits.push(await stores[asked % 2]!.limits.secondsToWait(evening))
      }
      expect(waits.filter((seconds) => seconds === 0)).toHaveLength(60)
      for (const store of stores) await store.close()
    })

    it('remembers nothing of a transaction that failed, not even what others counted since', async () => {
      const stores = [await place.open(), await place.open()] as const
      const from = (caller: number) =>
        entry({ from: telephone(`+49301${caller}`), room: undefined })
      const failing = stores[0].atomically(async ({ limits }) => {
        for (let caller = 0; caller < 200; caller++) await limits.entered(from(caller))
        throw new Error('the step failed')
      })
      await expect(failing).rejects.toThrow('the step failed')
      await wrong(stores[1], 1)
      for (let asked = 0; asked < 61; asked++) {
        expect(await stores[0].limits.secondsToWait(evening)).toBe(0)
      }
      for (const store of stores) await store.close()
    })

    it('protects a room until it has a new PIN', async () => {
      const store = await place.open()
      for (let caller = 0; caller < 20; caller++) {
        await wrong(store, 1, entry({ from: telephone(`+49301${caller}`) }))
      }
      expect(await store.limits.isProtected('room-471108', evening)).toBe(true)
      await store.limits.forgetRoom('room-471108')
      expect(await store.limits.isProtected('room-471108', evening)).toBe(false)
      expect(await right(store, entry({ from: telephone('+49309') }))).toBe('room')
      await store.close()
    })

    it('makes entries queue up when the whole system is tried', async () => {
      const store = await place.open()
      expect(await store.limits.secondsToWait(evening)).toBe(0)
      for (let caller = 0; caller < 200; caller++) {
        await wrong(store, 1, entry({ from: telephone(`+49301${caller}`), room: undefined }))
      }
      const waits: number[] = []
      for (let asked = 0; asked < 61; asked++) waits.push(await store.limits.secondsToWait(evening))
      expect(waits.filter((seconds) => seconds === 0)).toHaveLength(60)
      expect(waits.at(-1)).toBe(60)
      expect(await store.limits.secondsToWait(evening + 2 * dayMs)).toBe(0)
      await store.close()
    })

    it('stays small, whatever one telephone does, and is swept', async () => {
      const store = await place.open()
      for (let minute = 0; minute < 3 * minutesKeptMax; minute++) {
        const roomNumber = String(200_000 + minute)
        await wrong(
          store,
          1,
          entry({ room: undefined, roomNumber, at: evening + minute * minuteMs }),
        )
      }
      expect(await rows('limit_failure')).toBeLessThanOrEqual(minutesKeptMax + 1)
      await store.limits.sweep(evening + 370 * dayMs)
      for (const table of ['limit_failure', 'number_key']) expect(await rows(table)).toBe(0)
      expect(await read("SELECT * FROM limit_count WHERE counter <> 'changes'")).toEqual([])
      await store.close()
    })
  })

  describe('kill -9', () => {
    it('resets no counter (S-33)', async () => {
      const program = `
      import { openStore } from ${JSON.stringify(new URL('../../../src/store/open.ts', import.meta.url).href)}
      const store = await openStore(${JSON.stringify(place.settings)}, { pinKey: Buffer.alloc(32, 7) })
      const entry = ${JSON.stringify(entry())}
      for (let tries = 1; ; tries++) {
        await store.atomically(({ limits }) => limits.entered({ ...entry, room: undefined }))
        process.stdout.write(tries + '\\n')
      }`
      let answered = 0
      for (let kills = 0; kills < 3; kills++) {
        const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
          stdio: ['ignore', 'pipe', 'inherit'],
        })
        let said = ''
        for await (const chunk of child.stdout) {
          said += String(chunk)
          if (said.split('\n').length > 4) child.kill('SIGKILL')
        }
        answered += said.split('\n').length - 1
      }
      const store = await place.open()
      expect(await right(store)).toBe('waiting-room')
      await store.close()
      const counted = (await read('SELECT sum(failures) AS sum FROM limit_failure'))[0]
      expect(counted?.['sum']).toBeGreaterThanOrEqual(answered)
      expect(answered).toBeGreaterThanOrEqual(12)
    })
  })

  describe('nobody can tell who called (P-03)', () => {
    it('neither numbers nor what was keyed are in the file', async () => {
      const store = await place.open()
      await store.rooms.add(aRoom())
      await wrong(store, 3, entry({ from: telephone('+49301234567'), roomNumber: '815247' }))
      const bytes = await place.everything()
      expect(bytes).toContain('limit_failure')
      expect(bytes).not.toMatch(/301234567|815247/)
      await store.close()
    })

    it('only failures are kept, by a pseudonym of 64 bit that is another one every day', async () => {
      const store = await place.open()
      expect(await right(store)).toBe('room')
      expect(await rows('limit_failure')).toBe(0)
      for (const day of [0, 1, 2]) await wrong(store, 1, entry({ at: evening + day * dayMs }))
      const pseudonyms = await read('SELECT * FROM limit_failure')
      expect(new Set(pseudonyms.map((row) => row['number_key'])).size).toBe(3)
      for (const row of pseudonyms) expect(row['number_key']).toMatch(/^[0-9a-f]{16}$/)
      await store.close()
    })

    it('keys are sealed, and destroyed after their second day', async () => {
      const store = await place.open()
      for (const day of [0, 1, 2]) await wrong(store, 1, entry({ at: evening + day * dayMs }))
      await store.limits.sweep(evening + 2 * dayMs)
      const keys = await read('SELECT * FROM number_key ORDER BY day')
      expect(keys.map((row) => row['day'])).toEqual([20_001, 20_002])
      expect(keys[0]?.['key_sealed']).not.toBe(keys[1]?.['key_sealed'])
      await store.close()
    })
  })
})
