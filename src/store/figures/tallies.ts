import type { Kysely } from 'kysely'
import { peaks, tallied, type Tallies } from '../../conference/figures/tallies.ts'
import type { Tables } from '../tables.ts'

/** Sums of five minutes. No caller is in them. */
export function tallies(db: Kysely<Tables>): Tallies {
  return {
    async add(all) {
      for (const { what, bucket, count } of all) {
        if (peaks.includes(what)) await raise(db, what, bucket, count)
        else await addTo(db, what, bucket, count)
      }
    },
    async since(bucket) {
      const rows = await db
        .selectFrom('tally')
        .selectAll()
        .where('bucket', '>=', bucket)
        .orderBy('bucket')
        .execute()
      return rows.flatMap((row) => {
        const what = tallied.find((one) => one === row.what)
        return what === undefined ? [] : [{ what, bucket: row.bucket, count: row.count }]
      })
    },
    async sweep(before) {
      await db.deleteFrom('tally').where('bucket', '<', before).execute()
    },
  }
}

async function addTo(db: Kysely<Tables>, what: string, bucket: number, count: number) {
  await db
    .insertInto('tally')
    .values({ what, bucket, count })
    .onConflict((conflict) =>
      conflict
        .columns(['what', 'bucket'])
        .doUpdateSet((set) => ({ count: set('tally.count', '+', count) })),
    )
    .execute()
}

async function raise(db: Kysely<Tables>, what: string, bucket: number, count: number) {
  await db
    .insertInto('tally')
    .values({ what, bucket, count })
    .onConflict((conflict) =>
      conflict.columns(['what', 'bucket']).doUpdateSet({ count }).where('tally.count', '<', count),
    )
    .execute()
}
