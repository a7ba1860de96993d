import type { Kysely } from 'kysely'
import {
  serviceSwitches,
  usualService,
  type ServiceStates,
} from '../../conference/staff/operation.ts'
import { statement } from '../statement.ts'
import type { Tables } from '../tables.ts'

const rows = statement((db) => db.selectFrom('service_state').selectAll())

/** What staff have switched on; a row for each that is. */
export function serviceStates(db: Kysely<Tables>): ServiceStates {
  return {
    async now() {
      const on = await rows.rows(db, {})
      const since = serviceSwitches.map((what) => [
        what,
        on.find((row) => row.what === what)?.since,
      ])
      return { ...usualService, ...(Object.fromEntries(since) as typeof usualService) }
    },
    async set(what, since) {
      await db.deleteFrom('service_state').where('what', '=', what).execute()
      if (since !== undefined)
        await db.insertInto('service_state').values({ what, since }).execute()
    },
  }
}
