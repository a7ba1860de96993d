import type { Kysely } from 'kysely'
import type { Bans } from '../../conference/limits/limit-ports.ts'
import { nameOf, type NumberKeys, type Pseudonym } from './number-key.ts'
import { statement } from '../statement.ts'
import type { Tables } from '../tables.ts'

const inMeeting = statement((db, { meeting, today, yesterday }: Pseudonym & { meeting: string }) =>
  db
    .selectFrom('ban')
    .select('meeting')
    .where('meeting', '=', meeting)
    .where('number_key', 'in', [today, yesterday]),
)

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
      const key = (await keys.pseudonyms(db, at))('ban', name)
      return (await inMeeting.rows(db, { meeting, ...key })).length > 0
    },
  }
}
