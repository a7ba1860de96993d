import type { Kysely } from 'kysely'

/** Rooms, the calls that are going on, and who is in which meeting. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('room')
    .addColumn('id', 'text', (is) => is.primaryKey())
    .addColumn('number', 'text', (is) => is.notNull().unique())
    .addColumn('guest_pin_sealed', 'text', (is) => is.notNull())
    .addColumn('host_pin_sealed', 'text', (is) => is.notNull())
    .addColumn('locale', 'text', (is) => is.notNull())
    .addColumn('callers_max', 'integer', (is) => is.notNull())
    .execute()
  // `unique` on the room: at most one meeting of a room is going on.
  await db.schema
    .createTable('meeting')
    .addColumn('id', 'text', (is) => is.primaryKey())
    .addColumn('room', 'text', (is) =>
      is.notNull().unique().references('room.id').onDelete('cascade'),
    )
    .addColumn('conference_name', 'text', (is) => is.notNull().unique())
    .addColumn('opened', 'bigint', (is) => is.notNull())
    .execute()
  await db.schema
    .createTable('caller')
    .addColumn('call', 'text', (is) => is.primaryKey())
    .addColumn('state_sealed', 'text')
    .addColumn('step', 'text', (is) => is.notNull())
    .addColumn('last_request', 'text', (is) => is.notNull())
    .addColumn('last_answer', 'text', (is) => is.notNull())
    .addColumn('meeting', 'text', (is) => is.references('meeting.id').onDelete('set null'))
    .addColumn('touched', 'bigint', (is) => is.notNull())
    .execute()
  await db.schema.createIndex('caller_meeting').on('caller').column('meeting').execute()
  await db.schema
    .createTable('place')
    .addColumn('conference', 'text', (is) => is.notNull())
    .addColumn('call', 'text', (is) => is.notNull())
    .addColumn('meeting', 'text', (is) => is.notNull().references('meeting.id').onDelete('cascade'))
    .addColumn('sequence', 'integer', (is) => is.notNull())
    .addColumn('here', 'integer', (is) => is.notNull())
    .addColumn('muted', 'integer', (is) => is.notNull())
    .addColumn('sent_out', 'text')
    .addPrimaryKeyConstraint('place_key', ['conference', 'call'])
    .execute()
  await db.schema.createIndex('place_meeting').on('place').column('meeting').execute()
  await db.schema.createIndex('place_call').on('place').column('call').execute()
  await db.schema
    .createTable('conference_ended')
    .addColumn('conference', 'text', (is) => is.primaryKey())
    .addColumn('meeting', 'text', (is) => is.notNull().references('meeting.id').onDelete('cascade'))
    .execute()
}
