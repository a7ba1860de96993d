import type { IsolationLevel, Kysely, SelectQueryBuilder } from 'kysely'

/** Whole tables, read in one moment and written down elsewhere. */
export type Rows = ReadonlyMap<string, readonly Row[]>
export type Row = Readonly<Record<string, unknown>>

/** A table of any name; columns are what the rows have. */
type AnyTables = Record<string, Row>

/** Rows written with one statement: SQLite takes 32 766 values in one, and no table of ours has 30 columns. */
const rowsAtOnceMax = 500

/** Which rows of a table are read. */
export type Reading = (
  rows: SelectQueryBuilder<AnyTables, string, Row>,
  table: string,
) => SelectQueryBuilder<AnyTables, string, Row>

const allRows: Reading = (rows) => rows

/** All rows of these tables, or those that `which` leaves, as they were in one moment. */
export async function readTables(
  db: Kysely<unknown>,
  tables: readonly string[],
  isolation?: IsolationLevel,
  which = allRows,
): Promise<Rows> {
  const plain = db.transaction()
  const begin = isolation === undefined ? plain : plain.setIsolationLevel(isolation)
  return begin.execute(async (transaction) => {
    const all = new Map<string, readonly Row[]>()
    for (const table of tables) {
      const rows = ofAny(transaction).selectFrom(table).selectAll()
      all.set(table, await which(rows, table).execute())
    }
    return all
  })
}

/** Puts these rows in the place of all that is in these tables; parents come first in `rows`. */
export async function replaceTables(db: Kysely<unknown>, rows: Rows): Promise<void> {
  for (const table of [...rows.keys()].reverse()) await ofAny(db).deleteFrom(table).execute()
  for (const [table, all] of rows) await addRows(db, table, all)
}

/** Adds rows; those whose key is there already stay as they are. */
export async function addRows(
  db: Kysely<unknown>,
  table: string,
  rows: readonly Row[],
): Promise<void> {
  for (let from = 0; from < rows.length; from += rowsAtOnceMax) {
    const some = rows.slice(from, from + rowsAtOnceMax)
    // SQLite works while everything else waits; so others get their turn in between.
    if (from > 0) await new Promise((resolve) => setImmediate(resolve))
    await ofAny(db)
      .insertInto(table)
      .values(some)
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
}

const ofAny = (db: Kysely<unknown>) => db as Kysely<AnyTables>
