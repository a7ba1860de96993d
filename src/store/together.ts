import { setTimeout as pause } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import type { Again, Sharing } from './dialects/engine.ts'

/** Pieces of work that share one commit at most. */
const togetherMax = 64
/** Before the second try at most; twice as long before each further one. */
const pauseMs = 8

/** What is done around the pieces of a transaction. */
type Frame<Schema, Opened> = {
  readonly open: (transaction: Kysely<Schema>) => Opened
  readonly last?: (transaction: Kysely<Schema>, opened: Opened) => Promise<void>
  readonly undone?: () => void
}

/** What tries begin with, so that nobody is in their way. */
type Ways<Schema> = {
  /** Each, until it was waited for in vain. */
  readonly turn?: (transaction: Kysely<Schema>) => Promise<void>
  /** The last one. */
  readonly alone?: (transaction: Kysely<Schema>) => Promise<void>
  /** Hears of every try after the first. */
  readonly again?: (why: Again) => void
}

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
 *   others were in the way       ──▶ all of it once more, at last alone
 *   the turn does not come       ──▶ the same, without waiting for it again
 *   one of the pieces failed     ──▶ each again, in a transaction of its own
 *   no answer to the commit      ──▶ all of them fail: it may be written, so nothing is done twice
 *
 * Each piece is given what `open` makes of the transaction; `last` ends it, before the commit; `undone` hears of every one
 * that was rolled back.
 */
export function together<Schema, Opened>(
  db: Kysely<Schema>,
  sharing: Sharing & Ways<Schema>,
  { open, last, undone = () => undefined }: Frame<Schema, Opened>,
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
    const outcome = await tried(db, sharing, undone, async (transaction) => {
      const opened = open(transaction)
      const done: unknown[] = []
      for (const { work } of pieces) done.push(await work(opened))
      await last?.(transaction, opened)
      return done
    })
    if (outcome.is === 'written') {
      for (const [at, { resolve }] of pieces.entries()) resolve(outcome.values[at])
    } else if (outcome.is === 'failed' && pieces.length > 1) {
      for (const piece of pieces) await commit([piece])
    } else {
      for (const { reject } of pieces) reject(outcome.error)
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

type Outcome =
  | { readonly is: 'written'; readonly values: readonly unknown[] }
  /** Nothing was written. */
  | { readonly is: 'failed'; readonly error: unknown }
  /** Nobody knows whether it was written. */
  | { readonly is: 'unknown'; readonly error: unknown }

async function tried<Schema>(
  db: Kysely<Schema>,
  { isolation, turn, alone, again, passes, broke, triesMax }: Sharing & Ways<Schema>,
  undone: () => void,
  work: (transaction: Kysely<Schema>) => Promise<readonly unknown[]>,
): Promise<Outcome> {
  const begin = () => {
    const plain = db.transaction()
    return isolation === undefined ? plain : plain.setIsolationLevel(isolation)
  }
  let inTurn = true
  for (let tries = 1; ; tries++) {
    let committing = false as boolean
    try {
      const values = await begin().execute(async (transaction) => {
        if (tries === triesMax) await alone?.(transaction)
        else if (inTurn) await turn?.(transaction)
        const done = await work(transaction)
        committing = true
        return done
      })
      return { is: 'written', values }
    } catch (error) {
      undone()
      const why =
        passes(error, tries) ?? (tries === 1 && !committing && broke(error) && 'connection')
      if (why === false) return { is: committing ? 'unknown' : 'failed', error }
      if (tries === triesMax) return { is: 'failed', error }
      again?.(why)
      if (why === 'turn') inTurn = false
      await pause(Math.random() * pauseMs * 2 ** (tries - 1))
    }
  }
}
