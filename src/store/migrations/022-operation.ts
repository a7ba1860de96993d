import type { Kysely } from 'kysely'

/** What staff switch for the whole service, and lines that may not call for a while. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('service_state')
    .addColumn('what', 'text', (is) => is.primaryKey())
    .addColumn('since', 'bigint', (is) => is.notNull())
    .execute()
  await db.schema
    .createTable('blocked_line')
    .addColumn('id', 'text', (is) => is.primaryKey())
    .addColumn('number_key', 'text', (is) => is.notNull().unique())
    .addColumn('created', 'bigint', (is) => is.notNull())
    .addColumn('until', 'bigint', (is) => is.notNull())
    .execute()
}
