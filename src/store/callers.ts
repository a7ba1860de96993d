import type { Kysely } from 'kysely'
import type { Caller } from '../conference/caller.ts'
import type { State } from '../conference/callflow.ts'
import type { Callers } from '../conference/ports.ts'
import type { Seal } from './sealed.ts'
import type { CallerRow, Tables } from './tables.ts'

/** Calls that are going on, and for a few minutes that one is over. Never a phone number. */
export function callers(db: Kysely<Tables>, seal: Seal): Callers {
  const sealed = ({ state, call, last }: Caller) => ({
    state_sealed: seal.seal(JSON.stringify(state), call),
    last_answer: last.answer === '' ? '' : seal.seal(last.answer, answerOf(call)),
  })
  const toCaller = (row: CallerRow) => callerOf(row, seal)

  return {
    async find(call) {
      const row = await db
        .selectFrom('caller')
        .selectAll()
        .where('call', '=', call)
        .executeTakeFirst()
      return row && toCaller(row)
    },
    async add(caller) {
      const added = await db
        .insertInto('caller')
        .values({ call: caller.call, ...changing(caller), ...sealed(caller) })
        .onConflict((conflict) => conflict.column('call').doNothing())
        .executeTakeFirst()
      return added.numInsertedOrUpdatedRows === 1n
    },
    async move(caller, from) {
      const moved = await db
        .updateTable('caller')
        .set({ ...changing(caller), ...sealed(caller) })
        .where('call', '=', caller.call)
        .where('step', '=', from)
        .where('state_sealed', 'is not', null)
        .executeTakeFirst()
      return moved.numUpdatedRows === 1n
    },
    async end(call, now) {
      const ended = await db
        .updateTable('caller')
        .set({ ...tombstone, touched: now })
        .where('call', '=', call)
        .where('state_sealed', 'is not', null)
        .executeTakeFirst()
      await db.deleteFrom('place').where('call', '=', call).execute()
      if (ended.numUpdatedRows === 1n) return true
      // The end may arrive before the beginning; then the beginning must find the tombstone.
      await db
        .insertInto('caller')
        .values({ call, ...tombstone, touched: now })
        .onConflict((conflict) => conflict.column('call').doNothing())
        .execute()
      return false
    },
    async inMeeting(meeting) {
      const rows = await all(db).where('meeting', '=', meeting).execute()
      return rows.flatMap((row) => toCaller(row) ?? [])
    },
    async live() {
      const rows = await all(db).where('state_sealed', 'is not', null).execute()
      return rows.flatMap((row) => toCaller(row) ?? [])
    },
    async sweep(before) {
      const swept = await db
        .deleteFrom('caller')
        .where('state_sealed', 'is', null)
        .where('touched', '<', before)
        .executeTakeFirst()
      return Number(swept.numDeletedRows)
    },
  }
}

const all = (db: Kysely<Tables>) => db.selectFrom('caller').selectAll()

function callerOf(row: CallerRow, seal: Seal): Caller | undefined {
  if (row.state_sealed === null) return undefined
  return {
    call: row.call,
    // Sealed by us and authenticated on opening, so it is what we wrote.
    state: JSON.parse(seal.open(row.state_sealed, row.call)) as State,
    step: row.step,
    last: { request: row.last_request, answer: openAnswer(row, seal) },
    meeting: row.meeting ?? undefined,
    touched: row.touched,
  }
}

/** An answer may say back what was keyed, digit by digit; so it is as secret as the state. */
const answerOf = (call: string): string => `${call} answer`

/** Answers from before they were sealed begin with `<`. */
function openAnswer({ last_answer: answer, call }: CallerRow, seal: Seal): string {
  return answer === '' || answer.startsWith('<') ? answer : seal.open(answer, answerOf(call))
}

const tombstone = { state_sealed: null, step: '', last_request: '', last_answer: '', meeting: null }

function changing({ step, last, meeting, touched }: Caller) {
  return {
    step,
    last_request: last.request,
    meeting: meeting ?? null,
    touched,
  }
}
