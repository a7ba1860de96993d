import type { Kysely } from 'kysely'
import type { Bans } from '../conference/limit-ports.ts'
import { nameOf, pseudonyms } from './number-key.ts'
import type { Seal } from './sealed.ts'
import type { Tables } from './tables.ts'

/** Who was removed from a running meeting, known by a pseudonym of their number. */
export function bans(db: Kysely<Tables>, seal: Seal): Bans {
  return {
    async add(from, meeting, at) {
      const name = nameOf(from)
      if (name === undefined) return
      const { today } = await pseudonyms(db, seal, at)
      await db
        .insertInto('ban')
        .values({ meeting, number_key: today('ban', name) })
        .onConflict((conflict) => conflict.columns(['meeting', 'number_key']).doNothing())
        .execute()
    },
    async has(from, meeting, at) {
      const name = nameOf(from)
      if (name === undefined) return false
      const { known } = await pseudonyms(db, seal, at)
      const found = await db
        .selectFrom('ban')
        .select('meeting')
        .where('meeting', '=', meeting)
        .where('number_key', 'in', [...known('ban', name)])
        .executeTakeFirst()
      return found !== undefined
    },
  }
}
