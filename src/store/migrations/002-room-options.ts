import type { Kysely } from 'kysely'

/** What organisers decide about their rooms, rooms without a PIN, and what a meeting remembers while it lasts. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // The options in JSON: every one has its usual value, so a new one needs no new column.
  await db.schema
    .alterTable('room')
    .addColumn('options', 'text', (is) => is.notNull().defaultTo('{}'))
    .execute()
  // An empty seal means: no PIN. SQLite cannot take NOT NULL away from a column.
  for (const [column, usual] of meetingColumns) {
    await db.schema
      .alterTable('meeting')
      .addColumn(column, 'bigint', (is) => is.notNull().defaultTo(usual))
      .execute()
  }
}

const meetingColumns = [
  ['locked', 0],
  ['host_told', 0],
  ['warned', 0],
  ['ended', 0],
] as const
