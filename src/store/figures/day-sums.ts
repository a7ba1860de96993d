import type { Kysely } from 'kysely'
import { summed, type DaySums } from '../../conference/figures/day-sums.ts'
import type { Tables } from '../tables.ts'

/** Sums of whole days. Nobody is in them. */
export function daySums(db: Kysely<Tables>): DaySums {
  return {
    async add(days) {
      for (const { what, day, count } of days) {
        await db
          .insertInto('day_sum')
          .values({ what, day, count })
          .onConflict((conflict) =>
            conflict
              .columns(['day', 'what'])
              .doUpdateSet((set) => ({ count: set('day_sum.count', '+', count) })),
          )
          .execute()
      }
    },
    async since(day) {
      const rows = await db
        .selectFrom('day_sum')
        .selectAll()
        .where('day', '>=', day)
        .orderBy('day')
        .orderBy('what')
        .execute()
      return rows.flatMap((row) => {
        const what = summed.find((known) => known === row.what)
        return what === undefined ? [] : [{ what, day: row.day, count: row.count }]
      })
    },
    async sweep(before) {
      await db.deleteFrom('day_sum').where('day', '<', before).execute()
    },
  }
}
