import type { Kysely } from 'kysely'

/** Mails that wait, codes for signing in, and what keeps deleted accounts deleted. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('mail')
    .addColumn('id', 'text', (is) => is.primaryKey())
    .addColumn('mail_sealed', 'text', (is) => is.notNull())
    .addColumn('to_sealed', 'text', (is) => is.notNull())
    .addColumn('about', 'text', (is) => is.notNull())
    .addColumn('account', 'text', (is) => is.references('account.id').onDelete('cascade'))
    .addColumn('state', 'text', (is) => is.notNull())
    .addColumn('tries', 'integer', (is) => is.notNull())
    .addColumn('next_try', 'bigint', (is) => is.notNull())
    .addColumn('until', 'bigint', (is) => is.notNull())
    .execute()
  await db.schema.createIndex('mail_due').on('mail').columns(['state', 'next_try']).execute()
  await db.schema.createIndex('mail_account').on('mail').column('account').execute()
  await db.schema
    .createTable('sign_in')
    .addColumn('id', 'text', (is) => is.primaryKey())
    .addColumn('browser_key', 'text', (is) => is.notNull())
    .addColumn('code_key', 'text', (is) => is.notNull())
    .addColumn('link_key', 'text', (is) => is.notNull().unique())
    .addColumn('address_sealed', 'text', (is) => is.notNull())
    .addColumn('goes_to', 'text', (is) => is.notNull())
    .addColumn('locale', 'text', (is) => is.notNull())
    .addColumn('mail', 'text', (is) => is.notNull())
    .addColumn('tries', 'integer', (is) => is.notNull())
    .addColumn('until', 'bigint', (is) => is.notNull())
    .execute()
  await db.schema.createIndex('sign_in_browser').on('sign_in').column('browser_key').execute()
  await db.schema
    .createTable('deleted_account')
    .addColumn('address_key', 'text', (is) => is.primaryKey())
    .addColumn('deleted', 'bigint', (is) => is.notNull())
    .execute()
  // Rooms that lost their last organiser while a meeting was going on: removed when it is over.
  await db.schema
    .createTable('room_without_organiser')
    .addColumn('room', 'text', (is) => is.primaryKey().references('room.id').onDelete('cascade'))
    .addColumn('since', 'bigint', (is) => is.notNull())
    .execute()
  // When they were told that their account will be deleted because nobody uses it; 0: not told.
  await db.schema
    .alterTable('account')
    .addColumn('told_idle', 'bigint', (is) => is.notNull().defaultTo(0))
    .execute()
}
