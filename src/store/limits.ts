import type { Kysely } from 'kysely'
import type { Entry, Limits } from '../conference/limit-ports.ts'
import { noFailures, ofNumber } from '../conference/limits-number.ts'
import { nextPlace } from '../conference/limits-queue.ts'
import { hasOwnCount, isProtected, isThrottled, judge, questions } from '../conference/limits.ts'
import { add, placesTaken, sumsOf, sweepCounts } from './limit-counts.ts'
import { failuresAt, sweepFailures } from './limit-failures.ts'
import { destroyKeys, nameOf, pseudonyms } from './number-key.ts'
import type { Seal } from './sealed.ts'
import type { Tables } from './tables.ts'

/** What was counted against guessing. The rules are conference/limits.ts; here it is looked up and written down. */
export function limits(db: Kysely<Tables>, seal: Seal): Limits {
  return {
    async called(at) {
      await add(db, { counter: 'calls', of: '', by: 1 }, at)
    },
    async secondsToWait(at) {
      const { failuresDay } = questions(undefined, at)
      const sums = await sumsOf(db, { failuresDay })
      if (!isThrottled({ roomsActive: await countRooms(db), sums })) return 0
      const { minute, seconds } = nextPlace(await placesTaken(db, at), at)
      await add(db, { counter: 'places', of: '', by: 1 }, minute)
      return seconds
    },
    async entered(entry) {
      const own = await ownFailures(db, seal, entry)
      const number =
        own === undefined ? noFailures : ofNumber(own.known, own.roomTried.today, entry.at)
      const sums = await sumsOf(db, questions(entry.room, entry.at))
      const roomsActive = await countRooms(db)
      const { to, because, counts, happened } = judge({ number, sums, roomsActive }, entry)
      for (const count of counts) await add(db, count, entry.at)
      if (!entry.right) await own?.add()
      else if (to === 'room' && entry.room !== undefined) await own?.forgive(entry.room)
      return { to, because, happened }
    },
    async isProtected(room, at) {
      const { roomDay, roomMonth } = questions(room, at)
      return isProtected(await sumsOf(db, { roomDay, roomMonth }))
    },
    async forgetRoom(room) {
      await db
        .deleteFrom('limit_count')
        .where('counter', 'in', ['room', 'told'])
        .where('whose', '=', room)
        .execute()
    },
    async sweep(at) {
      await sweepCounts(db, at)
      await sweepFailures(db, at)
      await destroyKeys(db, at)
    },
  }
}

/** The failures of a caller who has a number of their own. Others are only counted together. */
async function ownFailures(db: Kysely<Tables>, seal: Seal, entry: Entry) {
  const name = nameOf(entry.from)
  if (name === undefined || !hasOwnCount(entry)) return undefined
  const { today, known } = await pseudonyms(db, seal, entry.at)
  return failuresAt(db, {
    number: { today: today('number', name), known: known('number', name) },
    roomTried: {
      today: today('room tried', entry.roomNumber),
      known: known('room tried', entry.roomNumber),
    },
    at: entry.at,
  })
}

async function countRooms(db: Kysely<Tables>): Promise<number> {
  const { rooms } = await db
    .selectFrom('room')
    .select((is) => is.fn.countAll().as('rooms'))
    .executeTakeFirstOrThrow()
  return Number(rooms)
}
