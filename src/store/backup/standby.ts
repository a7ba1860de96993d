import type { Kysely } from 'kysely'
import type { Callers, Kept, Store } from '../../conference/ports.ts'
import type { Standby } from '../../conference/kept/standby.ts'
import { isAway } from '../away.ts'
import { addRows, readTables, replaceTables, type Reading, type Row, type Rows } from './copying.ts'
import type { Engine } from '../dialects/engine.ts'
import { tableNames } from '../inventory.ts'
import type { Tables } from '../tables.ts'

/** What changes with every step of a call. */
const ofCalls: readonly (keyof Tables)[] = [
  'meeting',
  'caller',
  'place',
  'conference_ended',
  'line',
  'sitting',
  'ticket',
  'ban',
]

/** What calls look up or count. */
const ofHouse: readonly (keyof Tables)[] = [
  'room',
  'old_pin',
  'limit_count',
  'limit_failure',
  'number_key',
  'service_state',
  'blocked_line',
]

/** What is only ever added to by calls; in memory these begin empty. */
const added = ['help_request', 'past_meeting', 'carrier_record'] as const

/**
 * Calls that are over stay for minutes, so that what the carrier tells late or twice opens none of them again. A copy that is
 * made every second takes the newest: the later the news, the rarer it is.
 */
export const tombstonesCopiedMax = 500

const newestTombstones: Reading = (rows, table) =>
  table !== 'caller'
    ? rows
    : rows.where((is) =>
        is.or([
          is('state_sealed', 'is not', null),
          is(
            'call',
            'in',
            is
              .selectFrom(table)
              .select('call')
              .where('state_sealed', 'is', null)
              .orderBy('touched', 'desc')
              .limit(tombstonesCopiedMax),
          ),
        ]),
      )

type Copy = {
  readonly from: { readonly db: Kysely<Tables>; readonly engine: Engine }
  readonly to: { readonly db: Kysely<Tables>; readonly store: Store; readonly forget: () => void }
}

/** `to` is a database of our own schema in memory; `forget` makes it forget what it remembers beside its tables. */
export function standbyOn({ from, to }: Copy): Standby {
  const tables = {
    calls: tableNames.filter((name) => ofCalls.includes(name)),
    all: tableNames.filter((name) => [...ofCalls, ...ofHouse].includes(name)),
  }
  const changed = new Set<string>()
  let columns: Columns | undefined
  return {
    async refresh(what, isWanted) {
      const { oneMoment } = from.engine
      const rows = await readTables(
        from.db as Kysely<unknown>,
        tables[what],
        oneMoment,
        newestTombstones,
      )
      const copy = to.db as Kysely<unknown>
      const known = (columns ??= await columnsOf(to.db))
      await copy.transaction().execute(async (transaction) => {
        // Steps may have gone over to memory while the database was slow; what is there is newer then.
        if (!isWanted()) return
        await replaceTables(transaction, onlyColumns(known, rows))
        to.forget()
        changed.clear()
      })
    },
    atomically: (work) =>
      to.store.atomically((kept) => work({ ...kept, callers: noting(kept.callers, changed) })),
    takeChangedCalls() {
      const calls = [...changed]
      changed.clear()
      return calls
    },
    async bringBackAdded() {
      for (const table of added) {
        const rows = await takeAll(to.db, table)
        for (const [at, row] of rows.entries()) {
          try {
            await bringBack(from.db, table, row)
          } catch (error) {
            await addRows(to.db as Kysely<unknown>, table, rows.slice(at))
            throw error
          }
        }
      }
    },
    close: () => to.store.close(),
  }
}

/** Per table. */
type Columns = ReadonlyMap<string, ReadonlySet<string>>

async function columnsOf(db: Kysely<Tables>): Promise<Columns> {
  const tables = await db.introspection.getTables()
  return new Map(tables.map(({ name, columns }) => [name, new Set(columns.map((one) => one.name))]))
}

/** While an upgrade goes on, the database may have columns that a newer Rundruf has added; ours has no place for them. */
function onlyColumns(columns: Columns, rows: Rows): Rows {
  return new Map([...rows].map(([table, all]) => [table, onlyThese(columns.get(table), all)]))
}

function onlyThese(known: ReadonlySet<string> | undefined, rows: readonly Row[]): readonly Row[] {
  // All rows of a table have the same columns.
  if (Object.keys(rows[0] ?? {}).every((name) => known?.has(name))) return rows
  const isKnown = ([name]: [string, unknown]): boolean => known?.has(name) === true
  return rows.map((row) => Object.fromEntries(Object.entries(row).filter(isKnown)))
}

/** In one moment: what is added while these are brought back stays for the next time. */
function takeAll(db: Kysely<Tables>, table: (typeof added)[number]): Promise<readonly Row[]> {
  return db.transaction().execute(async (transaction) => {
    const rows = await transaction.selectFrom(table).selectAll().execute()
    await transaction.deleteFrom(table).execute()
    return rows
  })
}

/** A row whose room is gone meanwhile has nowhere to go. */
async function bringBack(db: Kysely<Tables>, table: string, row: Row): Promise<void> {
  try {
    await addRows(db as Kysely<unknown>, table, [row])
  } catch (error) {
    if (isAway(error)) throw error
  }
}

function noting(callers: Callers, changed: Set<string>): Kept['callers'] {
  return {
    ...callers,
    add(caller) {
      changed.add(caller.call)
      return callers.add(caller)
    },
    move(caller, from) {
      changed.add(caller.call)
      return callers.move(caller, from)
    },
    end(call, now) {
      changed.add(call)
      return callers.end(call, now)
    },
  }
}
