import { Kysely } from 'kysely'
import { engineOf } from '../engine-of.ts'
import { addRows, readTables, type Rows } from './copying.ts'
import type { Engine } from '../dialects/engine.ts'
import { tableNames } from '../inventory.ts'
import { migrate, WrongDatabase } from '../migrate.ts'
import { sealWith } from '../sealed.ts'
import type { StoreSettings } from '../open.ts'

/** A database without its meaning: tables and rows, for moving them as a whole. */
export type RawStore = AsyncDisposable & {
  /** How far it is; undefined when nothing is there. @throws WrongDatabase when it is another program's */
  version(): Promise<number | undefined>
  /** As they are in one moment; whoever writes meanwhile is not held up. */
  read(tables: readonly string[]): Promise<Rows>
  /** Makes the tables as they were at this version. */
  makeTables(pinKey: Buffer, version: number): Promise<void>
  add(rows: Rows): Promise<void>
  /** Takes all of our tables away, with everything in them. */
  clear(): Promise<void>
}

/** `reading` takes no lock on a file of SQLite, also not at the beginning of a transaction. */
export async function openRaw(
  settings: StoreSettings,
  use: 'reading' | 'writing',
): Promise<RawStore> {
  const engine = await engineOf(settings, use)
  const db = new Kysely<unknown>({ dialect: engine.dialect })
  return {
    version: () => versionOf(db, engine),
    read: (tables) => readTables(db, tables, engine.oneMoment),
    makeTables: (pinKey, version) => migrate(db, engine, sealWith(pinKey), version),
    async add(rows) {
      await db.transaction().execute(async (transaction) => {
        const known = tableNames.filter((name) => rows.has(name))
        for (const table of known) await addRows(transaction, table, rows.get(table) ?? [])
      })
    },
    async clear() {
      const there = new Set(await engine.tables(db))
      const ours = [...tableNames].reverse().filter((name) => there.has(name))
      await db.transaction().execute(async (transaction) => {
        for (const table of [...ours, 'rundruf_schema'])
          await transaction.schema.dropTable(table).ifExists().execute()
      })
    },
    [Symbol.asyncDispose]: () => db.destroy(),
  }
}

async function versionOf(db: Kysely<unknown>, engine: Engine): Promise<number | undefined> {
  const tables = await engine.tables(db)
  if (tables.length === 0) return undefined
  if (!tables.includes('rundruf_schema')) {
    throw new WrongDatabase('The database belongs to another program.')
  }
  const schema = db as Kysely<{ rundruf_schema: { version: number } }>
  const row = await schema.selectFrom('rundruf_schema').select('version').executeTakeFirst()
  return row?.version ?? 0
}
