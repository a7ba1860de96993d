import type { Kysely } from 'kysely'
import {
  recordAheadMaxMs,
  recordTriedMaxMs,
  type CarrierRecords,
} from '../../conference/kept/carrier-records.ts'
import { claimed } from '../dialects/claim.ts'
import { statement } from '../statement.ts'
import type { CarrierRecordRow, Tables } from '../tables.ts'

const note = statement((db, row: CarrierRecordRow) =>
  db
    .insertInto('carrier_record')
    .values(row)
    .onConflict((conflict) => conflict.column('call').doNothing()),
)

/** Calls that are over and whose record at the carrier waits to be deleted. */
export function carrierRecords(db: Kysely<Tables>): CarrierRecords {
  return {
    async note(call, at) {
      await note.changes(db, { call, tries: 0, next_try: at, until: at + recordTriedMaxMs })
    },
    // One statement, so that two who take at once never take the same.
    take: (at, heldUntil, max) =>
      db
        .updateTable('carrier_record')
        .set({ next_try: heldUntil })
        .where('call', 'in', (is) =>
          claimed(
            db,
            is
              .selectFrom('carrier_record')
              .select('call')
              .where((due) =>
                due.or([due('next_try', '<=', at), due('next_try', '>', at + recordAheadMaxMs)]),
              )
              .orderBy('next_try')
              .limit(max),
          ),
        )
        .returning(['call', 'tries', 'until'])
        .execute(),
    async gone(calls) {
      if (calls.length > 0)
        await db.deleteFrom('carrier_record').where('call', 'in', calls).execute()
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
