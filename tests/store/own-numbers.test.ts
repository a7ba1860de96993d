import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { Store } from '../../src/conference/ports.ts'
import { databases, type Place } from '../kit/databases.ts'
import { aRoom } from '../kit/rooms.ts'

/* A telephone number leads to one room or to all, and a room has one or none. */

describe.each(databases)('on $name', ({ place: fresh }) => {
  let place: Place
  let store: Store
  const [ours, theirs] = [aRoom(), aRoom({ number: '583920' })]
  beforeEach(async () => {
    place = await fresh()
    store = await place.open()
    for (const room of [ours, theirs]) await store.rooms.add(room)
  })
  afterEach(async () => {
    await store.close()
    await place[Symbol.asyncDispose]()
  })
  const roomOf = async (number: string) => (await store.rooms.byPhoneNumber(number))?.id

  it('is given, goes to another room, and is taken back', async () => {
    expect(await roomOf('+4930998')).toBeUndefined()
    await store.rooms.givePhoneNumber('+4930998', ours.id)
    expect(await roomOf('+4930998')).toBe(ours.id)
    expect((await store.rooms.byId(ours.id))?.phoneNumber).toBe('+4930998')
    await store.rooms.givePhoneNumber('+4930998', theirs.id)
    expect(await roomOf('+4930998')).toBe(theirs.id)
    expect((await store.rooms.byId(ours.id))?.phoneNumber).toBeUndefined()
    await store.rooms.givePhoneNumber('+4930997', theirs.id)
    expect(await store.rooms.givenPhoneNumbers()).toEqual(['+4930997'])
    await store.rooms.givePhoneNumber('+4930997', undefined)
    expect(await store.rooms.givenPhoneNumbers()).toEqual([])
  })
  it('stays when the room is changed, and goes with it', async () => {
    await store.rooms.givePhoneNumber('+4930998', ours.id)
    await store.rooms.change({ ...ours, muteOnEntry: true })
    expect(await roomOf('+4930998')).toBe(ours.id)
    await store.rooms.remove(ours.id)
    expect(await store.rooms.givenPhoneNumbers()).toEqual([])
  })
})
