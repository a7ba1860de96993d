import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { Store } from '../../../src/conference/ports.ts'
import type { Standby } from '../../../src/conference/kept/standby.ts'
import { tombstonesCopiedMax } from '../../../src/store/backup/standby.ts'
import { databases, type Place } from '../../kit/databases.ts'
import { aCaller, states } from '../../kit/evening-lines.ts'
import { aRoom } from '../../kit/rooms.ts'

describe.each(databases)('a copy in memory of $name', ({ place: fresh }) => {
  let place: Place
  let store: Store
  let standby: Standby
  const room = aRoom()
  beforeEach(async () => {
    place = await fresh()
    store = await place.open()
    standby = await store.openStandby()
  })
  afterEach(async () => {
    await standby.close()
    await store.close()
    await place[Symbol.asyncDispose]()
  })

  const roomInMemory = () => standby.atomically(({ rooms }) => rooms.byNumber(room.number))
  const asksInMemory = (call: string) =>
    standby.atomically(({ helpRequests }) =>
      helpRequests.leave({ call, stage: 'pin', number: undefined, at: 1000 }),
    )

  it('holds what the database held when it was made anew', async () => {
    await store.rooms.add(room)
    await standby.refresh('all', () => true)
    expect(await roomInMemory()).toMatchObject({ id: room.id })
  })

  it('R-04: is made of a database that a newer Rundruf has brought one step further', async () => {
    await store.rooms.add(room)
    await place.ask(`alter table room add column motto text not null default ''`)
    await place.ask('create table sung (id text primary key)')
    await standby.refresh('all', () => true)
    expect(await roomInMemory()).toMatchObject({ id: room.id })
  })

  it('R-11, R-14: knows which calls are over, so that late news opens none of them again', async () => {
    const [goesOn, isOver] = [aCaller(1, states.guest), aCaller(2, states.guest)]
    for (const caller of [goesOn, isOver]) await store.callers.add(caller)
    await store.callers.end(isOver.call, 1001)
    await standby.refresh('all', () => true)
    const live = await standby.atomically(({ callers }) => callers.live())
    expect(live.map(({ call }) => call)).toEqual([goesOn.call])
    expect(await standby.atomically(({ callers }) => callers.add(isOver))).toBe(false)
  })

  it('takes the newest of them only, because it is made every second', async () => {
    const over = Array.from({ length: tombstonesCopiedMax + 1 }, (_, n) => aCaller(n, states.guest))
    await store.atomically(async ({ callers }) => {
      for (const [n, { call }] of over.entries()) await callers.end(call, 1001 + n)
    })
    await standby.refresh('all', () => true)
    const again = (n: number) => standby.atomically(({ callers }) => callers.add(over[n]!))
    expect([await again(0), await again(1), await again(tombstonesCopiedMax)]).toEqual([
      ...[true, false, false],
    ])
  })

  it('that is not wanted any more when it has been read leaves memory as it is', async () => {
    await store.rooms.add(room)
    await standby.refresh('all', () => false)
    expect(await roomInMemory()).toBeUndefined()
  })

  it('brings back what was added, also what is added while it does so', async () => {
    await asksInMemory('one')
    const bringing = standby.bringBackAdded()
    await asksInMemory('two')
    await bringing
    await standby.bringBackAdded()
    const known = (await store.helpRequests.open(1000)).map(({ line }) => line)
    expect(known.sort()).toEqual(
      ['one', 'two'].map((call) => store.helpRequests.lineOf(call)).sort(),
    )
  })
})
