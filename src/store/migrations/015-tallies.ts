import type { Kysely } from 'kysely'

/** How much went on, in sums of five minutes; of nobody in particular. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('tally')
    .addColumn('what', 'text', (is) => is.notNull())
    .addColumn('bucket', 'bigint', (is) => is.notNull())
    .addColumn('count', 'bigint', (is) => is.notNull())
    .addPrimaryKeyConstraint('tally_key', ['what', 'bucket'])
    .execute()
  await db.schema.createIndex('tally_bucket').on('tally').column('bucket').execute()
}
