import { sql, type Kysely } from 'kysely'

/** What staff see of a running call: a number of ours, the kind of telephone as a word, and how long. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const name of ['staff_line', 'began', 'stage_since']) {
    await db.schema
      .alterTable('caller')
      .addColumn(name, 'bigint', (is) => is.notNull().defaultTo(0))
      .execute()
  }
  await db.schema
    .alterTable('caller')
    .addColumn('number_kind', 'text', (is) => is.notNull().defaultTo(sql.lit('other')))
    .execute()
}
