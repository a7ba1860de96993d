import type { Kysely } from 'kysely'
import type { Leases } from '../conference/kept/leases.ts'
import type { Tables } from './tables.ts'

/** A lease that ends later than this was written by a clock that was wrong; nobody waits for its end. */
const believedMaxMs = 60 * 60_000

/** Leases: one row for each kind of work that only one instance does. */
export function leases(db: Kysely<Tables>): Leases {
  return {
    async take(name, holder, at, until) {
      // One statement, so that of two who take at once one is refused.
      const taken = await db
        .insertInto('lease')
        .values({ name, holder, until })
        .onConflict((conflict) =>
          conflict
            .column('name')
            .doUpdateSet({ holder, until })
            .where((is) =>
              is.or([
                is('lease.holder', '=', holder),
                is('lease.until', '<=', at),
                is('lease.until', '>', at + believedMaxMs),
              ]),
            ),
        )
        .executeTakeFirst()
      return taken.numInsertedOrUpdatedRows === 1n
    },
    async giveBack(name, holder) {
      await db.deleteFrom('lease').where('name', '=', name).where('holder', '=', holder).execute()
    },
  }
}
