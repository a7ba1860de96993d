import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { SqliteDialect, type SqliteStatement } from 'kysely'
import type { Engine, Sharing } from './engine.ts'

/** Prepared statements that are kept; our own texts are far fewer. */
const statementsMax = 200

/**
 * How long a statement waits while another process writes, such as `rundruf room`. Nothing else can happen here
 * meanwhile, so it is short; transactions are tried again.
 */
const busyMs = 200

/**
 * - WAL: readers and the one writer do not wait for each other.
 * - synchronous FULL: what was answered is on the disk, also when the power goes.
 * - secure_delete: what was deleted is overwritten (P-04).
 */
const pragmas = `
  PRAGMA busy_timeout = ${busyMs};
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA secure_delete = ON;
  PRAGMA foreign_keys = ON;
`

/**
 * SQLite, as it comes with Node.
 * @throws Error when the file is no database or cannot be written
 */
export function sqlite(file: string, use: 'reading' | 'writing' = 'writing'): Engine {
  return {
    dialect: dialectOf(file, use === 'writing' ? 'begin immediate' : 'begin'),
    sharing,
    alone: () => Promise.resolve(),
    tables: async (db) => (await db.introspection.getTables()).map(({ name }) => name),
    complaint: () => undefined,
    // Who comes second finds the file taken and waits in its first transaction.
    inTurn: (_db, work) => work(),
  }
}

/** Kysely asks for two methods of a database and four of a statement; these are they. */
function dialectOf(file: string, begin: string): SqliteDialect {
  const db = new DatabaseSync(file)
  db.exec(pragmas)
  const prepared = new Map<string, SqliteStatement>()
  return new SqliteDialect({
    database: {
      prepare(sql) {
        const known = prepared.get(sql)
        if (known !== undefined) return known
        // Every transaction of ours writes. Who asks for that at the beginning waits for its turn; who asks for it
        // after reading is refused when another process wrote in between.
        const asked = asKysely(db.prepare(sql === 'begin' ? begin : sql))
        const statement = sql === 'rollback' ? unlessDone(asked, db) : asked
        if (prepared.size < statementsMax) prepared.set(sql, statement)
        return statement
      },
      close() {
        prepared.clear()
        db.close()
      },
    },
  })
}

function asKysely(statement: StatementSync): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (values) => statement.all(...bound(values)),
    run: (values) => statement.run(...bound(values)),
    iterate: (values) => statement.iterate(...bound(values)),
  }
}

/** On a full disk SQLite has rolled back by itself; asked for it again it complains, and hides what really happened. */
function unlessDone(rollback: SqliteStatement, db: DatabaseSync): SqliteStatement {
  const nothing = { changes: 0, lastInsertRowid: 0 }
  return { ...rollback, run: (values) => (db.isTransaction ? rollback.run(values) : nothing) }
}

const bound = (values: readonly unknown[]) => values as SQLInputValue[]

/** Another process has the file. */
const sqliteBusy = 5

/** Several processes on one file take turns. */
const sharing: Sharing = {
  passes: (error) =>
    typeof error === 'object' &&
    error !== null &&
    'errcode' in error &&
    (Number(error.errcode) & 0xff) === sqliteBusy
      ? 'busy'
      : undefined,
  broke: () => false,
  triesMax: 8,
}
