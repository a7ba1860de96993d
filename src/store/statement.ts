import type { Compilable, CompiledQuery, Kysely } from 'kysely'
import type { Tables } from './tables.ts'

/**
 * A statement that is written once and carried out often. Kysely builds a tree and writes SQL from it, which takes two
 * to three times as long as SQLite takes to carry it out; so for what every call needs this is done the first time only,
 * with markers where the values go:
 *
 *   build(db, { call: ‹call› })   ──▶  select * from "caller" where "call" = ?     [‹call›]     kept
 *   rows(db, { call: 'CA7f…' })   ──▶  the same text                               ['CA7f…']
 */
export type Statement<Given, Row> = {
  /** What was found, or what `returning` gives back. */
  readonly rows: (db: Kysely<Tables>, given: Given) => Promise<readonly Row[]>
  /** Carries it out; answers how many rows it changed. */
  readonly changes: (db: Kysely<Tables>, given: Given) => Promise<number>
}

/** `build` may put the given values into the query, and do nothing else with them: it never sees any. */
export function statement<Given extends Readonly<Record<string, Value>>, Row>(
  build: (db: Kysely<Tables>, given: Given) => Compilable<Row>,
): Statement<Given, Row> {
  // One text for each kind of database (a transaction is of the kind of its database) and for what is given.
  const written = new WeakMap<object, Map<string, CompiledQuery<Row>>>()

  function queryFor(db: Kysely<Tables>, given: Given): CompiledQuery<Row> {
    const { adapter } = db.getExecutor()
    const known = written.get(adapter) ?? new Map<string, CompiledQuery<Row>>()
    written.set(adapter, known)
    const names = Object.keys(given)
    const shape = names.join()
    const query = known.get(shape) ?? build(db, markers(names) as Given).compile()
    known.set(shape, query)
    return query
  }

  function carryOut(db: Kysely<Tables>, given: Given) {
    const query = queryFor(db, given)
    const parameters = query.parameters.map((value) =>
      value instanceof Marker ? given[value.name] : value,
    )
    return db.executeQuery<Row>({ ...query, parameters })
  }

  return {
    rows: async (db, given) => (await carryOut(db, given)).rows,
    changes: async (db, given) => Number((await carryOut(db, given)).numAffectedRows ?? 0),
  }
}

type Value = string | number | null

/** Stands where a value will be. */
class Marker {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

function markers(names: readonly string[]): unknown {
  return Object.fromEntries(names.map((name) => [name, new Marker(name)]))
}
