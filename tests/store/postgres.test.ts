import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { describe, expect, it } from '@jest/globals'
import type { Kept } from '../../src/conference/ports.ts'
import { openStore } from '../../src/store/open.ts'
import { askPostgres, postgresUrl, schema } from '../kit/databases.ts'
import { opened } from '../kit/many-stores.ts'
import { aRoom, pinKey } from '../kit/rooms.ts'

/* What only a database at the other end of a wire can do. */

describe('without Postgres', () => {
  it('the start ends with a sentence that names the place and no password (S-90)', async () => {
    const url = 'postgres://rundruf:secret-word@127.0.0.1:1/rundruf'
    const opening = openStore({ kind: 'postgres', url }, { pinKey })
    await expect(opening).rejects.toThrow(
      /127\.0\.0\.1:1\/rundruf cannot be used \(connect ECONNREFUSED/,
    )
    await expect(opening).rejects.not.toThrow('secret-word')
  })
})

const onPostgres = postgresUrl() === undefined ? describe.skip : describe
onPostgres('on Postgres', () => {
  it('what was read still holds when it is written, or is read again', async () => {
    await using place = await schema()
    await using stores = await opened(place, 2)
    const read = meeting(2)
    const number = (at: number) => String(471_108 + at)
    let looks = 0
    await Promise.all(
      stores.all.map((store, at) =>
        store.atomically(async ({ rooms }: Kept) => {
          looks += 1
          const first = (await rooms.all()).length === 0
          await read()
          if (first) await rooms.add(aRoom({ number: number(at) }))
        }),
      ),
    )
    expect(await stores.all[0]?.rooms.all()).toHaveLength(1)
    expect(looks).toBe(3)
  })

  it('two who lock the same rows the other way round both get through', async () => {
    await using place = await schema()
    await using stores = await opened(place, 2)
    const rooms = [aRoom({ number: '500001' }), aRoom({ number: '500002' })]
    for (const room of rooms) await stores.all[0]?.rooms.add(room)
    const halfway = meeting(2)
    await Promise.all(
      stores.all.map((store, at) =>
        store.atomically(async (kept: Kept) => {
          const inOrder = at === 0 ? rooms : [...rooms].reverse()
          await kept.rooms.change({ ...inOrder[0]!, name: `by ${at}` })
          await halfway()
          await kept.rooms.change({ ...inOrder[1]!, name: `by ${at}` })
        }),
      ),
    )
    const names = (await stores.all[0]!.rooms.all()).map(({ name }) => name)
    expect(new Set(names).size).toBe(1)
  })

  it('goes on when a newer instance changes a table under its plans', async () => {
    await using place = await schema()
    const store = await place.open()
    await store.rooms.add(aRoom())
    const find = () => store.atomically(({ rooms }) => rooms.byNumber('471108'))
    const before = await find()
    await place.ask("alter table room add column colour text not null default ''")
    expect(await find()).toEqual(before)
    await store.close()
  })

  it('a commit whose answer is lost is not done again (R-09)', async () => {
    await using place = await schema()
    await using wire = await cuttable(place.url)
    const store = await openStore({ kind: 'postgres', url: wire.url }, { pinKey })
    let times = 0
    const works = ['500001', '500002'].map((number) =>
      store.atomically(async ({ rooms }) => {
        times += 1
        await rooms.add(aRoom({ number }))
        if (times === 2) wire.cutAt('commit')
      }),
    )
    for (const work of works) await expect(work).rejects.toThrow()
    expect(times).toBe(2)
    // It is there, and the next one finds it: with a connection of its own.
    expect(await store.rooms.all()).toHaveLength(2)
    await store.close()
  })

  it('connections that are cut are replaced, and the process lives on (R-08)', async () => {
    await using place = await schema()
    const store = await place.open()
    await store.rooms.add(aRoom())
    for (let times = 0; times < 5; times++) {
      await askPostgres(
        place.url,
        `select pg_terminate_backend(pid) from pg_stat_activity
         where pid <> pg_backend_pid() and application_name = '${place.name}'`,
      )
      const found = await store.atomically(({ rooms }) => rooms.byNumber('471108'))
      expect(found).toBeDefined()
    }
    await store.close()
  })

  it('nobody waits longer than two seconds for a connection (R-08)', async () => {
    await using place = await schema()
    const store = await place.open()
    await using wire = await silent()
    const away = openStore({ kind: 'postgres', url: wire.url }, { pinKey })
    const asked = performance.now()
    await expect(away).rejects.toThrow('cannot be used')
    expect(performance.now() - asked).toBeLessThan(4000)
    await store.close()
  })

  it('a number that JavaScript cannot hold is refused, not rounded', async () => {
    await using place = await schema()
    const store = await place.open()
    await store.callers.end('CA1', 2 ** 53 - 1)
    expect(await store.callers.sweep(2 ** 53 - 1)).toBe(0)
    await store.rooms.add(aRoom({ id: 'r' }))
    await store.meetings.open({ id: 'm', room: 'r', conferenceName: 'c', opened: 2 ** 53 - 1 })
    expect((await store.meetings.byId('m'))?.opened).toBe(2 ** 53 - 1)
    await place.ask(`update meeting set opened = ${2n ** 60n}`)
    await expect(store.meetings.byId('m')).rejects.toThrow('too big')
    await store.close()
  })
})

/** Nobody goes on before so many are there; later ones find the door open. */
function meeting(many: number): () => Promise<unknown> {
  const { promise, resolve } = Promise.withResolvers<undefined>()
  let here = 0
  return () => {
    here += 1
    if (here === many) resolve(undefined)
    return promise
  }
}

/** A wire to Postgres that breaks right after a word was passed on, before its answer comes back. */
async function cuttable(to: string) {
  const target = new URL(to)
  let word: string | undefined
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname)
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
    }
    far.pipe(near)
    near.on('data', (chunk) => {
      far.write(chunk)
      if (word === undefined || !chunk.includes(word)) return
      word = undefined
      far.unpipe(near)
      far.end()
      near.destroy()
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = new URL(to)
  const address = server.address()
  url.port = String(typeof address === 'object' ? address?.port : 0)
  return {
    url: url.href,
    cutAt(next: string) {
      word = next
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Takes every connection and says nothing. */
async function silent() {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    url: `postgres://rundruf@127.0.0.1:${String(typeof address === 'object' ? address?.port : 0)}/x`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
