import type { Kysely } from 'kysely'
import type { Line, LineChange, Lines } from '../../conference/meeting/line.ts'
import type { Seal } from '../sealed.ts'
import { statement } from '../statement.ts'
import type { LineRow, Tables } from '../tables.ts'

const byCall = statement((db, { call }: { call: string }) =>
  db.selectFrom('line').selectAll().where('call', '=', call).where('gone', 'is', null),
)
const ofMeeting = statement((db, { meeting }: { meeting: string }) =>
  db.selectFrom('line').selectAll().where('meeting', '=', meeting).orderBy('number'),
)
const add = statement((db, row: LineRow) => db.insertInto('line').values(row))
const change = statement((db, { meeting, number, ...what }: LineKey & Partial<LineRow>) =>
  db.updateTable('line').set(what).where('meeting', '=', meeting).where('number', '=', number),
)
/** The old line, if nobody is on it. */
const takeBack = statement((db, { meeting, number, call }: LineKey & { call: string }) =>
  db
    .updateTable('line')
    .set({ call, gone: null })
    .where('meeting', '=', meeting)
    .where('number', '=', number)
    .where('gone', 'is not', null)
    .returningAll(),
)
/** Counts on, whoever else does so at the same time. */
const nextNumber = statement((db, { meeting }: { meeting: string }) =>
  db
    .insertInto('sitting')
    .values({ meeting, lines: 1, withheld_wait: 0, round: '', most_at_once: 0, stayed_ms: 0 })
    .onConflict((conflict) =>
      conflict.column('meeting').doUpdateSet((is) => ({ lines: is('sitting.lines', '+', 1) })),
    )
    .returning('lines as number'),
)

type LineKey = Pick<LineRow, 'meeting' | 'number'>

/** Lines of running meetings. A name is sealed for its line and goes with it. */
export function lines(db: Kysely<Tables>, seal: Seal): Lines {
  const toLine = (row: LineRow) => lineOf(row, seal)
  return {
    async byCall(call) {
      const [row] = await byCall.rows(db, { call })
      return row && toLine(row)
    },
    async of(meeting) {
      return (await ofMeeting.rows(db, { meeting })).map(toLine)
    },
    async open(meeting, call, number) {
      const [back] = number > 0 ? await takeBack.rows(db, { meeting, call, number }) : []
      if (back !== undefined) return toLine(back)
      const [next] = await nextNumber.rows(db, { meeting })
      if (next === undefined) throw new Error('a meeting without a next line')
      const row = { ...fresh, meeting, call, number: next.number }
      await add.changes(db, row)
      return toLine(row)
    },
    async change({ meeting, number }, what) {
      await change.changes(db, { meeting, number, ...changed(meeting, number, what, seal) })
    },
    async sweep(before) {
      await db.deleteFrom('line').where('gone', '<', before).execute()
    },
  }
}

const fresh = { name_sealed: '', inside_since: null, hand_since: null, removed: 0, gone: null }

function lineOf(row: LineRow, seal: Seal): Line {
  const { meeting, number, call, name_sealed: name } = row
  return {
    meeting,
    number,
    call,
    name: name === '' ? '' : seal.open(name, ownerOf(meeting, number)),
    insideSince: row.inside_since ?? undefined,
    handSince: row.hand_since ?? undefined,
    removed: row.removed === 1,
    gone: row.gone ?? undefined,
  }
}

/** A key that is there counts, also with nothing in it. */
function changed(meeting: string, number: number, what: LineChange, seal: Seal): Partial<LineRow> {
  const { name, removed, insideSince, handSince, gone } = what
  return {
    ...(name !== undefined && {
      name_sealed: name === '' ? '' : seal.seal(name, ownerOf(meeting, number)),
    }),
    ...(removed !== undefined && { removed: Number(removed) }),
    ...('insideSince' in what && { inside_since: insideSince ?? null }),
    ...('handSince' in what && { hand_since: handSince ?? null }),
    ...('gone' in what && { gone: gone ?? null }),
  }
}

const ownerOf = (meeting: string, number: number): string => `${meeting} line ${String(number)}`
