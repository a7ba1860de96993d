import { createHmac, randomBytes, type KeyObject } from 'node:crypto'
import type { Kysely } from 'kysely'
import { blocksMax, type Blocks } from '../../conference/staff/blocking.ts'
import { nameOf } from '../call/number-key.ts'
import { statement } from '../statement.ts'
import type { Tables } from '../tables.ts'

/** As short as the pseudonyms of a day: no two numbers meet, and nothing is left to know them by (TRUST §3.2). */
const keyBytes = 8
const idBytes = 4

const found = statement((db, { key, at }: { key: string; at: number }) =>
  db.selectFrom('blocked_line').selectAll().where('number_key', '=', key).where('until', '>', at),
)

/** Blocked lines, by a keyed hash of their number. The key is ours and outside of the database. */
export function blocks(db: Kysely<Tables>, key: KeyObject): Blocks {
  const keyOf = (name: string) =>
    createHmac('sha256', key).update(name).digest().subarray(0, keyBytes).toString('hex')
  return {
    async add(from, at, until) {
      const name = nameOf(from)
      if (name === undefined) return undefined
      const number_key = keyOf(name)
      const [known] = await found.rows(db, { key: number_key, at })
      const id = known?.id ?? randomBytes(idBytes).toString('hex')
      const block = { id, created: at, until: Math.max(until, known?.until ?? 0) }
      if (known === undefined && (await countOf(db, at)) >= blocksMax) return undefined
      await db.deleteFrom('blocked_line').where('number_key', '=', number_key).execute()
      await db
        .insertInto('blocked_line')
        .values({ ...block, number_key })
        .execute()
      return block
    },
    async has(from, at) {
      const name = nameOf(from)
      return name !== undefined && (await found.rows(db, { key: keyOf(name), at })).length > 0
    },
    async all(at) {
      const rows = await db
        .selectFrom('blocked_line')
        .select(['id', 'created', 'until'])
        .where('until', '>', at)
        .orderBy('created', 'desc')
        .orderBy('id')
        .execute()
      return rows
    },
    async lift(id) {
      const lifted = await db.deleteFrom('blocked_line').where('id', '=', id).executeTakeFirst()
      return lifted.numDeletedRows === 1n
    },
    async sweep(at) {
      await db.deleteFrom('blocked_line').where('until', '<=', at).execute()
    },
  }
}

async function countOf(db: Kysely<Tables>, at: number): Promise<number> {
  const { count } = await db
    .selectFrom('blocked_line')
    .select((is) => is.fn.countAll().as('count'))
    .where('until', '>', at)
    .executeTakeFirstOrThrow()
  return Number(count)
}
