import type { ExpressionBuilder, Kysely } from 'kysely'
import {
  bucketOf,
  counters,
  minuteMs,
  outside,
  type Count,
  type Counter,
  type Question,
} from '../../conference/limits/limits-counting.ts'
import type { questions, Sums } from '../../conference/limits/limits.ts'
import { remembered, type LimitMemory } from './limit-memory.ts'
import { statement } from '../statement.ts'
import type { LimitCountRow, Tables } from '../tables.ts'

/** Counts in buckets: one row for what happened to one counter within a few minutes. */

const names = Object.keys(counters) as Counter[]

/** Beside the counters stands how many transactions counted something (limit-memory.ts). */
const changesKey = { counter: 'changes', whose: '', bucket: 0 } as const

const addTo = statement((db, row: LimitCountRow) =>
  db
    .insertInto('limit_count')
    .values(row)
    .onConflict((conflict) =>
      conflict
        .columns(['counter', 'whose', 'bucket'])
        .doUpdateSet((is) => ({ count: is('limit_count.count', '+', row.count) })),
    )
    .returning('count'),
)

const takeFrom = statement((db, { counter, whose, bucket, count }: LimitCountRow) =>
  db
    .updateTable('limit_count')
    .set((is) => ({ count: is('count', '-', count) }))
    .where('counter', '=', counter)
    .where('whose', '=', whose)
    .where('bucket', '=', bucket)
    .where('count', '>=', count),
)

const latestChange = statement((db) =>
  db.selectFrom('limit_count').select('count').where('counter', '=', changesKey.counter),
)

const everybody = statement((db) =>
  db.selectFrom('limit_count').selectAll().where('counter', 'in', remembered),
)

const atRoom = statement(
  (db, asked: { room: string; dayFrom: number; monthFrom: number; to: number }) => {
    const since = (is: ExpressionBuilder<Tables, never>, from: number) =>
      is
        .selectFrom('limit_count')
        .select((all) => all.fn.sum('count').as('sum'))
        .where('counter', '=', 'room')
        .where('whose', '=', asked.room)
        .where('bucket', '>=', from)
        .where('bucket', '<=', asked.to)
    return db.selectNoFrom((is) => [
      since(is, asked.dayFrom).as('roomDay'),
      since(is, asked.monthFrom).as('roomMonth'),
    ])
  },
)

export type LimitCounts = ReturnType<typeof limitCounts>

/** For one transaction. */
export function limitCounts(db: Kysely<Tables>, memory: LimitMemory) {
  let lookedAt = false
  let counting = false

  /** Reads everything again when another instance has counted, or when nothing is remembered yet. */
  async function keepUp(): Promise<void> {
    if (lookedAt) return
    const latest = (await latestChange.rows(db, {}))[0]?.count ?? 0
    if (!memory.isLatest(latest)) memory.remember(latest, await everybody.rows(db, {}))
    lookedAt = true
  }

  async function begin(): Promise<void> {
    if (counting) return
    await keepUp()
    const [row] = await addTo.rows(db, { ...changesKey, count: 1 })
    memory.becomes(row?.count ?? 0)
    counting = true
  }

  async function removed(): Promise<void> {
    await begin()
    memory.forget()
    lookedAt = false
  }

  return {
    /** Adds to the buckets of this moment, whoever else does so at the same time. */
    async add(counts: readonly Count[], at: number): Promise<void> {
      if (counts.length === 0) return
      await begin()
      for (const { counter, of, by } of counts) {
        await addTo.rows(db, { counter, whose: of, bucket: bucketOf(counter, at), count: by })
      }
      memory.add(counts, at)
    },

    /** Takes back from the buckets of this moment what is still there. */
    async takeBack(counts: readonly Count[], at: number): Promise<void> {
      await begin()
      for (const { counter, of, by } of counts) {
        const row = { counter, whose: of, bucket: bucketOf(counter, at), count: by }
        const taken = (await takeFrom.changes(db, row)) === 1
        if (taken) memory.add([{ counter, of, by: -by }], at)
      }
    },

    /** Everything that has to be known to judge an entry. */
    async sumsOf({ roomDay, roomMonth, ...others }: ReturnType<typeof questions>): Promise<Sums> {
      await keepUp()
      const sums = Object.entries<Question>(others).map(([name, one]) => [name, memory.sum(one)])
      return {
        ...(Object.fromEntries(sums) as Record<keyof typeof others, number>),
        ...(await lookAtRoom(db, { roomDay, roomMonth })),
      }
    },

    /** One sum about everybody. */
    async sumOf(question: Question): Promise<number> {
      await keepUp()
      return memory.sum(question)
    },

    /** A room begins anew. */
    async forgetRoom(room: string): Promise<void> {
      await deleteRoom(db, room)
      await removed()
    },

    /** Deletes what no window reaches any more. */
    async sweep(at: number): Promise<void> {
      for (const counter of names) await deleteOld(db, counter, at)
      await removed()
    },
  }
}

/** What one room had to bear. */
export async function lookAtRoom(
  db: Kysely<Tables>,
  { roomDay, roomMonth }: Pick<ReturnType<typeof questions>, 'roomDay' | 'roomMonth'>,
): Promise<Pick<Sums, 'roomDay' | 'roomMonth'>> {
  const { of: room, to, from: dayFrom } = roomDay
  const [row] = await atRoom.rows(db, { room, to, dayFrom, monthFrom: roomMonth.from })
  return { roomDay: Number(row?.roomDay ?? 0), roomMonth: Number(row?.roomMonth ?? 0) }
}

/** Places of the queue that are taken, by the minute they are for. */
export async function placesTaken(
  db: Kysely<Tables>,
  at: number,
): Promise<ReadonlyMap<number, number>> {
  const rows = await db
    .selectFrom('limit_count')
    .select(['bucket', 'count'])
    .where('counter', '=', 'places')
    .where('bucket', '>', at - minuteMs)
    .execute()
  return new Map(rows.map(({ bucket, count }) => [bucket, count]))
}

async function deleteRoom(db: Kysely<Tables>, room: string): Promise<void> {
  await db
    .deleteFrom('limit_count')
    .where('counter', 'in', ['room', 'told'])
    .where('whose', '=', room)
    .execute()
}

async function deleteOld(db: Kysely<Tables>, counter: Counter, at: number): Promise<void> {
  const { before, after } = outside(counter, at)
  await db
    .deleteFrom('limit_count')
    .where('counter', '=', counter)
    .where((is) => is.or([is('bucket', '<', before), is('bucket', '>', after)]))
    .execute()
}
