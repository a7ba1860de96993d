import type { Kysely } from 'kysely'
import { serviceCounts, type ServiceDays } from '../conference/service-days.ts'
import type { Tables } from './tables.ts'

/** Sums of whole days. Nobody is in them. */
export function serviceDays(db: Kysely<Tables>): ServiceDays {
  return {
    async add(days) {
      for (const { what, day, count } of days) {
        await db
          .insertInto('service_day')
          .values({ what, day, count })
          .onConflict((conflict) =>
            conflict
              .columns(['day', 'what'])
              .doUpdateSet((set) => ({ count: set('service_day.count', '+', count) })),
          )
          .execute()
      }
    },
    async since(day) {
      const rows = await db
        .selectFrom('service_day')
        .selectAll()
        .where('day', '>=', day)
        .orderBy('day')
        .orderBy('what')
        .execute()
      return rows.flatMap((row) => {
        const what = serviceCounts.find((known) => known === row.what)
        return what === undefined ? [] : [{ what, day: row.day, count: row.count }]
      })
    },
    async sweep(before) {
      await db.deleteFrom('service_day').where('day', '<', before).execute()
    },
  }
}
