import type { Kysely } from 'kysely'
import type { Tables } from './tables.ts'

/** Pieces of work that share one commit at most. */
const togetherMax = 64

type Piece = {
  readonly work: (db: Kysely<Tables>) => Promise<unknown>
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

/**
 * Runs pieces of work that came in the same turn of the event loop in one transaction, because the
 * commit (waiting for the disk) costs more than all of them:
 *
 *   piece ──┐
 *   piece ──┼──▶ begin · piece · piece · piece · commit ──▶ all of them are answered
 *   piece ──┘
 *
 * When one of them fails, the whole is rolled back and each is run again in a transaction of its own.
 */
export function together(db: Kysely<Tables>) {
  let waiting: Piece[] = []
  let running = false

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      const pieces = waiting.slice(0, togetherMax)
      waiting = waiting.slice(togetherMax)
      await commit(pieces)
    }
    running = false
  }

  async function commit(pieces: readonly Piece[]): Promise<void> {
    try {
      const values = await db.transaction().execute(async (transaction) => {
        const done: unknown[] = []
        for (const { work } of pieces) done.push(await work(transaction))
        return done
      })
      for (const [at, { resolve }] of pieces.entries()) resolve(values[at])
    } catch (error) {
      if (pieces.length > 1) for (const piece of pieces) await commit([piece])
      else pieces[0]?.reject(error)
    }
  }

  return function atomically<T>(work: (db: Kysely<Tables>) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      waiting.push({ work, resolve: resolve as (value: unknown) => void, reject })
      if (running) return
      running = true
      setImmediate(() => void run())
    })
  }
}
