import type { Kysely } from 'kysely'

/** A telephone number that leads to this room alone; null: it has none. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('room').addColumn('phone_number', 'text').execute()
  await db.schema
    .createIndex('room_phone_number')
    .unique()
    .on('room')
    .column('phone_number')
    .execute()
}
