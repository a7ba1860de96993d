import { spawn } from 'node:child_process'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { masked } from '../../../src/conference/organiser/mails.ts'
import type { Store } from '../../../src/conference/ports.ts'
import { databases, type Place } from '../../kit/databases.ts'

const mail = { to: 'erika@example.org', subject: 'Anmeldung', text: 'Der Code: 8642 7531' }
const minuteMs = 60_000
const hourMs = 60 * minuteMs

it('a masked address tells who is meant, and no more', () => {
  expect(masked('erika@example.org')).toBe('e…@example.org')
  expect(masked('ökonom@x.de')).toBe('ö…@x.de')
  expect(masked('nobody')).toBe('n…')
})

describe.each(databases)('on $name', ({ place: newPlace }) => {
  let place: Place
  beforeEach(async () => {
    place = await newPlace()
  })
  afterEach(async () => {
    await place[Symbol.asyncDispose]()
  })

  describe('mails that wait', () => {
    it('are sealed, and empty when they were sent (P-02)', async () => {
      const store = await place.open()
      const id = await store.mails.send(mail, { about: 'sign-in', at: 0, until: hourMs })
      expect(await place.everything()).toContain('sign-in')
      expect(await place.everything()).not.toMatch(/erika|example\.org|8642|7531/)
      expect((await store.mailQueue.take(1, minuteMs))?.mail).toEqual(mail)
      await store.mailQueue.sent(id, 2)
      expect(await store.mailQueue.take(hourMs, hourMs)).toBeUndefined()
      await store.close()
    })

    it('are taken by one sender at a time, and come back when that one dies', async () => {
      const store = await place.open()
      const ids = [
        await store.mails.send(mail, { about: 'a', at: 0, until: hourMs }),
        await store.mails.send(mail, { about: 'b', at: 0, until: hourMs }),
      ]
      const taken = await Promise.all([1, 2, 3].map(() => store.mailQueue.take(10, minuteMs)))
      expect(taken.flatMap((due) => due?.id ?? []).sort()).toEqual(ids.sort())
      expect(await store.mailQueue.take(minuteMs - 1, hourMs)).toBeUndefined()
      expect(await store.mailQueue.take(minuteMs, hourMs)).toBeDefined()
      await store.close()
    })

    it('are sent once, however many instances take them at the same time', async () => {
      const stores = [await place.open(), await place.open(), await place.open()]
      const ids: string[] = []
      for (let one = 0; one < 30; one++) {
        ids.push(await stores[0]!.mails.send(mail, { about: 'a', at: 0, until: hourMs }))
      }
      const takeAll = async ({ mailQueue }: Store) => {
        const taken: string[] = []
        for (;;) {
          const due = await mailQueue.take(10, minuteMs)
          if (due === undefined) return taken
          taken.push(due.id)
        }
      }
      const taken = await Promise.all([...stores, ...stores, ...stores].map(takeAll))
      expect(taken.flat().sort()).toEqual(ids.sort())
      for (const store of stores) await store.close()
    })

    it('R-20: are not lost to a clock that was far ahead', async () => {
      const store = await place.open()
      const id = await store.mails.send(mail, { about: 'a', at: 0, until: hourMs })
      await store.mailQueue.later(id, 1000 * hourMs)
      expect(await store.mailQueue.take(minuteMs, hourMs)).toMatchObject({ id, tries: 1 })
      await store.close()
    })

    it('are counted: what waits and since when, what was given up', async () => {
      const store = await place.open()
      expect(await store.mailQueue.counts(5)).toEqual({ waiting: 0, failed: 0, oldestMs: 0 })
      const how = { about: 'a', until: hourMs }
      const ids = []
      for (const at of [1000, 2000, 3000, 4000])
        ids.push(await store.mails.send(mail, { ...how, at }))
      await store.mailQueue.sent(ids[0]!, 5000)
      await store.mailQueue.givenUp(ids[3]!, 5000)
      const counts = await store.mailQueue.counts(9000)
      expect(counts).toEqual({ waiting: 2, failed: 1, oldestMs: 7000 })
      await store.close()
    })

    it('say what became of them for a day, to the account that sent them', async () => {
      const store = await place.open()
      const account = { id: 'a1', address: 'o@example.org', locale: 'de', created: 0, lastSeen: 0 }
      await store.accounts.add(account)
      const how = { about: 'invitation', at: 0, until: hourMs, of: account.id }
      const sent = await store.mails.send(mail, how)
      const waits = await store.mails.send({ ...mail, to: 'otto@example.org' }, how)
      await store.mailQueue.sent(sent, 5)
      const states = await store.mails.of(account.id, 'invitation')
      expect(states.map(({ is, toMasked }) => [is, toMasked])).toEqual([
        ['waiting', 'o…@example.org'],
        ['sent', 'e…@example.org'],
      ])
      await store.mailQueue.sweep(25 * hourMs)
      expect((await store.mails.of(account.id, 'invitation')).map(({ id }) => id)).toEqual([waits])
      await store.accounts.remove(account.id)
      expect(await store.mails.find(waits)).toBeUndefined()
      await store.close()
    })
  })

  describe('kill -9', () => {
    it('loses no mail that was handed in, and none that was on its way (R-34)', async () => {
      const open = new URL('../../../src/store/open.ts', import.meta.url).href
      const program = `
      import { openStore } from ${JSON.stringify(open)}
      const store = await openStore(${JSON.stringify(place.settings)}, { pinKey: Buffer.alloc(32, 7) })
      for (;;) {
        const id = await store.mails.send({ to: 'a@b.example', subject: 's', text: 't' }, { about: 'x', at: 0, until: 9e12 })
        process.stdout.write(id + '\\n')
        await store.mailQueue.take(1, ${minuteMs})
      }`
      const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      let said = ''
      for await (const chunk of child.stdout) {
        said += String(chunk)
        if (said.split('\n').length > 30) child.kill('SIGKILL')
      }
      const answered = said.split('\n').slice(0, -1)
      const store = await place.open()
      const found = new Set<string>()
      for (;;) {
        const due = await store.mailQueue.take(minuteMs, hourMs)
        if (due === undefined) break
        found.add(due.id)
      }
      expect(answered.filter((id) => !found.has(id))).toEqual([])
      expect(answered.length).toBeGreaterThan(20)
      await store.close()
    })
  })
})
