import { DatabaseSync } from 'node:sqlite'
import pg from 'pg'
import type { Store } from '../../src/conference/ports.ts'
import { openStore } from '../../src/store/open.ts'
import { file, postgresUrl, schema } from './databases.ts'
import { pinKey } from './rooms.ts'
import { wireTo } from './wire.ts'

/** A store whose database can be taken away and given back. */
export type Outage = AsyncDisposable & {
  readonly store: Store
  begins(): Promise<void>
  ends(): Promise<void>
}

type Kind = {
  readonly name: string
  readonly open: () => Promise<Outage>
  readonly first: boolean
}

/** Every way in which a database can be away, for `describe.each`. */
export const outages: readonly Kind[] = [
  { name: 'SQLite taken by another program', open: locked, first: true },
  ...(postgresUrl() === undefined
    ? []
    : [
        { name: 'Postgres gone', open: gone, first: false },
        { name: 'Postgres with its tables locked', open: lockedTables, first: false },
      ]),
]

async function locked(): Promise<Outage> {
  const place = file()
  const store = await place.open()
  const other = new DatabaseSync(place.file)
  return {
    store,
    begins() {
      other.exec('begin immediate')
      return Promise.resolve()
    },
    ends() {
      other.exec('rollback')
      return Promise.resolve()
    },
    async [Symbol.asyncDispose]() {
      other.close()
      await store.close()
      await place[Symbol.asyncDispose]()
    },
  }
}

async function gone(): Promise<Outage> {
  const place = await schema()
  const wire = await wireTo(place.url)
  const store = await openStore({ kind: 'postgres', url: wire.url }, { pinKey })
  return {
    store,
    begins: () => wire.cut(),
    ends: () => wire.mend(),
    async [Symbol.asyncDispose]() {
      await store.close()
      await wire[Symbol.asyncDispose]()
      await place[Symbol.asyncDispose]()
    },
  }
}

async function lockedTables(): Promise<Outage> {
  const place = await schema()
  const store = await place.open()
  const other = new pg.Client({ connectionString: place.url })
  await other.connect()
  return {
    store,
    async begins() {
      await other.query('begin')
      await other.query('lock table caller, room, lease in access exclusive mode')
    },
    async ends() {
      await other.query('rollback')
    },
    async [Symbol.asyncDispose]() {
      await other.end()
      await store.close()
      await place[Symbol.asyncDispose]()
    },
  }
}
