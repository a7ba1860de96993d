import { setTimeout as pause } from 'node:timers/promises'
import { PostgresDialect, sql, type Kysely } from 'kysely'
import pg from 'pg'
import type { Again, Engine, Sharing } from './engine.ts'
import { notices } from './notices.ts'
import { planned } from './plans.ts'

/** Connections of one instance; what comes in together is carried out together, so few do. */
const connectionsMax = 10
/** A database that does not answer holds nobody up for longer. */
const acquireMaxMs = 2000
/** The database itself gives up a statement first, … */
const statementMaxMs = 4000
/** … and then we do, when not even that answer comes. */
const answerMaxMs = 5000
/** Whoever holds locks and says nothing more is gone; … */
const silentMaxMs = 5000
/** … with the turn sooner, before others who wait for it take it for an outage. */
const silentInTurnMaxMs = 1500
/** Nobody waits longer for the turn; then it goes without. */
const turnWaitMaxMs = 1000
/** Connections that nobody used for so long are closed. */
const idleMaxMs = 30_000

/** Postgres, by the driver `pg`. */
export function postgres(url: string): Engine {
  return {
    dialect: new PostgresDialect({ pool: planned(poolOf(url)) }),
    sharing,
    oneMoment: 'repeatable read',
    alone,
    turn,
    async tables(db) {
      const { rows } = await sql<{
        name: string
      }>`select tablename as name from pg_tables where schemaname = current_schema()`.execute(db)
      return rows.map(({ name }) => name)
    },
    complaint: (error) => complaint(url, error),
    notices: notices(connectionTo(url)),
    inTurn,
  }
}

/** What every connection is told: those of the pool, and one that somebody needs alone. */
function connectionTo(url: string): pg.ClientConfig {
  return {
    connectionString: url,
    application_name: 'rundruf',
    connectionTimeoutMillis: acquireMaxMs,
    statement_timeout: statementMaxMs,
    query_timeout: answerMaxMs,
    idle_in_transaction_session_timeout: silentMaxMs,
    keepAlive: true,
  }
}

function poolOf(url: string): pg.Pool {
  const types = new pg.TypeOverrides()
  types.setTypeParser(pg.types.builtins.INT8, wholeNumber)
  const pool = new pg.Pool({
    ...connectionTo(url),
    types,
    max: connectionsMax,
    idleTimeoutMillis: idleMaxMs,
  })
  // A connection that breaks while nobody uses it is replaced when the next one is needed; one that breaks
  // in use fails its statement. Neither may end the process.
  const survive = () => undefined
  pool.on('error', survive)
  pool.on('connect', (client) => client.on('error', survive))
  return pool
}

/** Times and counts are 64 bits wide there and exact numbers here. */
function wholeNumber(text: string): number {
  const number = Number(text)
  if (Number.isSafeInteger(number)) return number
  throw new RangeError('the database holds a number that is too big')
}

/** Errors that are not ours to mend: who may in, what is there, what is too much (SQLSTATE). */
const operators = /^(?:28|3D|42501|53|57)/

function complaint(url: string, error: unknown): string | undefined {
  if (error instanceof pg.DatabaseError && !operators.test(error.code ?? '')) return undefined
  const { host, pathname } = new URL(url)
  return `The database ${host}${pathname} cannot be used (${messageOf(error)}). Please check DATABASE_URL and the database.`
}

function messageOf(error: unknown): string {
  const isError = typeof error === 'object' && error !== null && 'message' in error
  return isError ? String(error.message) : String(error)
}

/** What the driver, the system and a database that is stopped say of a connection that is no more. */
const brokenWire =
  /^Connection terminated unexpectedly|^Client has encountered|ECONNRESET|EPIPE|^terminating/

const triesMax = 6

/**
 * What others did at the same moment was in the way: how often the same may be tried again (SQLSTATE). Rows that
 * clash once more, although the others' can be seen by then, clash by themselves.
 */
const retries = new Map<string, { readonly why: Again; readonly timesMax: number }>([
  ['40001', { why: 'conflict', timesMax: triesMax }], // serialization failure
  ['40P01', { why: 'deadlock', timesMax: triesMax }],
  ['55P03', { why: 'turn', timesMax: triesMax }], // lock not available
  ['23505', { why: 'conflict', timesMax: 1 }], // unique: another has made the same row
  ['23503', { why: 'conflict', timesMax: 1 }], // foreign key: another has deleted the row it refers to
  ['0A000', { why: 'plan', timesMax: 1 }], // a plan from before a migration (plans.ts)
])

/*
 * Several instances write at the same time, and the rules know nothing of it. So the database promises an outcome that
 * would have come about one after the other (`serializable`), and makes whoever stands in the way of that begin
 * again. Who had to do so too often gets the tables to itself for once: it waits for all who write, and they for it.
 *
 * That is what makes it right. What makes it quick is the turn: what comes in together is one transaction, which touches many
 * rooms, so two of them would nearly always be in each other's way, and whoever begins again has worked for nothing. So
 * they go one after the other, in the order in which they asked.
 *
 *   A  turn ─ reads · writes ─ commit
 *   B         waits ────────── turn ─ reads · writes ─ commit
 *   C         waits ──────────────────────────────── turn ─ …
 *
 * An instance that stops while it has the turn holds nobody up: after a moment the others do without, and the database ends
 * a transaction in which nothing is said any more.
 */
const sharing: Sharing = {
  isolation: 'serializable',
  passes(error, tries) {
    if (!(error instanceof pg.DatabaseError)) return undefined
    const known = retries.get(error.code ?? '')
    return known !== undefined && tries <= known.timesMax ? known.why : undefined
  },
  broke: (error) => brokenWire.test(messageOf(error)),
  triesMax,
}

/** Locks of tables, not advisory ones: only these are taken before the transaction's snapshot is. */
async function alone(db: Kysely<unknown>, tables: readonly string[]): Promise<void> {
  const all = sql.join(tables.map((table) => sql.table(table)))
  await sql`lock table ${all} in exclusive mode`.execute(db)
}

/**
 * A lock of a table that hardly anybody writes, which keeps nobody but the next one from theirs. It is given back with the end of the
 * transaction, however that comes.
 */
async function turn(db: Kysely<unknown>): Promise<void> {
  // One journey for all of it: without values they may go together.
  await sql
    .raw(
      `set local lock_timeout = ${String(turnWaitMaxMs)};
       lock table rundruf_schema in share update exclusive mode;
       set local lock_timeout = 0;
       set local idle_in_transaction_session_timeout = ${String(silentInTurnMaxMs)}`,
    )
    .execute(db)
}

/** How often somebody who waits for their turn asks, and for how long. */
const turnAskedMs = 100
const turnMaxMs = 60_000

function inTurn<T>(db: Kysely<unknown>, work: () => Promise<T>): Promise<T> {
  // Advisory locks are one list for the whole database; ours has our place in its name.
  const turn = sql`hashtext('rundruf ' || current_schema())`
  return db.connection().execute(async (connection) => {
    for (let waited = 0; ; waited += turnAskedMs) {
      const { rows } = await sql<{
        mine: boolean
      }>`select pg_try_advisory_lock(${turn}) as mine`.execute(connection)
      if (rows[0]?.mine === true) break
      if (waited >= turnMaxMs) throw new Error('another instance has been at it for too long')
      await pause(turnAskedMs)
    }
    try {
      return await work()
    } finally {
      await sql`select pg_advisory_unlock(${turn})`.execute(connection)
    }
  })
}
