import type { Kysely } from 'kysely'
import { bucketOf, type Counter, type Question } from '../../conference/limits/limits-counting.ts'
import type { Tables } from '../tables.ts'

/** Counts of visitors of the pages. They are far fewer than callers, so they are added up when somebody asks. */

/** One more in the bucket of this moment. */
export async function addOne(
  db: Kysely<Tables>,
  counter: Counter,
  whose: string,
  at: number,
): Promise<void> {
  await db
    .insertInto('limit_count')
    .values({ counter, whose, bucket: bucketOf(counter, at), count: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['counter', 'whose', 'bucket'])
        .doUpdateSet((is) => ({ count: is('limit_count.count', '+', 1) })),
    )
    .execute()
}

export async function sumOf(
  db: Kysely<Tables>,
  { counter, of, from, to }: Question,
): Promise<number> {
  const row = await db
    .selectFrom('limit_count')
    .select((is) => is.fn.sum('count').as('sum'))
    .where('counter', '=', counter)
    .where('whose', '=', of)
    .where('bucket', '>=', from)
    .where('bucket', '<=', to)
    .executeTakeFirst()
  return Number(row?.sum ?? 0)
}

/** Nothing of it counts any more. */
export async function forget(db: Kysely<Tables>, counter: Counter, whose: string): Promise<void> {
  await db
    .deleteFrom('limit_count')
    .where('counter', '=', counter)
    .where('whose', '=', whose)
    .execute()
}
