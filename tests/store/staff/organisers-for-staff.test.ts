import { describe, expect, it } from '@jest/globals'
import { databases } from '../../kit/databases.ts'
import { aRoom, randomness } from '../../kit/rooms.ts'

describe.each(databases)('organisers as admins see them, on $name', ({ place }) => {
  it('pages from the newest account on, rooms with their use, locks', async () => {
    await using it = await place()
    const store = await it.open()
    const add = async (address: string, created: number) => {
      const id = randomness.token()
      await store.accounts.add({ id, address, locale: 'de', created, lastSeen: created })
      return id
    }
    const erika = await add('erika@example.org', 1000)
    const otto = await add('otto@example.net', 2000)
    const room = aRoom()
    await store.rooms.add(room)
    await store.organised.join(otto, room.id, 1500)
    await store.organised.join(erika, room.id, 3000)
    const met = { room: room.id, ended: 9000, mostCallersAtOnce: 2, callerMinutes: 1 }
    for (const started of [10, 4000, 4001, 4002, 4003, 4004])
      await store.pastMeetings.add({ ...met, started })
    await store.pastMeetings.add({ ...met, started: 4005, mostCallersAtOnce: 1 })
    await store.accounts.lock(erika, 5000)
    await store.accounts.change(otto, { lastSignIn: 6000 })

    const seen = store.organisersForStaff
    const first = { id: otto, addressMasked: 'o…@example.net', created: 2000, rooms: 1 }
    const second = { id: erika, addressMasked: 'e…@example.org', created: 1000, rooms: 1 }
    expect(await seen.page(0, 1)).toEqual([{ ...first, lastSignIn: 6000, lockedSince: undefined }])
    expect(await seen.page(1, 5)).toEqual([{ ...second, lastSignIn: undefined, lockedSince: 5000 }])
    expect(await seen.count()).toBe(2)
    expect(await seen.byId(erika)).toMatchObject(second)
    expect(await seen.byId('x')).toBeUndefined()
    expect(await seen.rooms(erika, 4000)).toEqual([
      { id: room.id, since: 1500, organisers: 2, use: 'some' },
    ])
    expect(await seen.rooms(erika, 4001)).toMatchObject([{ use: 'few' }])

    expect((await store.accounts.byId(erika))?.lockedSince).toBe(5000)
    await store.accounts.lock(erika, undefined)
    expect((await store.accounts.byId(erika))?.lockedSince).toBeUndefined()
    expect([
      await store.organised.isOrganiser(erika, room.id),
      await store.organised.isOrganiser(erika, 'x'),
      await store.organised.count(otto),
    ]).toEqual([true, false, 1])
    await store.close()
  })
})
