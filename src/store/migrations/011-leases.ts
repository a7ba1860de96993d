import type { Kysely } from 'kysely'

/** Which instance does what only one may do. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('lease')
    .addColumn('name', 'text', (is) => is.primaryKey())
    .addColumn('holder', 'text', (is) => is.notNull())
    .addColumn('until', 'bigint', (is) => is.notNull())
    .execute()
}
