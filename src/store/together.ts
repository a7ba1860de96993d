import type { Kysely } from 'kysely'
import type { Tables } from './tables.ts'

/** Pieces of work that share one commit at most. */
const togetherMax = 64

type Piece<Opened> = {
  readonly work: (opened: Opened) => Promise<unknown>
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
 * Each piece is given what `open` makes of the transaction; `undone` hears of every one that was rolled back.
 */
export function together<Opened>(
  db: Kysely<Tables>,
  open: (transaction: Kysely<Tables>) => Opened,
  undone: () => void,
) {
  let waiting: Piece<Opened>[] = []
  let running = false

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      const pieces = waiting.slice(0, togetherMax)
      waiting = waiting.slice(togetherMax)
      await commit(pieces)
    }
    running = false
  }

  async function commit(pieces: readonly Piece<Opened>[]): Promise<void> {
    try {
      const values = await db.transaction().execute(async (transaction) => {
        const opened = open(transaction)
        const done: unknown[] = []
        for (const { work } of pieces) done.push(await work(opened))
        return done
      })
      for (const [at, { resolve }] of pieces.entries()) resolve(values[at])
    } catch (error) {
      undone()
      if (pieces.length > 1) for (const piece of pieces) await commit([piece])
      else pieces[0]?.reject(error)
    }
  }

  return function atomically<T>(work: (opened: Opened) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      waiting.push({ work, resolve: resolve as (value: unknown) => void, reject })
      if (running) return
      running = true
      setImmediate(() => void run())
    })
  }
}
