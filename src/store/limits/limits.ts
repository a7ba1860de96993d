import type { Kysely } from 'kysely'
import type { Entry, Limits } from '../../conference/limits/limit-ports.ts'
import { noFailures } from '../../conference/limits/limits-number.ts'
import { nextPlace } from '../../conference/limits/limits-queue.ts'
import {
  dependsOnRooms,
  failuresDay,
  hasOwnCount,
  isProtected,
  isThrottled,
  judge,
  questions,
  type Sums,
} from '../../conference/limits/limits.ts'
import { limitCounts, lookAtRoom, placesTaken } from './limit-counts.ts'
import { failuresAt, sweepFailures } from './limit-failures.ts'
import type { LimitMemory } from './limit-memory.ts'
import { destroyKeys, nameOf, type NumberKeys } from '../call/number-key.ts'
import { statement } from '../statement.ts'
import type { Tables } from '../tables.ts'

/**
 * What was counted against guessing, for one transaction. The rules are conference/limits/limits.ts; here it is looked up and
 * written down.
 */
export function limits(db: Kysely<Tables>, keys: NumberKeys, memory: LimitMemory): Limits {
  const counted = limitCounts(db, memory)
  return {
    async called(at) {
      await counted.add([{ counter: 'calls', of: '', by: 1 }], at)
    },
    async secondsToWait(at) {
      const sums = { failuresDay: await counted.sumOf(failuresDay(at)) }
      if (!isThrottled({ roomsActive: await roomsThatMatter(db, sums), sums })) return 0
      const { minute, seconds } = nextPlace(await placesTaken(db, at), at)
      await counted.add([{ counter: 'places', of: '', by: 1 }], minute)
      return seconds
    },
    async entered(entry) {
      const own = await ownFailures(db, keys, entry)
      const sums = await counted.sumsOf(questions(entry.room, entry.at))
      const roomsActive = await roomsThatMatter(db, sums)
      const number = own?.sums() ?? noFailures
      const { to, because, counts, happened } = judge({ number, sums, roomsActive }, entry)
      await counted.add(counts, entry.at)
      if (!entry.right) await own?.add()
      else if (to === 'room' && entry.room !== undefined) await own?.forgive(entry.room, counted)
      return { to, because, happened }
    },
    async isProtected(room, at) {
      return isProtected(await lookAtRoom(db, questions(room, at)))
    },
    async forgetRoom(room) {
      await counted.forgetRoom(room)
    },
    async sweep(at) {
      await counted.sweep(at)
      await sweepFailures(db, at)
      await destroyKeys(db, at)
    },
  }
}

/** The failures of a caller who has a number of their own. Others are only counted together. */
async function ownFailures(db: Kysely<Tables>, keys: NumberKeys, { from, roomNumber, at }: Entry) {
  const name = nameOf(from)
  if (name === undefined || !hasOwnCount({ from })) return undefined
  const of = await keys.pseudonyms(db, at)
  return failuresAt(db, {
    number: of('number', name),
    roomTried: once(() => of('room tried', roomNumber)),
    at,
  })
}

/** Counted only when so much went wrong that it makes a difference. */
async function roomsThatMatter(
  db: Kysely<Tables>,
  sums: Pick<Sums, 'failuresDay'>,
): Promise<number> {
  if (!dependsOnRooms(sums)) return 0
  const [row] = await rooms.rows(db, {})
  return Number(row?.rooms ?? 0)
}

const rooms = statement((db) => db.selectFrom('room').select((is) => is.fn.countAll().as('rooms')))

function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}
