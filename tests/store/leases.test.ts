import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { Store } from '../../src/conference/ports.ts'
import { databases, type Place } from '../kit/databases.ts'

const hourMs = 60 * 60_000

describe.each(databases)('a lease, on $name', ({ place: newPlace }) => {
  let place: Place
  let stores: Store[]
  beforeEach(async () => {
    place = await newPlace()
    stores = [await place.open(), await place.open(), await place.open()]
  })
  afterEach(async () => {
    for (const store of stores) await store.close()
    await place[Symbol.asyncDispose]()
  })
  const take = (who: number, at: number, until = at + 100) =>
    stores[who]!.leases.take('reconcile', `instance ${who}`, at, until)

  it('is one instance’s until its time is over (R-40)', async () => {
    expect(await take(0, 0)).toBe(true)
    expect(await take(1, 99)).toBe(false)
    expect(await take(0, 99)).toBe(true)
    expect(await take(1, 198)).toBe(false)
    // The first has died.
    expect(await take(1, 199)).toBe(true)
    expect(await take(0, 200)).toBe(false)
  })

  it('of another name is another', async () => {
    expect(await take(0, 0)).toBe(true)
    expect(await stores[1]!.leases.take('mails', 'instance 1', 0, 100)).toBe(true)
  })

  it('can be given back, by its holder only', async () => {
    await take(0, 0)
    await stores[1]!.leases.giveBack('reconcile', 'instance 1')
    expect(await take(1, 1)).toBe(false)
    await stores[0]!.leases.giveBack('reconcile', 'instance 0')
    expect(await take(1, 1)).toBe(true)
  })

  it('goes to one of those who want it at the same moment', async () => {
    for (let round = 0; round < 10; round++) {
      const all = await Promise.all([0, 1, 2, 0, 1, 2].map((who) => take(who, round * 100)))
      const holders = new Set([0, 1, 2, 0, 1, 2].filter((_, at) => all[at]))
      expect(holders.size).toBe(1)
    }
  })

  it('of a clock that was far ahead holds nobody up (R-20)', async () => {
    await take(0, 1000 * hourMs)
    expect(await take(1, 0)).toBe(true)
  })
})
