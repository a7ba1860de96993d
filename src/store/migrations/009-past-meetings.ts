import type { Kysely } from 'kysely'

/** What is left of meetings that are over. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('past_meeting')
    .addColumn('id', 'text', (is) => is.primaryKey())
    .addColumn('room', 'text', (is) => is.notNull().references('room.id').onDelete('cascade'))
    .addColumn('started', 'bigint', (is) => is.notNull())
    .addColumn('ended', 'bigint', (is) => is.notNull())
    .addColumn('most_callers', 'integer', (is) => is.notNull())
    .addColumn('caller_minutes', 'integer', (is) => is.notNull())
    .execute()
  await db.schema
    .createIndex('past_meeting_room')
    .on('past_meeting')
    .columns(['room', 'started'])
    .execute()
}
