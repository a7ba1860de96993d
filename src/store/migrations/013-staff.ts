import type { Kysely } from 'kysely'

/** Who may sit at the staff console, where they are signed in, what they tried, and what they did. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('staff')
    .addColumn('id', 'text', (is) => is.primaryKey())
    .addColumn('name', 'text', (is) => is.notNull())
    .addColumn('name_key', 'text', (is) => is.notNull().unique())
    .addColumn('role', 'text', (is) => is.notNull())
    .addColumn('created', 'bigint', (is) => is.notNull())
    .addColumn('last_sign_in', 'bigint')
    .addColumn('passphrase_hash', 'text', (is) => is.notNull())
    .addColumn('totp_sealed', 'text', (is) => is.notNull())
    .addColumn('totp_step', 'bigint', (is) => is.notNull())
    .execute()
  await db.schema
    .createTable('staff_recovery_code')
    .addColumn('code_hash', 'text', (is) => is.primaryKey())
    .addColumn('staff', 'text', (is) => is.notNull().references('staff.id').onDelete('cascade'))
    .execute()
  await db.schema
    .createTable('staff_invitation')
    .addColumn('id', 'text', (is) => is.primaryKey())
    .addColumn('token_hash', 'text', (is) => is.notNull().unique())
    // Empty: whoever opens the link says it.
    .addColumn('name', 'text', (is) => is.notNull())
    .addColumn('role', 'text', (is) => is.notNull())
    .addColumn('until', 'bigint', (is) => is.notNull())
    .addColumn('staff', 'text', (is) => is.references('staff.id').onDelete('cascade'))
    .execute()
  await db.schema
    .createTable('staff_session')
    .addColumn('id', 'text', (is) => is.primaryKey())
    .addColumn('token_hash', 'text', (is) => is.notNull().unique())
    .addColumn('staff', 'text', (is) => is.notNull().references('staff.id').onDelete('cascade'))
    .addColumn('stage', 'text', (is) => is.notNull())
    .addColumn('created', 'bigint', (is) => is.notNull())
    .addColumn('last_seen', 'bigint', (is) => is.notNull())
    .addColumn('device', 'text', (is) => is.notNull())
    .execute()
  await db.schema
    .createTable('staff_try')
    .addColumn('id', 'text', (is) => is.primaryKey())
    .addColumn('factor', 'text', (is) => is.notNull())
    .addColumn('whose', 'text', (is) => is.notNull())
    .addColumn('at', 'bigint', (is) => is.notNull())
    .execute()
  await db.schema
    .createIndex('staff_try_whose')
    .on('staff_try')
    .columns(['factor', 'whose', 'at'])
    .execute()
  await db.schema
    .createTable('audit')
    .addColumn('id', 'text', (is) => is.primaryKey())
    .addColumn('at', 'bigint', (is) => is.notNull())
    .addColumn('who', 'text', (is) => is.notNull())
    .addColumn('what', 'text', (is) => is.notNull())
    .addColumn('object', 'text', (is) => is.notNull())
    .addColumn('reason', 'text', (is) => is.notNull())
    .execute()
  await db.schema.createIndex('audit_at').on('audit').columns(['at', 'id']).execute()
}
