import { PostgresAdapter, type Kysely, type SelectQueryBuilder } from 'kysely'

/**
 * The rows that a statement is about to take for itself: on Postgres without those that another instance is just
 * taking. On SQLite there is only one at a time.
 */
export function claimed<DB, Table extends keyof DB, Row>(
  db: Kysely<DB>,
  rows: SelectQueryBuilder<DB, Table, Row>,
): SelectQueryBuilder<DB, Table, Row> {
  const isPostgres = db.getExecutor().adapter instanceof PostgresAdapter
  return isPostgres ? rows.forUpdate().skipLocked() : rows
}
