import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { Alarm } from '../../../src/conference/staff/alarms.ts'
import type { Store } from '../../../src/conference/ports.ts'
import { databases, type Place } from '../../kit/databases.ts'

const disk: Alarm = { name: 'disk', since: 1_790_000_000_000, told: 5, numbers: { megabytes: 40 } }
const carrier: Alarm = { name: 'carrier', since: 7, told: 7, numbers: { silent: 1 } }

describe.each(databases)('alarms that are on, on $name', ({ place: newPlace }) => {
  let place: Place
  let store: Store
  beforeEach(async () => {
    place = await newPlace()
    store = await place.open()
  })
  afterEach(async () => {
    await store.close()
    await place[Symbol.asyncDispose]()
  })

  it('are kept, the gravest first, and gone when they are over', async () => {
    expect(await store.alarms.on()).toEqual([])
    await store.alarms.put(disk)
    await store.alarms.put(carrier)
    expect(await store.alarms.on()).toEqual([carrier, disk])
    await store.alarms.put({ ...disk, told: 9, numbers: { megabytes: 3 } })
    expect(await store.alarms.on()).toMatchObject([carrier, { told: 9, since: disk.since }])
    await store.alarms.over('carrier')
    expect(await store.alarms.on()).toHaveLength(1)
  })
  it('what another version called by another name is not shown, and goes with the next', async () => {
    await store.alarms.put(disk)
    await place.ask("insert into alarm (name, since, told, numbers) values ('flood', 1, 1, '{}')")
    expect(await store.alarms.on()).toEqual([disk])
    await store.alarms.over('disk')
    expect(await place.ask('select * from alarm')).toEqual([])
  })
})
