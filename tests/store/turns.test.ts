import { describe, expect, it } from '@jest/globals'
import pg from 'pg'
import type { Kept } from '../../src/conference/ports.ts'
import { openStore } from '../../src/store/open.ts'
import { postgresUrl, schema } from '../kit/databases.ts'
import { doneOrHeldUp, opened } from '../kit/many-stores.ts'
import { aRoom, pinKey } from '../kit/rooms.ts'

/* Who writes when, where several instances are on one Postgres. */

const onPostgres = postgresUrl() === undefined ? describe.skip : describe
onPostgres('instances on one Postgres', () => {
  it('who comes second waits for its turn, and does its work once', async () => {
    await using place = await schema()
    await using stores = await opened(place, 2)
    const [first, second] = stores.all
    let looks = 0
    const addOne = async ({ rooms }: Kept, meanwhile = async () => {}) => {
      looks += 1
      const { length } = await rooms.all()
      await meanwhile()
      await rooms.add(aRoom({ number: String(500_000 + length) }))
    }
    let waits: Promise<void> | undefined
    await first!.atomically((kept) =>
      addOne(kept, async () => {
        waits = second!.atomically((alsoKept) => addOne(alsoKept))
        await doneOrHeldUp(waits, place)
      }),
    )
    await waits
    expect(looks).toBe(2)
    expect(await first!.rooms.all()).toHaveLength(2)
  })

  it('who has the turn and does not give it on is not waited for (R-40)', async () => {
    await using place = await schema()
    const heard: string[] = []
    const store = await openStore(place.settings, { pinKey }, (why) => heard.push(why))
    const stopped = new pg.Client(place.url)
    await stopped.connect()
    await stopped.query('begin; lock table rundruf_schema in share update exclusive mode')
    await store.atomically(({ rooms }) => rooms.add(aRoom()))
    await stopped.end()
    expect(await store.rooms.all()).toHaveLength(1)
    expect(heard).toEqual(['turn'])
    await store.close()
  })

  it('who stops in the middle of its work loses what it has locked, and begins again (R-40)', async () => {
    await using place = await schema()
    await using stores = await opened(place, 2)
    const [stops, goesOn] = stores.all
    const room = aRoom()
    await stops!.rooms.add(room)
    const { promise: stopped, resolve: stop } = Promise.withResolvers<undefined>()
    const { promise: awake, resolve: wake } = Promise.withResolvers<undefined>()
    let tries = 0
    const work = stops!.atomically(async ({ rooms }) => {
      tries += 1
      await rooms.change({ ...room, name: 'from before' })
      stop(undefined)
      await awake
      await rooms.change({ ...room, name: 'awake' })
    })
    await stopped
    await goesOn!.atomically(({ rooms }) => rooms.change({ ...room, name: 'went on' }))
    expect((await goesOn!.rooms.all())[0]?.name).toBe('went on')
    wake(undefined)
    await work
    expect(tries).toBe(2)
    expect((await goesOn!.rooms.all())[0]?.name).toBe('awake')
  })

  it('who was too often in the way of others gets the tables alone', async () => {
    await using place = await schema()
    const store = await place.open()
    const room = aRoom()
    await store.rooms.add(room)
    let tries = 0
    let waits: Promise<unknown> | undefined
    await store.atomically(async ({ rooms }) => {
      tries += 1
      await rooms.all()
      // Somebody who asks for no turn changes it in between, as long as they can.
      waits = place.ask('update room set callers_max = callers_max + 1')
      await doneOrHeldUp(waits, place)
      await rooms.change({ ...room, name: 'ours' })
    })
    await waits
    expect(tries).toBe(6)
    expect(await store.rooms.all()).toEqual([
      { ...room, name: 'ours', callersMax: room.callersMax + 1 },
    ])
    await store.close()
  })
})
