import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { Store } from '../../src/conference/ports.ts'
import { postgresUrl, schema } from '../kit/databases.ts'
import { aRoom } from '../kit/rooms.ts'

/* What one instance commits, the others hear at once, so that a page shows it whoever took the webhook. */

const onPostgres = postgresUrl() === undefined ? describe.skip : describe
onPostgres('instances on one Postgres', () => {
  let place: Awaited<ReturnType<typeof schema>>
  let stores: readonly [Store, Store, Store]
  const room = aRoom()
  /** Only for finding out who listens. */
  const knocking = aRoom({ number: '111222' })
  beforeEach(async () => {
    place = await schema()
    stores = [await place.open(), await place.open(), await place.open()]
    await stores[0].rooms.add(room)
    await stores[0].rooms.add(knocking)
    for (const store of stores) await caughtUp(store)
  })
  afterEach(async () => {
    for (const store of stores) await store.close()
    await place[Symbol.asyncDispose]()
  })

  /** Until this instance hears the others. */
  async function caughtUp(store: Store): Promise<void> {
    const other = stores.find((one) => one !== store)!
    const heard = hearing(store, 'nothing')
    while (!heard.all.some((rooms) => rooms !== 'any' && rooms.has(knocking.id))) {
      await other.rooms.change(knocking)
      await heard.next(200)
    }
    heard.stop()
  }
  const listenTo = (store: Store) => hearing(store, knocking.id)

  it('hear of what another has committed within half a second', async () => {
    const [a, b, c] = stores
    const heard = [listenTo(b), listenTo(c)]
    const begun = performance.now()
    await a.atomically(({ meetings }) =>
      meetings.open({ id: 'm', room: room.id, conferenceName: 'c', opened: 1 }),
    )
    for (const one of heard) expect(await one.next()).toEqual(new Set([room.id]))
    expect(performance.now() - begun).toBeLessThan(500)
    // Whoever hears it, finds it.
    expect(await c.meetings.openIn(room.id)).toBeDefined()
  })

  it('hear nothing of what was rolled back, and nothing twice of their own', async () => {
    const [a, b] = stores
    const heard = listenTo(b)
    const own = listenTo(a)
    const failing = a.atomically(async ({ rooms }) => {
      await rooms.change({ ...room, name: 'never' })
      throw new Error('rolled back')
    })
    await expect(failing).rejects.toThrow('rolled back')
    const second = aRoom({ number: '555777' })
    await a.rooms.add(second)
    await a.atomically(({ rooms }) => rooms.change(second))
    expect(await heard.next()).toEqual(new Set([second.id]))
    expect(own.all).toEqual([new Set([second.id])])
  })

  it('who could not listen for a while looks at everything anew', async () => {
    const [a, b] = stores
    const heard = listenTo(b)
    await place.ask(`select pg_terminate_backend(pid) from pg_stat_activity
      where query like 'listen %' and application_name = '${place.name}'`)
    expect(await heard.next()).toBe('any')
    await a.atomically(({ rooms }) => rooms.change(room))
    expect(await heard.next()).toEqual(new Set([room.id]))
  })

  it('more rooms than fit into a word are everything', async () => {
    const [a, b] = stores
    const rooms = Array.from({ length: 300 }, (_, at) => aRoom({ number: String(200_000 + at) }))
    for (const one of rooms) await a.rooms.add(one)
    const heard = listenTo(b)
    await a.atomically(async (kept) => {
      for (const one of rooms) await kept.rooms.change(one)
    })
    expect(await heard.next()).toBe('any')
  })
})

/** What a store tells, in order, but for this room. */
function hearing(store: Store, besides: string) {
  const all: (ReadonlySet<string> | 'any')[] = []
  let waiting: (() => void) | undefined
  let read = 0
  const stop = store.changes((rooms) => {
    if (rooms !== 'any' && rooms.has(besides)) return
    all.push(rooms)
    waiting?.()
  })
  return {
    all,
    stop,
    /** The next one that was not asked for yet; nothing when it does not come in this time. */
    async next(timeoutMs = 10_000): Promise<ReadonlySet<string> | 'any' | undefined> {
      if (read >= all.length) {
        const { promise, resolve } = Promise.withResolvers<undefined>()
        const timer = setTimeout(resolve, timeoutMs, undefined)
        waiting = () => {
          resolve(undefined)
        }
        await promise
        clearTimeout(timer)
      }
      return all[read++]
    },
  }
}
