import type { Kysely } from 'kysely'
import { alarmNames, type Alarms, type Numbers } from '../../conference/staff/alarms.ts'
import type { Tables } from '../tables.ts'

/** Alarms that are on. What another version called by another name is gone with the next one that ends. */
export function alarms(db: Kysely<Tables>): Alarms {
  return {
    async on() {
      const rows = await db.selectFrom('alarm').selectAll().execute()
      return alarmNames.flatMap((name) => {
        const row = rows.find((one) => one.name === name)
        if (row === undefined) return []
        // Written by us.
        const numbers = JSON.parse(row.numbers) as Numbers
        return [{ name, since: row.since, told: row.told, numbers }]
      })
    },
    async put({ name, since, told, numbers }) {
      const row = { since, told, numbers: JSON.stringify(numbers) }
      await db
        .insertInto('alarm')
        .values({ name, ...row })
        .onConflict((conflict) => conflict.column('name').doUpdateSet(row))
        .execute()
    },
    async over(name) {
      await db
        .deleteFrom('alarm')
        .where((is) => is.or([is('name', '=', name), is('name', 'not in', [...alarmNames])]))
        .execute()
    },
  }
}
