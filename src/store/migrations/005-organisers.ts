import type { Kysely } from 'kysely'

/** Accounts, the browsers they are signed in with, and whose rooms are whose. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('account')
    .addColumn('id', 'text', (is) => is.primaryKey())
    .addColumn('address_sealed', 'text', (is) => is.notNull())
    .addColumn('address_key', 'text', (is) => is.notNull().unique())
    .addColumn('locale', 'text', (is) => is.notNull())
    .addColumn('created', 'bigint', (is) => is.notNull())
    .addColumn('last_seen', 'bigint', (is) => is.notNull())
    .execute()
  await db.schema
    .createTable('session')
    .addColumn('id', 'text', (is) => is.primaryKey())
    .addColumn('token_hash', 'text', (is) => is.notNull().unique())
    .addColumn('account', 'text', (is) => is.notNull().references('account.id').onDelete('cascade'))
    .addColumn('created', 'bigint', (is) => is.notNull())
    .addColumn('last_seen', 'bigint', (is) => is.notNull())
    .addColumn('device', 'text', (is) => is.notNull())
    .execute()
  await db.schema.createIndex('session_account').on('session').column('account').execute()
  await db.schema
    .createTable('room_organiser')
    .addColumn('room', 'text', (is) => is.notNull().references('room.id').onDelete('cascade'))
    .addColumn('account', 'text', (is) => is.notNull().references('account.id').onDelete('cascade'))
    .addColumn('since', 'bigint', (is) => is.notNull())
    .addPrimaryKeyConstraint('room_organiser_key', ['room', 'account'])
    .execute()
  await db.schema
    .createIndex('room_organiser_account')
    .on('room_organiser')
    .column('account')
    .execute()
  // The group chose it, and it may say what the group is about; so it is as secret as a PIN.
  await db.schema
    .alterTable('room')
    .addColumn('name_sealed', 'text', (is) => is.notNull().defaultTo(''))
    .execute()
}
