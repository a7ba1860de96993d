import type { Kysely } from 'kysely'
import type { Line, LineChange, Lines } from '../conference/line.ts'
import type { Seal } from './sealed.ts'
import type { LineRow, Tables } from './tables.ts'

/** Lines of running meetings. A name is sealed for its line and goes with it. */
export function lines(db: Kysely<Tables>, seal: Seal): Lines {
  const all = () => db.selectFrom('line').selectAll()
  const toLine = (row: LineRow) => lineOf(row, seal)
  return {
    async byCall(call) {
      const row = await all().where('call', '=', call).where('gone', 'is', null).executeTakeFirst()
      return row && toLine(row)
    },
    async of(meeting) {
      const rows = await all().where('meeting', '=', meeting).orderBy('number').execute()
      return rows.map(toLine)
    },
    async open(meeting, call, number) {
      const back = number > 0 ? await takeBack(db, meeting, call, number) : undefined
      if (back !== undefined) return toLine(back)
      const row = { ...fresh, meeting, call, number: await nextNumber(db, meeting) }
      await db.insertInto('line').values(row).execute()
      return toLine(row)
    },
    async change({ meeting, number }, what) {
      await db
        .updateTable('line')
        .set(changed(meeting, number, what, seal))
        .where('meeting', '=', meeting)
        .where('number', '=', number)
        .execute()
    },
    async sweep(before) {
      await db.deleteFrom('line').where('gone', '<', before).execute()
    },
  }
}

const fresh = { name_sealed: '', inside_since: null, hand_since: null, removed: 0, gone: null }

/** The old line, if nobody is on it. */
function takeBack(db: Kysely<Tables>, meeting: string, call: string, number: number) {
  return db
    .updateTable('line')
    .set({ call, gone: null })
    .where('meeting', '=', meeting)
    .where('number', '=', number)
    .where('gone', 'is not', null)
    .returningAll()
    .executeTakeFirst()
}

/** Counts on, whoever else does so at the same time. */
async function nextNumber(db: Kysely<Tables>, meeting: string): Promise<number> {
  const { lines: number } = await db
    .insertInto('sitting')
    .values({ meeting, lines: 1, withheld_wait: 0, round: '', most_at_once: 0, stayed_ms: 0 })
    .onConflict((conflict) =>
      conflict.column('meeting').doUpdateSet((is) => ({ lines: is('sitting.lines', '+', 1) })),
    )
    .returning('lines')
    .executeTakeFirstOrThrow()
  return number
}

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
