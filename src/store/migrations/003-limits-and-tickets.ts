import type { Kysely } from 'kysely'

/** What was counted against guessing, the daily keys of numbers, and tickets for coming back. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('limit_count')
    .addColumn('counter', 'text', (is) => is.notNull())
    .addColumn('whose', 'text', (is) => is.notNull())
    .addColumn('bucket', 'bigint', (is) => is.notNull())
    .addColumn('count', 'integer', (is) => is.notNull())
    .addPrimaryKeyConstraint('limit_count_key', ['counter', 'whose', 'bucket'])
    .execute()
  await db.schema
    .createTable('limit_failure')
    .addColumn('number_key', 'text', (is) => is.notNull())
    .addColumn('room_key', 'text', (is) => is.notNull())
    .addColumn('minute', 'bigint', (is) => is.notNull())
    .addColumn('failures', 'integer', (is) => is.notNull())
    .addColumn('forgiven', 'integer', (is) => is.notNull())
    .addPrimaryKeyConstraint('limit_failure_key', ['number_key', 'room_key', 'minute'])
    .execute()
  await db.schema.createIndex('limit_failure_minute').on('limit_failure').column('minute').execute()
  await db.schema
    .createTable('number_key')
    .addColumn('day', 'integer', (is) => is.primaryKey())
    .addColumn('key_sealed', 'text', (is) => is.notNull())
    .execute()
  await db.schema
    .createTable('ticket')
    .addColumn('id', 'text', (is) => is.primaryKey())
    .addColumn('number_key', 'text', (is) => is.notNull())
    .addColumn('meeting', 'text', (is) => is.notNull().references('meeting.id').onDelete('cascade'))
    .addColumn('room', 'text', (is) => is.notNull())
    .addColumn('role', 'text', (is) => is.notNull())
    .addColumn('muted', 'integer', (is) => is.notNull())
    .addColumn('hand', 'integer', (is) => is.notNull())
    .addColumn('until', 'bigint', (is) => is.notNull())
    .execute()
  await db.schema.createIndex('ticket_number_key').on('ticket').column('number_key').execute()
  await db.schema.createIndex('ticket_meeting').on('ticket').column('meeting').execute()
}
