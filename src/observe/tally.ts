import { dayOf } from '../conference/room/days.ts'
import type { After, Clock } from '../conference/ports.ts'
import {
  countedOf,
  sumsKeptSince,
  type Summed,
  type DaySum,
  type DaySums,
} from '../conference/figures/day-sums.ts'
import {
  bucketOf,
  peaks,
  talliesKeptMs,
  talliesOf,
  type Tallied,
  type Tallies,
  type Tally,
} from '../conference/figures/tallies.ts'
import type { Hears, Log } from './announce.ts'

export type TallyParts = {
  readonly tallies: Tallies
  readonly daySums: DaySums
  /** Where days begin. */
  readonly timeZone: string
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
 * Counts what happens, and writes it down every ten seconds: sums of five minutes for the board, with how many lines are
 * in use, and sums of days for the report. A database that is away makes the counts wait, never a call.
 */
export function keepTallying(parts: TallyParts): Tallying {
  const { clock, after, log } = parts
  const board = boardCounts(parts)
  const report = reportCounts(parts)
  let running = Promise.resolve()
  let callOff: () => void = () => undefined

  async function flush(): Promise<void> {
    try {
      await board.write(clock())
      await report.write(clock())
    } catch (error) {
      log.warn({ err: error }, 'the counts of the last minutes could not be written; they wait')
      board.forgetOld(clock())
      report.forgetOld(clock())
    }
  }
  function next(): void {
    callOff = after(flushEveryMs, () => {
      running = flush().then(next)
    })
  }
  next()
  return {
    hears(happening) {
      for (const { what, by } of talliesOf(happening)) board.count(what, by, clock())
      for (const { what, count } of countedOf(happening)) report.count(what, count, clock())
    },
    async [Symbol.asyncDispose]() {
      callOff()
      await running
      callOff()
      await flush()
    },
  }
}

/** What of the last five minutes is not written down yet. */
function boardCounts({ tallies, linesInUse }: TallyParts) {
  const counts = new Map<string, Tally>()
  function count(what: Tallied, by: number, at: number): void {
    const bucket = bucketOf(at)
    const key = `${what} ${String(bucket)}`
    const known = counts.get(key)?.count ?? 0
    const sum = peaks.includes(what) ? Math.max(known, by) : known + by
    counts.set(key, { what, bucket, count: sum })
  }
  return {
    count,
    async write(at: number): Promise<void> {
      count('lines', await linesInUse(), at)
      await handOver(
        counts,
        (all) => tallies.add(all),
        ({ what, count: by, bucket }) => {
          count(what, by, bucket)
        },
      )
      await tallies.sweep(at - talliesKeptMs)
    },
    /** What nobody could write for a day is of no use any more. */
    forgetOld(at: number): void {
      const before = at - talliesKeptMs
      for (const [key, { bucket }] of counts) if (bucket < before) counts.delete(key)
    },
  }
}

/** What of today is not written down yet; few numbers, however long they wait. */
function reportCounts({ daySums, timeZone }: TallyParts) {
  const counts = new Map<string, DaySum>()
  function add({ what, day, count }: DaySum): void {
    const key = `${what} ${day}`
    counts.set(key, { what, day, count: (counts.get(key)?.count ?? 0) + count })
  }
  const keptSince = (at: number) => sumsKeptSince(dayOf(at, timeZone))
  return {
    count(what: Summed, by: number, at: number): void {
      add({ what, day: dayOf(at, timeZone), count: by })
    },
    async write(at: number): Promise<void> {
      await handOver(counts, (all) => daySums.add(all), add)
      await daySums.sweep(keptSince(at))
    },
    forgetOld(at: number): void {
      for (const [key, { day }] of counts) if (day < keptSince(at)) counts.delete(key)
    },
  }
}

/** Writes down what has been counted so far; what is counted meanwhile waits for the next time, as does what failed. */
async function handOver<Count>(
  counts: Map<string, Count>,
  write: (all: readonly Count[]) => Promise<void>,
  putBack: (count: Count) => void,
): Promise<void> {
  const all = [...counts.values()]
  counts.clear()
  try {
    await write(all)
  } catch (error) {
    all.forEach(putBack)
    throw error
  }
}
