import type { Kysely } from 'kysely'
import type { Bans } from '../conference/limit-ports.ts'
import { nameOf, type NumberKeys } from './number-key.ts'
import type { Tables } from './tables.ts'

/** Who was removed from a running meeting, known by a pseudonym of their number. */
export function bans(db: Kysely<Tables>, keys: NumberKeys): Bans {
  return {
    async add(from, meeting, at) {
      const name = nameOf(from)
      if (name === undefined) return
      const { today } = (await keys.pseudonyms(db, at))('ban', name)
      await db
        .insertInto('ban')
        .values({ meeting, number_key: today })
        .onConflict((conflict) => conflict.columns(['meeting', 'number_key']).doNothing())
        .execute()
    },
    async has(from, meeting, at) {
      const name = nameOf(from)
      if (name === undefined) return false
      const { today, yesterday } = (await keys.pseudonyms(db, at))('ban', name)
      const found = await db
        .selectFrom('ban')
        .select('meeting')
        .where('meeting', '=', meeting)
        .where('number_key', 'in', [today, yesterday])
        .executeTakeFirst()
      return found !== undefined
    },
  }
}
