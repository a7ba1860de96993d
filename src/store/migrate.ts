import type { Kysely } from 'kysely'
import type { Engine } from './dialects/engine.ts'
import * as roomsAndMeetings from './migrations/001-rooms-and-meetings.ts'
import * as roomOptions from './migrations/002-room-options.ts'
import * as limitsAndTickets from './migrations/003-limits-and-tickets.ts'
import * as helpRequests from './migrations/004-help-requests.ts'
import * as organisers from './migrations/005-organisers.ts'
import * as signingIn from './migrations/006-signing-in.ts'
import * as rooms from './migrations/007-rooms.ts'
import * as evening from './migrations/008-evening.ts'
import * as pastMeetings from './migrations/009-past-meetings.ts'
import * as leases from './migrations/011-leases.ts'
import * as staff from './migrations/013-staff.ts'
import * as shownToStaff from './migrations/014-shown-to-staff.ts'
import * as tallies from './migrations/015-tallies.ts'
import * as liveLines from './migrations/016-live-lines.ts'
import * as carrierRecords from './migrations/017-carrier-records.ts'
import * as daySums from './migrations/018-day-sums.ts'
import * as mailsQueued from './migrations/019-mails-queued.ts'
import * as organisersForStaff from './migrations/020-organisers-for-staff.ts'
import * as alarms from './migrations/021-alarms.ts'
import * as serviceState from './migrations/022-operation.ts'
import * as ownNumbers from './migrations/023-own-numbers.ts'
import type { Seal } from './sealed.ts'
import { together } from './together.ts'

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
  leases,
  staff,
  shownToStaff,
  helpRequests,
  tallies,
  liveLines,
  carrierRecords,
  daySums,
  mailsQueued,
  organisersForStaff,
  alarms,
  serviceState,
  ownNumbers,
]

/** How far this program brings a database. */
export const latestVersion = migrations.length

/** One row: how far this database is, and a word that only the right PIN key opens. */
type Housekeeping = { rundruf_schema: { version: number; key_check: string } }

const keyCheck = 'this key fits'

/** The database is not one that this program can use. The message is for the operator. */
export class WrongDatabase extends Error {
  override readonly name = 'WrongDatabase'
}

/**
 * Brings the database up to date, or to where it was at an earlier version, each step in a transaction of its own, one instance at a time.
 * @throws WrongDatabase when it belongs to another program, a newer Rundruf or another PIN key
 */
export async function migrate(
  unknownDb: Kysely<unknown>,
  engine: Engine,
  seal: Seal,
  upTo = latestVersion,
): Promise<void> {
  const db = unknownDb as Kysely<Housekeeping>
  await engine.inTurn(unknownDb, async () => {
    await layFoundation(db, engine, seal)
    const { version, key_check } = await housekeeping(db, engine)
    checkKey(seal, key_check)
    if (version > migrations.length) {
      throw new WrongDatabase(
        `The database was made by a newer Rundruf (its version is ${version}, this program knows ` +
          `${migrations.length}). Please start the newer program, or restore a backup.`,
      )
    }
    const atomically = together(db, engine.sharing, { open: (change) => change })
    for (const migration of migrations.slice(version, upTo)) {
      await atomically((change) => raise(change, migration))
    }
  })
}

type Migration = { readonly up: (db: Kysely<unknown>) => Promise<void> }

/** One step further, unless another instance has just taken it. */
async function raise(change: Kysely<Housekeeping>, migration: Migration): Promise<void> {
  const { version } = await change
    .selectFrom('rundruf_schema')
    .select('version')
    .executeTakeFirstOrThrow()
  if (migrations[version] !== migration) return
  await migration.up(change as Kysely<unknown>)
  await change
    .updateTable('rundruf_schema')
    .set({ version: version + 1 })
    .execute()
}

async function layFoundation(db: Kysely<Housekeeping>, engine: Engine, seal: Seal): Promise<void> {
  const atomically = together(db, engine.sharing, { open: (change) => change })
  await atomically(async (change) => {
    if ((await engine.tables(change as Kysely<unknown>)).length > 0) return
    await change.schema
      .createTable('rundruf_schema')
      .addColumn('version', 'integer', (is) => is.notNull())
      .addColumn('key_check', 'text', (is) => is.notNull())
      .execute()
    const row = { version: 0, key_check: seal.seal(keyCheck, keyCheck) }
    await change.insertInto('rundruf_schema').values(row).execute()
  })
}

async function housekeeping(
  db: Kysely<Housekeeping>,
  engine: Engine,
): Promise<Housekeeping['rundruf_schema']> {
  if ((await engine.tables(db as Kysely<unknown>)).includes('rundruf_schema')) {
    const row = await db.selectFrom('rundruf_schema').selectAll().executeTakeFirst()
    if (row !== undefined) return row
  }
  throw new WrongDatabase(
    'The database belongs to another program. Please set DATABASE_URL to one that is ours alone.',
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
