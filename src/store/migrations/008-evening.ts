import type { Kysely } from 'kysely'

/** What an organiser knows of the lines of a running meeting, and who stays out of it. All of it goes with the meeting. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('line')
    .addColumn('meeting', 'text', (is) => is.notNull().references('meeting.id').onDelete('cascade'))
    .addColumn('number', 'integer', (is) => is.notNull())
    .addColumn('call', 'text', (is) => is.notNull())
    .addColumn('name_sealed', 'text', (is) => is.notNull())
    .addColumn('inside_since', 'bigint')
    .addColumn('hand_since', 'bigint')
    .addColumn('removed', 'integer', (is) => is.notNull())
    .addColumn('gone', 'bigint')
    .addPrimaryKeyConstraint('line_key', ['meeting', 'number'])
    .execute()
  await db.schema.createIndex('line_call').on('line').column('call').execute()
  await db.schema
    .createTable('sitting')
    .addColumn('meeting', 'text', (is) =>
      is.primaryKey().references('meeting.id').onDelete('cascade'),
    )
    .addColumn('lines', 'integer', (is) => is.notNull())
    .addColumn('withheld_wait', 'integer', (is) => is.notNull())
    .addColumn('round', 'text', (is) => is.notNull())
    .addColumn('first_in', 'bigint')
    .addColumn('most_at_once', 'integer', (is) => is.notNull())
    .addColumn('stayed_ms', 'bigint', (is) => is.notNull())
    .execute()
  await db.schema
    .createTable('ban')
    .addColumn('meeting', 'text', (is) => is.notNull().references('meeting.id').onDelete('cascade'))
    .addColumn('number_key', 'text', (is) => is.notNull())
    .addPrimaryKeyConstraint('ban_key', ['meeting', 'number_key'])
    .execute()
  // Which line somebody who was cut off comes back to; 0: they had none.
  await db.schema
    .alterTable('ticket')
    .addColumn('line', 'integer', (is) => is.notNull().defaultTo(0))
    .execute()
}
