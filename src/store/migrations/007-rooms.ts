import type { Kysely } from 'kysely'

/** PINs that were replaced but still stand on printed sheets, and links that make somebody an organiser. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('old_pin')
    .addColumn('id', 'text', (is) => is.primaryKey())
    .addColumn('room', 'text', (is) => is.notNull().references('room.id').onDelete('cascade'))
    .addColumn('pin_sealed', 'text', (is) => is.notNull())
    .addColumn('until', 'bigint', (is) => is.notNull())
    .execute()
  await db.schema.createIndex('old_pin_room').on('old_pin').column('room').execute()
  await db.schema
    .createTable('organiser_invitation')
    .addColumn('id', 'text', (is) => is.primaryKey())
    .addColumn('token_hash', 'text', (is) => is.notNull().unique())
    .addColumn('room', 'text', (is) => is.notNull().references('room.id').onDelete('cascade'))
    .addColumn('to_sealed', 'text', (is) => is.notNull())
    .addColumn('until', 'bigint', (is) => is.notNull())
    .execute()
  await db.schema
    .createIndex('organiser_invitation_room')
    .on('organiser_invitation')
    .column('room')
    .execute()
}
