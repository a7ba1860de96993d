import type { Kysely } from 'kysely'
import {
  bucketOf,
  counters,
  minuteMs,
  outside,
  type Count,
  type Counter,
  type Question,
} from '../conference/limits-counting.ts'
import type { Tables } from './tables.ts'

/** Counts in buckets: one row for what happened to one counter within a few minutes. */

const names = Object.keys(counters) as Counter[]

/** Adds to the bucket of this moment, whoever else does so at the same time. */
export async function add(
  db: Kysely<Tables>,
  { counter, of, by }: Count,
  at: number,
): Promise<void> {
  await db
    .insertInto('limit_count')
    .values({ counter, whose: of, bucket: bucketOf(counter, at), count: by })
    .onConflict((conflict) =>
      conflict
        .columns(['counter', 'whose', 'bucket'])
        .doUpdateSet((is) => ({ count: is('limit_count.count', '+', by) })),
    )
    .execute()
}

/** Takes back from the bucket of this moment what is still there. */
export async function takeBack(
  db: Kysely<Tables>,
  { counter, of, by }: Count,
  at: number,
): Promise<void> {
  await db
    .updateTable('limit_count')
    .set((is) => ({ count: is('count', '-', by) }))
    .where('counter', '=', counter)
    .where('whose', '=', of)
    .where('bucket', '=', bucketOf(counter, at))
    .where('count', '>=', by)
    .execute()
}

/** Answers all questions in one statement. */
export async function sumsOf<Name extends string>(
  db: Kysely<Tables>,
  questions: Readonly<Record<Name, Question>>,
): Promise<Record<Name, number>> {
  const asked = Object.entries<Question>(questions)
  const [first, ...others] = asked.map(([name, question]) => sumOf(db, name, question))
  if (first === undefined) throw new Error('nothing was asked')
  const rows = await others.reduce((all, one) => all.unionAll(one), first).execute()
  const sums = asked.map(([name]) => [name, rows.find((row) => row.name === name)?.sum] as const)
  return Object.fromEntries(sums.map(([name, sum]) => [name, Number(sum ?? 0)])) as Record<
    Name,
    number
  >
}

function sumOf(db: Kysely<Tables>, name: string, { counter, of, from, to }: Question) {
  return db
    .selectFrom('limit_count')
    .select((is) => [is.val(name).as('name'), is.fn.sum('count').as('sum')])
    .where('counter', '=', counter)
    .where('whose', '=', of)
    .where('bucket', '>=', from)
    .where('bucket', '<=', to)
}

/** Places of the queue that are taken, by the minute they are for. */
export async function placesTaken(
  db: Kysely<Tables>,
  at: number,
): Promise<ReadonlyMap<number, number>> {
  const rows = await db
    .selectFrom('limit_count')
    .select(['bucket', 'count'])
    .where('counter', '=', 'places')
    .where('bucket', '>', at - minuteMs)
    .execute()
  return new Map(rows.map(({ bucket, count }) => [bucket, count]))
}

/** Deletes what no window reaches any more. */
export async function sweepCounts(db: Kysely<Tables>, at: number): Promise<void> {
  for (const counter of names) {
    const { before, after } = outside(counter, at)
    await db
      .deleteFrom('limit_count')
      .where('counter', '=', counter)
      .where((is) => is.or([is('bucket', '<', before), is('bucket', '>', after)]))
      .execute()
  }
}
