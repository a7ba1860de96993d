import type { Kysely } from 'kysely'
import * as roomsAndMeetings from './migrations/001-rooms-and-meetings.ts'
import * as roomOptions from './migrations/002-room-options.ts'
import * as limitsAndTickets from './migrations/003-limits-and-tickets.ts'
import * as organisers from './migrations/005-organisers.ts'
import * as signingIn from './migrations/006-signing-in.ts'
import * as rooms from './migrations/007-rooms.ts'
import * as evening from './migrations/008-evening.ts'
import * as pastMeetings from './migrations/009-past-meetings.ts'
import type { Seal } from './sealed.ts'

/** Every change of the database there was, oldest first. Its place in this list is its number. */
const migrations = [
  roomsAndMeetings,
  roomOptions,
  limitsAndTickets,
  organisers,
  signingIn,
  rooms,
  evening,
  pastMeetings,
]

/** One row: how far this database is, and a word that only the right PIN key opens. */
type Housekeeping = { rundruf_schema: { version: number; key_check: string } }

const keyCheck = 'this key fits'

/** The database is not one that this program can use. The message is for the operator. */
export class WrongDatabase extends Error {
  override readonly name = 'WrongDatabase'
}

/**
 * Brings the database up to date, each step in a transaction of its own.
 * @throws WrongDatabase when it belongs to another program, a newer Rundruf or another PIN key
 */
export async function migrate(unknownDb: Kysely<unknown>, seal: Seal): Promise<void> {
  const db = unknownDb as Kysely<Housekeeping>
  if ((await tableNames(unknownDb)).length === 0) await layFoundation(db, seal)
  const { version, key_check } = await housekeeping(db)
  checkKey(seal, key_check)
  if (version > migrations.length) {
    throw new WrongDatabase(
      `The database was made by a newer Rundruf (its version is ${version}, this program knows ` +
        `${migrations.length}). Please start the newer program, or restore a backup.`,
    )
  }
  for (const [at, migration] of migrations.entries()) {
    if (at < version) continue
    await db.transaction().execute(async (change) => {
      await migration.up(change as Kysely<Housekeeping> as Kysely<unknown>)
      await change
        .updateTable('rundruf_schema')
        .set({ version: at + 1 })
        .execute()
    })
  }
}

async function layFoundation(db: Kysely<Housekeeping>, seal: Seal): Promise<void> {
  await db.transaction().execute(async (change) => {
    await change.schema
      .createTable('rundruf_schema')
      .addColumn('version', 'integer', (is) => is.notNull())
      .addColumn('key_check', 'text', (is) => is.notNull())
      .execute()
    const row = { version: 0, key_check: seal.seal(keyCheck, keyCheck) }
    await change.insertInto('rundruf_schema').values(row).execute()
  })
}

async function housekeeping(db: Kysely<Housekeeping>): Promise<Housekeeping['rundruf_schema']> {
  if ((await tableNames(db as Kysely<unknown>)).includes('rundruf_schema')) {
    const row = await db.selectFrom('rundruf_schema').selectAll().executeTakeFirst()
    if (row !== undefined) return row
  }
  throw new WrongDatabase(
    'The database belongs to another program. Please set DATABASE_URL to a file of its own.',
  )
}

function checkKey(seal: Seal, sealed: string): void {
  try {
    seal.open(sealed, keyCheck)
  } catch (cause) {
    throw new WrongDatabase(
      'The PIN key does not fit this database. Please restore the key file that belongs to it.',
      { cause },
    )
  }
}

async function tableNames(db: Kysely<unknown>): Promise<string[]> {
  return (await db.introspection.getTables()).map(({ name }) => name)
}
