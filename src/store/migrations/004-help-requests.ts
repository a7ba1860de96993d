import type { Kysely } from 'kysely'

/** Callers who asked for help. It runs after the later numbers, whose databases existed before it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('help_request')
    .addColumn('id', 'text', (is) => is.primaryKey())
    .addColumn('line', 'text', (is) => is.notNull().unique())
    .addColumn('stage', 'text', (is) => is.notNull())
    .addColumn('number_sealed', 'text', (is) => is.notNull())
    .addColumn('created', 'bigint', (is) => is.notNull())
    .addColumn('until', 'bigint', (is) => is.notNull())
    .addColumn('taken', 'bigint')
    .execute()
  await db.schema.createIndex('help_request_created').on('help_request').column('created').execute()
}
