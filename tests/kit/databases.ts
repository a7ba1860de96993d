import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import pg from 'pg'
import { openStore, type StoreSettings } from '../../src/store/open.ts'
import { pinKey } from './rooms.ts'

type Row = Readonly<Record<string, unknown>>

/** A database that nobody else uses. */
export type Place = AsyncDisposable & {
  readonly settings: StoreSettings
  /** Opens it, as often as wanted. */
  open(key?: Buffer): ReturnType<typeof openStore>
  /** One statement, past the store. */
  ask(sql: string): Promise<readonly Row[]>
  /** All that somebody would read who stole it. */
  everything(): Promise<string>
}

export type Database = {
  readonly name: string
  readonly place: () => Promise<Place>
  /** How many times fewer runs a property gets: the rules are the same, and each statement is a journey. */
  readonly fewer: number
}

/**
 * Every database that the store runs on, for `describe.each`: SQLite always, Postgres when TEST_POSTGRES_URL names one
 * (`.ci/postgres` starts one).
 */
export const databases: readonly Database[] = [
  { name: 'SQLite', place: () => Promise.resolve(file()), fewer: 1 },
  ...(postgresUrl() === undefined ? [] : [{ name: 'Postgres', place: schema, fewer: 5 }]),
]

export function postgresUrl(): string | undefined {
  return process.env['TEST_POSTGRES_URL']
}

/** In memory where there is such a folder: hundreds of tests need not wait for the disk. */
const quickFolder = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

/** A database file in a folder of its own. */
export function file(): Place & { readonly file: string } {
  const folder = mkdtempSync(join(quickFolder, 'rundruf-database-'))
  const path = join(folder, 'rundruf.db')
  const settings = { kind: 'sqlite', file: path } as const
  return {
    file: path,
    settings,
    open: (key = pinKey) => openStore(settings, { pinKey: key }),
    ask(sql) {
      const db = new DatabaseSync(path)
      try {
        return Promise.resolve(db.prepare(sql).all())
      } finally {
        db.close()
      }
    },
    everything: () =>
      Promise.resolve(['', '-wal'].map((end) => readFileSync(path + end, 'latin1')).join('')),
    [Symbol.asyncDispose]() {
      rmSync(folder, { recursive: true })
      return Promise.resolve()
    },
  }
}

/** A schema in the test's Postgres: as good as a database of its own, and quicker to make. */
export async function schema(): Promise<Place & { readonly url: string; readonly name: string }> {
  const name = `test_${randomBytes(6).toString('hex')}`
  const database = postgresUrl() ?? ''
  await askPostgres(database, `create schema ${name}`)
  const within = new URL(database)
  within.searchParams.set('options', `-c search_path=${name}`)
  within.searchParams.set('application_name', name)
  const url = within.href
  const settings = { kind: 'postgres', url } as const
  const ask = (sql: string) => askPostgres(url, sql)
  return {
    url,
    name,
    settings,
    open: (key = pinKey) => openStore(settings, { pinKey: key }),
    ask,
    async everything() {
      const tables = await ask(
        'select tablename as name from pg_tables where schemaname = current_schema()',
      )
      const rows = tables.map(({ name }) => ask(`select * from "${String(name)}"`))
      return JSON.stringify([tables, await Promise.all(rows)])
    },
    async [Symbol.asyncDispose]() {
      await askPostgres(database, `drop schema ${name} cascade`)
    },
  }
}

/** Asks on a connection of its own. Whole numbers come as numbers. */
export async function askPostgres(url: string, sql: string): Promise<readonly Row[]> {
  const types = new pg.TypeOverrides()
  types.setTypeParser(pg.types.builtins.INT8, Number)
  const client = new pg.Client({ connectionString: url, types })
  await client.connect()
  try {
    return (await client.query<Row>(sql)).rows
  } finally {
    await client.end()
  }
}
