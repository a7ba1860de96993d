import type { Kysely } from 'kysely'

/** Whether an account is locked, and when its owner last signed in; 0: not, and not since this is noted. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const column of ['locked_since', 'last_sign_in']) {
    await db.schema
      .alterTable('account')
      .addColumn(column, 'bigint', (is) => is.notNull().defaultTo(0))
      .execute()
  }
}
