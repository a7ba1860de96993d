import { createHash, randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import {
  requestHoursMax,
  requestsMax,
  type HelpRequest,
  type HelpRequests,
  type HelpStage,
} from '../../conference/staff/help-request.ts'
import { hourMs } from '../../conference/limits/limits-counting.ts'
import type { Seal } from '../sealed.ts'
import type { HelpRequestRow, Tables } from '../tables.ts'

/** Short enough to be typed, and nobody has to guess it. */
const idBytes = 4

/** Requests for help. The number to call back is sealed, and goes with its request. */
export function helpRequests(db: Kysely<Tables>, seal: Seal): HelpRequests {
  const named = (id: string) =>
    db.selectFrom('help_request').selectAll().where('id', '=', id).executeTakeFirst()

  return {
    lineOf,
    async leave({ call, stage, number, at }) {
      const line = lineOf(call)
      const known = await db
        .selectFrom('help_request')
        .selectAll()
        .where('line', '=', line)
        .executeTakeFirst()
      const id = known?.id ?? randomBytes(idBytes).toString('hex')
      const until = at + requestHoursMax * hourMs
      const sealed = number === undefined ? undefined : seal.seal(number, ownerOf(id))
      const what = {
        stage,
        until,
        number_sealed: sealed ?? known?.number_sealed ?? '',
        taken: null,
      }
      if (known !== undefined) {
        await db.updateTable('help_request').set(what).where('id', '=', id).execute()
        return
      }
      await db
        .insertInto('help_request')
        .values({ id, line, created: at, ...what })
        .execute()
      await makeRoom(db)
    },
    async open(at) {
      const rows = await db
        .selectFrom('help_request')
        .selectAll()
        .where('until', '>', at)
        .orderBy('created')
        .execute()
      return rows.map(toRequest)
    },
    async take(id, at) {
      const row = await named(id)
      if (row === undefined || row.until <= at) return { is: 'unknown' }
      if (row.taken !== null) return { is: 'taken-before', at: row.taken }
      const taken = await db
        .updateTable('help_request')
        .set({ taken: at })
        .where('id', '=', id)
        .where('taken', 'is', null)
        .executeTakeFirst()
      if (taken.numUpdatedRows === 0n) return { is: 'taken-before', at }
      const { number_sealed: sealed } = row
      return { is: 'taken', number: sealed === '' ? undefined : seal.open(sealed, ownerOf(id)) }
    },
    async done(id) {
      const done = await db.deleteFrom('help_request').where('id', '=', id).executeTakeFirst()
      return done.numDeletedRows === 1n
    },
    async sweep(at) {
      const swept = await db.deleteFrom('help_request').where('until', '<=', at).executeTakeFirst()
      return Number(swept.numDeletedRows)
    },
  }
}

/** The oldest go when there are too many. */
async function makeRoom(db: Kysely<Tables>): Promise<void> {
  const tooMany = await db
    .selectFrom('help_request')
    .select('id')
    .orderBy('created', 'desc')
    .limit(1)
    .offset(requestsMax)
    .execute()
  for (const { id } of tooMany) await db.deleteFrom('help_request').where('id', '=', id).execute()
}

/** A call's name is random already; nobody finds it again from this. */
function lineOf(call: string): string {
  return createHash('sha256').update(call).digest('hex').slice(0, 16)
}

const ownerOf = (id: string) => `help request ${id}`

function toRequest(row: HelpRequestRow): HelpRequest {
  const { id, stage, line, number_sealed: sealed, created, until, taken } = row
  return {
    id,
    stage: stage as HelpStage,
    line,
    hasNumber: sealed !== '',
    created,
    until,
    taken: taken ?? undefined,
  }
}
