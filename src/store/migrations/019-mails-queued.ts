import type { Kysely } from 'kysely'

/** Since when a mail waits; 0 of those that were there before. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('mail')
    .addColumn('queued', 'bigint', (is) => is.notNull().defaultTo(0))
    .execute()
}
