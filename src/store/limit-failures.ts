import type { Kysely } from 'kysely'
import { clockStepMaxMs, dayMs } from '../conference/limits-counting.ts'
import { forgive, minuteOf, oldestKept, type Failures } from '../conference/limits-number.ts'
import { forgivenCounts } from '../conference/limits.ts'
import { takeBack } from './limit-counts.ts'
import type { LimitFailureRow, Tables } from './tables.ts'

/** Pseudonyms of the caller's number and of the room number that was keyed. */
export type Trying = {
  readonly number: Pseudonym
  readonly roomTried: Pseudonym
  readonly at: number
}

/** Written down as `today`; found as any of `known` (store/number-key.ts). */
type Pseudonym = { readonly today: string; readonly known: readonly string[] }

/** What one number got wrong within the day, and how it changes. */
export async function failuresAt(db: Kysely<Tables>, { number, roomTried, at }: Trying) {
  const rows = await db
    .selectFrom('limit_failure')
    .selectAll()
    .where('number_key', 'in', [...number.known])
    .execute()
  // Yesterday's pseudonym of this room number is the same room number.
  const known = rows.map((row) => toFailures(row, roomTried))
  return {
    known,
    roomTried,
    async add() {
      const key = { number_key: number.today, room_key: roomTried.today, minute: minuteOf(at) }
      await db
        .insertInto('limit_failure')
        .values({ ...key, failures: 1, forgiven: 0 })
        .onConflict((conflict) =>
          conflict
            .columns(['number_key', 'room_key', 'minute'])
            .doUpdateSet((is) => ({ failures: is('limit_failure.failures', '+', 1) })),
        )
        .execute()
      await db
        .deleteFrom('limit_failure')
        .where('number_key', 'in', [...number.known])
        .where('minute', '<', oldestKept(known))
        .execute()
    },
    async forgive(room: string) {
      for (const { minute, by } of forgive(known, roomTried.today, at)) {
        await db
          .updateTable('limit_failure')
          .set((is) => ({ forgiven: is('forgiven', '+', by) }))
          .where('number_key', 'in', [...number.known])
          .where('room_key', 'in', [...roomTried.known])
          .where('minute', '=', minute)
          .execute()
        for (const count of forgivenCounts(room, by)) await takeBack(db, count, minute)
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

function toFailures(row: LimitFailureRow, roomTried: Pseudonym): Failures {
  const { room_key, minute, failures, forgiven } = row
  const same = roomTried.known.includes(room_key)
  return { roomTried: same ? roomTried.today : room_key, minute, failures, forgiven }
}
