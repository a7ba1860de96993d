import type { Kysely } from 'kysely'

/** How the service is used, in sums of whole days; of nobody in particular. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('day_sum')
    .addColumn('day', 'text', (is) => is.notNull())
    .addColumn('what', 'text', (is) => is.notNull())
    .addColumn('count', 'bigint', (is) => is.notNull())
    .addPrimaryKeyConstraint('day_sum_key', ['day', 'what'])
    .execute()
}
