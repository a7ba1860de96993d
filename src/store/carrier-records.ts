import type { Kysely } from 'kysely'
import {
  recordAheadMaxMs,
  recordTriedMaxMs,
  type CarrierRecords,
} from '../conference/carrier-records.ts'
import { claimed } from './dialects/claim.ts'
import type { Tables } from './tables.ts'

/** Calls that are over and whose record at the carrier waits to be deleted. */
export function carrierRecords(db: Kysely<Tables>): CarrierRecords {
  return {
    async note(call, at) {
      await db
        .insertInto('carrier_record')
        .values({ call, tries: 0, next_try: at, until: at + recordTriedMaxMs })
        .onConflict((conflict) => conflict.column('call').doNothing())
        .execute()
    },
    async take(at, heldUntil) {
      // One statement, so that two who take at once never take the same.
      const row = await db
        .updateTable('carrier_record')
        .set({ next_try: heldUntil })
        .where('call', '=', (is) =>
          claimed(
            db,
            is
              .selectFrom('carrier_record')
              .select('call')
              .where((due) =>
                due.or([due('next_try', '<=', at), due('next_try', '>', at + recordAheadMaxMs)]),
              )
              .orderBy('next_try')
              .limit(1),
          ),
        )
        .returning(['call', 'tries', 'until'])
        .executeTakeFirst()
      return row
    },
    async gone(call) {
      await db.deleteFrom('carrier_record').where('call', '=', call).execute()
    },
    async later(call, nextTry) {
      await db
        .updateTable('carrier_record')
        .set((is) => ({ next_try: nextTry, tries: is('tries', '+', 1) }))
        .where('call', '=', call)
        .execute()
    },
    async sweep(at) {
      await db
        .deleteFrom('carrier_record')
        .where('until', '<', at - sweptAfterMs)
        .execute()
    },
  }
}

/** Whoever deletes has a day to say that it was in vain. */
const sweptAfterMs = 24 * 60 * 60_000
