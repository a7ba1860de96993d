import type { Kysely } from 'kysely'
import { clockStepMaxMs, dayMs } from '../../conference/limits/limits-counting.ts'
import {
  forgive,
  minuteOf,
  noFailures,
  ofNumber,
  oldestKept,
  type Failures,
} from '../../conference/limits/limits-number.ts'
import { forgivenCounts } from '../../conference/limits/limits.ts'
import type { LimitCounts } from './limit-counts.ts'
import type { Pseudonym } from '../call/number-key.ts'
import { statement } from '../statement.ts'
import type { LimitFailureRow, Tables } from '../tables.ts'

/** Pseudonyms of the caller's number, and of the room number that was keyed where it is needed. */
export type Trying = {
  readonly number: Pseudonym
  readonly roomTried: () => Pseudonym
  readonly at: number
}

const failuresOf = statement((db, { today, yesterday }: Pseudonym) =>
  db.selectFrom('limit_failure').selectAll().where('number_key', 'in', [today, yesterday]),
)

const addFailure = statement((db, row: LimitFailureRow) =>
  db
    .insertInto('limit_failure')
    .values(row)
    .onConflict((conflict) =>
      conflict
        .columns(['number_key', 'room_key', 'minute'])
        .doUpdateSet((is) => ({ failures: is('limit_failure.failures', '+', row.failures) })),
    ),
)

/** What one number got wrong within the day, and how it changes. */
export async function failuresAt(db: Kysely<Tables>, { number, roomTried, at }: Trying) {
  const rows = await failuresOf.rows(db, number)
  // Yesterday's pseudonym of this room number is the same room number.
  const known = rows.map((row) => toFailures(row, roomTried()))
  const numbers = [number.today, number.yesterday]
  return {
    sums: () => (known.length === 0 ? noFailures : ofNumber(known, roomTried().today, at)),
    async add() {
      const key = { number_key: number.today, room_key: roomTried().today, minute: minuteOf(at) }
      await addFailure.changes(db, { ...key, failures: 1, forgiven: 0 })
      const oldest = oldestKept(known)
      if (oldest === 0) return
      await db
        .deleteFrom('limit_failure')
        .where('number_key', 'in', numbers)
        .where('minute', '<', oldest)
        .execute()
    },
    async forgive(room: string, counts: Pick<LimitCounts, 'takeBack'>) {
      if (known.length === 0) return
      const { today, yesterday } = roomTried()
      for (const { minute, by } of forgive(known, today, at)) {
        await db
          .updateTable('limit_failure')
          .set((is) => ({ forgiven: is('forgiven', '+', by) }))
          .where('number_key', 'in', numbers)
          .where('room_key', 'in', [today, yesterday])
          .where('minute', '=', minute)
          .execute()
        await counts.takeBack(forgivenCounts(room, by), minute)
      }
    },
  }
}

/** Deletes what is a day old, and what a clock wrote that was wrong. */
export async function sweepFailures(db: Kysely<Tables>, at: number): Promise<void> {
  await db
    .deleteFrom('limit_failure')
    .where((is) =>
      is.or([is('minute', '<', minuteOf(at - dayMs)), is('minute', '>', at + clockStepMaxMs)]),
    )
    .execute()
}

function toFailures(row: LimitFailureRow, { today, yesterday }: Pseudonym): Failures {
  const { room_key, minute, failures, forgiven } = row
  return { roomTried: room_key === yesterday ? today : room_key, minute, failures, forgiven }
}
