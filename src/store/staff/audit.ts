import { randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import { audited, type Audit, type Audited } from '../../conference/staff/audit.ts'
import type { Tables } from '../tables.ts'

/** Adds, reads, and forgets what is too old. There is nothing here that changes an entry. */
export function audit(db: Kysely<Tables>): Audit {
  return {
    async note(entry) {
      const id = randomBytes(8).toString('hex')
      await db
        .insertInto('audit')
        .values({ ...entry, id })
        .execute()
    },
    async page(before, most) {
      const all = db.selectFrom('audit').selectAll()
      const from =
        before === undefined
          ? all
          : all.where((is) =>
              is.or([
                is('at', '<', before.at),
                is.and([is('at', '=', before.at), is('id', '<', before.id)]),
              ]),
            )
      const rows = await from.orderBy('at', 'desc').orderBy('id', 'desc').limit(most).execute()
      // What a newer Rundruf noted under a name unknown here is left out, never renamed.
      return rows.flatMap((row) => {
        const what = audited.find((one: Audited) => one === row.what)
        return what === undefined ? [] : [{ ...row, what }]
      })
    },
    async sweep(before) {
      await db.deleteFrom('audit').where('at', '<', before).execute()
    },
  }
}
