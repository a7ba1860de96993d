import type { After, Announce, Kept, Store } from '../../conference/ports.ts'
import type { Standby } from '../../conference/kept/standby.ts'
import { bringBack, type BringingBack } from './bring-back.ts'

/*
 * Calls go on when the database does not. Their steps are then taken by the same rules on a copy in memory:
 *
 *   database ──fails, or takes over 2 s──▶ memory ──can be written again──▶ calls are brought back ──▶ database
 *      │ the copy is made anew: calls every   │ every second: can it?             │ fails: memory
 *      │ second, rooms every 20
 *
 * One process decides for itself. What others cannot know meanwhile, a call whose next webhook comes to another
 * instance or whose last steps are younger than the copy, begins at the first question again: nobody gets in without a PIN,
 * and nobody is cut off.
 */

/** Where a step is taken. */
export type Side = { readonly kept: Kept; readonly from: 'database' | 'memory' }

/** What calls ask of the store. */
export type CallStore = {
  /** As the store's; `work` may run a second time, in memory. */
  atomically<T>(work: (side: Side) => Promise<T>): Promise<T>
  /** Looks something up, and changes nothing. */
  look<T>(work: (kept: Kept) => Promise<T>): Promise<T>
}

export type OutageParts = {
  readonly store: Store
  readonly after: After
  /** Monotonic, ms. */
  readonly now: () => number
  readonly announce: Announce
  readonly clock: () => number
  readonly takeOver?: BringingBack['takeOver']
}

/** A caller waits for a database this long, and then for nothing (R-05: an answer within 3 s). */
export const databaseMaxMs = 2000
/** How old rooms and limits in the copy may become, … */
export const refreshedEveryMs = 20_000
/** … and calls. */
export const lookedEveryMs = 1000
const probedEveryMs = 1000

/** It took too long; what it was to do is not begun any more. */
class DatabaseSlow extends Error {
  override readonly name = 'DatabaseSlow'
}

/** Without a standby: the database or nothing. */
export function withoutStandby(store: Store): CallStore {
  return {
    atomically: (work) => store.atomically((kept) => work({ kept, from: 'database' })),
    look: (work) => work(store),
  }
}

/** A store for calls with a copy in memory beside it. Disposing brings nothing back: a new start reads the carrier's truth. */
export async function openCallStore(parts: OutageParts): Promise<CallStore & AsyncDisposable> {
  const opened = new StoreOrCopy(parts, await parts.store.openStandby())
  await opened.refresh()
  return opened
}

class StoreOrCopy implements CallStore, AsyncDisposable {
  readonly #parts: OutageParts
  readonly #standby: Standby
  /** Since when the database is away; undefined while it is not. */
  #awaySince: number | undefined
  /** Steps that are being taken in memory. */
  #inMemory = 0
  /** When all of it was copied, and whether calls have changed since they were. */
  #copied = -Infinity
  #changed = false
  #callOff: () => void = () => undefined
  #running: Promise<void> = Promise.resolve()
  #closed = false
  readonly #deaf: () => void
  /** A copy that was long in coming must not take the place of steps that were taken in memory meanwhile. */
  readonly #isThere = (): boolean => this.#awaySince === undefined

  constructor(parts: OutageParts, standby: Standby) {
    this.#parts = parts
    this.#standby = standby
    this.#deaf = parts.store.changes(() => {
      this.#changed = true
    })
  }

  atomically<T>(work: (side: Side) => Promise<T>): Promise<T> {
    return this.#either(
      (signal) =>
        this.#parts.store.atomically((kept) => {
          signal.throwIfAborted()
          return work({ kept, from: 'database' })
        }),
      (kept) => work({ kept, from: 'memory' }),
    )
  }

  look<T>(work: (kept: Kept) => Promise<T>): Promise<T> {
    return this.#either(() => work(this.#parts.store), work)
  }

  /** First the database, unless it is known to be away; then memory. */
  async #either<T>(
    database: (signal: AbortSignal) => Promise<T>,
    instead: (kept: Kept) => Promise<T>,
  ): Promise<T> {
    if (this.#awaySince !== undefined) return this.#memory(instead)
    try {
      return await inTime(database, this.#parts.after)
    } catch (error) {
      if (!(error instanceof DatabaseSlow) && !this.#parts.store.isAway(error)) throw error
      this.#goAway(error)
      return this.#memory(instead)
    }
  }

  async #memory<T>(work: (kept: Kept) => Promise<T>): Promise<T> {
    this.#inMemory += 1
    try {
      return await this.#standby.atomically(work)
    } finally {
      this.#inMemory -= 1
    }
  }

  #later(ms: number, work: () => Promise<void>): void {
    if (this.#closed) return
    this.#callOff = this.#parts.after(ms, () => {
      this.#running = work()
    })
  }

  /** Calls change with every step, rooms seldom; so the small part is read often, and all of it from time to time. */
  async refresh(): Promise<void> {
    const { now, announce } = this.#parts
    const isOld = now() - this.#copied >= refreshedEveryMs
    const isWanted = this.#changed && !isOld
    this.#changed = false
    try {
      // A call in a room that is newer than the copy does not fit in.
      const isMissed = isWanted && !(await this.#refreshCalls())
      if (isOld || isMissed) {
        await this.#standby.refresh('all', this.#isThere)
        this.#copied = now()
      }
    } catch (error) {
      announce({ event: 'standby.stale', error })
    }
    if (this.#awaySince === undefined) this.#later(lookedEveryMs, () => this.refresh())
  }

  async #refreshCalls(): Promise<boolean> {
    try {
      await this.#standby.refresh('calls', this.#isThere)
      return true
    } catch {
      return false
    }
  }

  #goAway(error: unknown): void {
    if (this.#awaySince !== undefined || this.#closed) return
    const { now, announce } = this.#parts
    this.#awaySince = now()
    announce({ event: 'store.away', error })
    this.#callOff()
    this.#later(probedEveryMs, () => this.#probe())
  }

  async #probe(): Promise<void> {
    const { store, after, now, announce } = this.#parts
    try {
      await inTime((signal) => store.atomically((kept) => writable(kept, signal)), after)
      const since = this.#awaySince ?? now()
      const calls = await this.#bringBackAll()
      announce({ event: 'store.back', awaySeconds: Math.round((now() - since) / 1000), calls })
      this.#copied = -Infinity
      await this.refresh()
    } catch {
      this.#later(probedEveryMs, () => this.#probe())
    }
  }

  /** Until nothing happens in memory any more; then, in the same turn of the loop, the database takes over. */
  async #bringBackAll(): Promise<number> {
    for (let calls = 0; ;) {
      await this.#standby.bringBackAdded()
      const some = await bringBack(this.#parts, this.#standby)
      calls += some
      if (some > 0 || this.#inMemory > 0) continue
      this.#awaySince = undefined
      return calls
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true
    this.#deaf()
    this.#callOff()
    await this.#running
    await this.#standby.close()
  }
}

/** Something is written, or it is not back. */
async function writable(kept: Kept, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  const us = 'standby'
  await kept.leases.take(us, us, 0, 0)
  await kept.leases.giveBack(us, us)
}

/** @throws DatabaseSlow when it takes too long; `work` hears so and begins nothing more */
async function inTime<T>(work: (signal: AbortSignal) => Promise<T>, after: After): Promise<T> {
  const stop = new AbortController()
  const { promise: tooLate, reject } = Promise.withResolvers<never>()
  const callOff = after(databaseMaxMs, () => {
    const slow = new DatabaseSlow('the database has not answered')
    stop.abort(slow)
    reject(slow)
  })
  try {
    const working = work(stop.signal)
    // Whoever comes too late is heard by nobody.
    working.catch(() => undefined)
    return await Promise.race([working, tooLate])
  } finally {
    callOff()
  }
}
