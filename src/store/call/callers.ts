import type { Kysely } from 'kysely'
import type { Caller } from '../../conference/call/caller.ts'
import type { State } from '../../conference/call/callflow.ts'
import { numberKinds, testKind, type CallerKind } from '../../conference/call/number-kind.ts'
import type { Callers } from '../../conference/ports.ts'
import { freeLine } from '../../conference/call/stage.ts'
import type { Seal } from '../sealed.ts'
import { statement } from '../statement.ts'
import type { CallerRow, Tables } from '../tables.ts'

const find = statement((db, { call }: { call: string }) =>
  db.selectFrom('caller').selectAll().where('call', '=', call),
)
const add = statement((db, row: CallerRow) =>
  db
    .insertInto('caller')
    .values(row)
    .onConflict((conflict) => conflict.column('call').doNothing()),
)
const move = statement((db, { call, from, ...row }: CallerRow & { from: string }) =>
  db
    .updateTable('caller')
    .set(row)
    .where('call', '=', call)
    .where('step', '=', from)
    .where('state_sealed', 'is not', null),
)
const end = statement((db, { call, touched }: { call: string; touched: number }) =>
  db
    .updateTable('caller')
    .set({ ...tombstone, touched })
    .where('call', '=', call)
    .where('state_sealed', 'is not', null),
)
const leavePlaces = statement((db, { call }: { call: string }) =>
  db.deleteFrom('place').where('call', '=', call),
)
const inMeeting = statement((db, { meeting }: { meeting: string }) =>
  db.selectFrom('caller').selectAll().where('meeting', '=', meeting),
)
/** A call that is over has line 0. */
const taken = statement((db) =>
  db.selectFrom('caller').select('staff_line').where('staff_line', '>', 0),
)

/** Calls that are going on, and for a few minutes that one is over. Never a phone number. */
export function callers(db: Kysely<Tables>, seal: Seal): Callers {
  const toCaller = (row: CallerRow) => callerOf(row, seal)

  return {
    async find(call) {
      const [row] = await find.rows(db, { call })
      return row && toCaller(row)
    },
    async add(caller) {
      return (await add.changes(db, rowOf(caller, seal))) === 1
    },
    async move(caller, from) {
      return (await move.changes(db, { ...rowOf(caller, seal), from })) === 1
    },
    async end(call, touched) {
      const ended = await end.changes(db, { call, touched })
      await leavePlaces.changes(db, { call })
      if (ended === 1) return true
      // The end may arrive before the beginning; then the beginning must find the tombstone.
      await add.changes(db, { call, ...tombstone, touched })
      return false
    },
    async inMeeting(meeting) {
      return (await inMeeting.rows(db, { meeting })).flatMap((row) => toCaller(row) ?? [])
    },
    async live() {
      const rows = await db
        .selectFrom('caller')
        .selectAll()
        .where('state_sealed', 'is not', null)
        .execute()
      return rows.flatMap((row) => toCaller(row) ?? [])
    },
    async liveCount() {
      const { count } = await db
        .selectFrom('caller')
        .select((is) => is.fn.countAll().as('count'))
        .where('state_sealed', 'is not', null)
        .where('number_kind', '!=', testKind)
        .executeTakeFirstOrThrow()
      return Number(count)
    },
    async freeLine() {
      const rows = await taken.rows(db, {})
      return freeLine(rows.map((row) => row.staff_line))
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

const kinds: readonly CallerKind[] = [...numberKinds, testKind]

function callerOf(row: CallerRow, seal: Seal): Caller | undefined {
  if (row.state_sealed === null) return undefined
  return {
    call: row.call,
    // Sealed by us and authenticated on opening, so it is what we wrote.
    state: JSON.parse(seal.open(row.state_sealed, row.call)) as State,
    step: row.step,
    last: {
      request: row.last_request,
      // Opened when somebody asks for it: only a repeated request does.
      get answer() {
        return openAnswer(row, seal)
      },
    },
    meeting: row.meeting ?? undefined,
    touched: row.touched,
    shown: {
      line: row.staff_line,
      kind: kinds.find((kind) => kind === row.number_kind) ?? 'other',
      began: row.began,
      since: row.stage_since,
    },
  }
}

/** An answer may say back what was keyed, digit by digit; so it is as secret as the state. */
const answerOf = (call: string): string => `${call} answer`

/** Answers from before they were sealed begin with `<`. */
function openAnswer({ last_answer: answer, call }: CallerRow, seal: Seal): string {
  return answer === '' || answer.startsWith('<') ? answer : seal.open(answer, answerOf(call))
}

const tombstone = {
  state_sealed: null,
  step: '',
  last_request: '',
  last_answer: '',
  meeting: null,
  staff_line: 0,
  number_kind: '',
  began: 0,
  stage_since: 0,
}

function rowOf(caller: Caller, seal: Seal): CallerRow {
  const { call, state, step, last, meeting, touched, shown } = caller
  return {
    call,
    state_sealed: seal.seal(JSON.stringify(state), call),
    step,
    last_request: last.request,
    last_answer: last.answer === '' ? '' : seal.seal(last.answer, answerOf(call)),
    meeting: meeting ?? null,
    touched,
    staff_line: shown.line,
    number_kind: shown.kind,
    began: shown.began,
    stage_since: shown.since,
  }
}
