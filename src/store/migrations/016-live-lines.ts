import type { Kysely } from 'kysely'

/** The lines of running calls are found without looking at those that are over. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.createIndex('caller_staff_line').on('caller').column('staff_line').execute()
}
