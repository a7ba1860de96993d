import type { Kysely } from 'kysely'

/** Alarms that are on, since when, and when somebody was told. Numbers only, of nobody. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('alarm')
    .addColumn('name', 'text', (is) => is.primaryKey())
    .addColumn('since', 'bigint', (is) => is.notNull())
    .addColumn('told', 'bigint', (is) => is.notNull())
    .addColumn('numbers', 'text', (is) => is.notNull())
    .execute()
}
