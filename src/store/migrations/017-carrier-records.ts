import type { Kysely } from 'kysely'

/** Calls that are over and whose record at the carrier waits to be deleted. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('carrier_record')
    .addColumn('call', 'text', (is) => is.primaryKey())
    .addColumn('tries', 'integer', (is) => is.notNull())
    .addColumn('next_try', 'bigint', (is) => is.notNull())
    .addColumn('until', 'bigint', (is) => is.notNull())
    .execute()
}
