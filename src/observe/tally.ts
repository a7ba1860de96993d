import {
  bucketOf,
  peaks,
  talliesKeptMs,
  tallyOf,
  type Tallied,
  type Tallies,
  type Tally,
} from '../conference/tallies.ts'
import type { After, Clock } from '../conference/ports.ts'
import type { Hears, Log } from './announce.ts'

export type TallyParts = {
  readonly tallies: Tallies
  /** How many calls go on now. */
  readonly linesInUse: () => Promise<number>
  readonly clock: Clock
  readonly after: After
  readonly log: Pick<Log, 'warn'>
}

/** Counted in memory for so long; a crash loses no more than this. */
export const flushEveryMs = 10_000

export type Tallying = AsyncDisposable & { readonly hears: Hears }

/**
 * Counts what happens, and writes it down every ten seconds together with how many lines are in use. A database that
 * is away makes the counts wait, never a call.
 */
export function keepTallying({ tallies, linesInUse, clock, after, log }: TallyParts): Tallying {
  const counts = new Map<string, Tally>()
  let running = Promise.resolve()
  let callOff: () => void = () => undefined

  function count(what: Tallied, by: number): void {
    const bucket = bucketOf(clock())
    const key = `${what} ${String(bucket)}`
    const known = counts.get(key)?.count ?? 0
    const sum = peaks.includes(what) ? Math.max(known, by) : known + by
    counts.set(key, { what, bucket, count: sum })
  }

  async function flush(): Promise<void> {
    try {
      count('lines', await linesInUse())
      const all = [...counts.values()]
      await tallies.add(all)
      counts.clear()
      await tallies.sweep(clock() - talliesKeptMs)
    } catch (error) {
      log.warn({ err: error }, 'the counts of the last minutes could not be written; they wait')
      forgetOld()
    }
  }
  /** What nobody could write for a day is of no use any more. */
  function forgetOld(): void {
    const before = clock() - talliesKeptMs
    for (const [key, { bucket }] of counts) if (bucket < before) counts.delete(key)
  }

  function next(): void {
    callOff = after(flushEveryMs, () => {
      running = flush().then(next)
    })
  }
  next()
  return {
    hears(happening) {
      const what = tallyOf(happening)
      if (what !== undefined) count(what, 1)
    },
    async [Symbol.asyncDispose]() {
      callOff()
      await running
      callOff()
      await flush()
    },
  }
}
