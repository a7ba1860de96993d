import type { Kysely } from 'kysely'
import type { Sitting, Sittings } from '../../conference/meeting/line.ts'
import type { Round } from '../../conference/meeting/speaking-round.ts'
import { statement } from '../statement.ts'
import type { SittingRow, Tables } from '../tables.ts'

const ofMeeting = statement((db, { meeting }: { meeting: string }) =>
  db.selectFrom('sitting').selectAll().where('meeting', '=', meeting),
)
const howManyInside = statement((db, { meeting }: { meeting: string }) =>
  db
    .selectFrom('line')
    .select((is) => is.fn.countAll().as('inside'))
    .where('meeting', '=', meeting)
    .where('inside_since', 'is not', null),
)
const came = statement((db, { meeting, at, now }: { meeting: string; at: number; now: number }) =>
  db
    .updateTable('sitting')
    .set((is) => ({
      first_in: is.fn.coalesce('first_in', is.val(at)),
      most_at_once: is
        .case()
        .when('most_at_once', '<', now)
        .then(is.val(now))
        .else(is.ref('most_at_once'))
        .end(),
    }))
    .where('meeting', '=', meeting),
)
const stayed = statement((db, { meeting, ms }: { meeting: string; ms: number }) =>
  db
    .updateTable('sitting')
    .set((is) => ({ stayed_ms: is('stayed_ms', '+', ms) }))
    .where('meeting', '=', meeting),
)

/** What is remembered of running meetings beside their lines. A row begins with a meeting's first line (lines.ts). */
export function sittings(db: Kysely<Tables>): Sittings {
  return {
    async of(meeting) {
      const [row] = await ofMeeting.rows(db, { meeting })
      return row === undefined ? nothingYet : toSitting(row)
    },
    async change(meeting, what) {
      const { withheldWait, round } = what
      await db
        .updateTable('sitting')
        .set({
          ...(withheldWait !== undefined && { withheld_wait: Number(withheldWait) }),
          ...('round' in what && { round: round === undefined ? '' : JSON.stringify(round) }),
        })
        .where('meeting', '=', meeting)
        .execute()
    },
    async came(meeting, at) {
      const [row] = await howManyInside.rows(db, { meeting })
      await came.changes(db, { meeting, at, now: Number(row?.inside ?? 0) })
    },
    async stayed(meeting, ms) {
      await stayed.changes(db, { meeting, ms })
    },
  }
}

const nothingYet: Sitting = {
  withheldWait: false,
  round: undefined,
  firstIn: undefined,
  mostAtOnce: 0,
  stayedMs: 0,
}

function toSitting(row: SittingRow): Sitting {
  return {
    withheldWait: row.withheld_wait === 1,
    // Written by us, and numbers only.
    round: row.round === '' ? undefined : (JSON.parse(row.round) as Round),
    firstIn: row.first_in ?? undefined,
    mostAtOnce: row.most_at_once,
    stayedMs: row.stayed_ms,
  }
}
