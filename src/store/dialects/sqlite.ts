import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { SqliteDialect, type SqliteStatement } from 'kysely'

/** Prepared statements that are kept; our own texts are far fewer. */
const statementsMax = 200

/**
 * - WAL: readers and the one writer do not wait for each other.
 * - synchronous FULL: what was answered is on the disk, also when the power goes.
 * - secure_delete: what was deleted is overwritten (P-04).
 */
const pragmas = `
  PRAGMA busy_timeout = 5000;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA secure_delete = ON;
  PRAGMA foreign_keys = ON;
`

/**
 * Kysely on Node's own SQLite. Kysely asks for two methods of a database and four of a statement; these
 * are they.
 * @throws Error when the file is no database or cannot be written
 */
export function sqlite(file: string): SqliteDialect {
  const db = new DatabaseSync(file)
  db.exec(pragmas)
  const prepared = new Map<string, SqliteStatement>()
  return new SqliteDialect({
    database: {
      prepare(sql) {
        const known = prepared.get(sql)
        if (known !== undefined) return known
        const statement = asKysely(db.prepare(sql))
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

const bound = (values: readonly unknown[]) => values as SQLInputValue[]
