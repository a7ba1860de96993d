import { statfs } from 'node:fs/promises'
import type { CarrierHealth } from '../conference/staff/board.ts'
import { spendingOf, type Tariff } from '../conference/figures/costs.ts'
import { dayOf, monthOf } from '../conference/room/days.ts'
import type { Clock, Store } from '../conference/ports.ts'
import { bucketMs, type Tallied } from '../conference/figures/tallies.ts'
import type { Looks } from './alarms.ts'
import { certificateOf, daysLeft } from './certificate.ts'
import { seldom } from './seldom.ts'

/** What is looked at, and where. */
export type LookParts = {
  readonly store: Pick<Store, 'check' | 'callers' | 'tallies' | 'daySums'>
  readonly clock: Clock
  readonly carrier: () => CarrierHealth
  /** Lines there are; undefined where there is no limit. */
  readonly capacity: number | undefined
  readonly dataDir: string
  /** Where people and carriers come from outside. */
  readonly publicUrl: URL
  /** Certificates to believe besides the usual ones; for tests. */
  readonly ca?: string
  readonly timeZone: string
  readonly tariff: Tariff | undefined
  /** For a month, hundredths of a cent. */
  readonly budget: number | undefined
  /** Test calls in a row that failed; undefined before the first. */
  readonly testsFailed: () => number | undefined
  /** Lines of providers, and how many of them are down; undefined where there are none or nobody knows. */
  readonly trunks: () => Promise<{ readonly down: number; readonly lines: number } | undefined>
  readonly freeBytes?: (folder: string) => Promise<number>
}

const minuteMs = 60_000
const tenMinutesMs = 2 * bucketMs
/** War-dialling is told once an hour while it lasts; so nothing for longer than that means that it is over. */
const guessingToldMs = 70 * minuteMs
const megabyte = 1024 * 1024
const rarely = { everyMs: 6 * 60 * minuteMs, againMs: 10 * minuteMs } as const
const nowAndThen = { everyMs: 5 * minuteMs, againMs: minuteMs } as const

/** Every alarm's numbers, as they are now. */
export function alarmLooks(parts: LookParts): Looks {
  const { store, clock, capacity } = parts
  const recent = async (what: Tallied, withinMs: number): Promise<readonly number[]> => {
    const all = await store.tallies.since(clock() - withinMs)
    return all.filter((tally) => tally.what === what).map(({ count }) => count)
  }
  const sumOf = async (what: Tallied) => sum(await recent(what, tenMinutesMs))
  const mostOf = async (what: Tallied, withinMs: number) =>
    Math.max(0, ...(await recent(what, withinMs)))
  return {
    database: () =>
      store.check().then(
        () => ({ silent: 0 }),
        () => ({ silent: 1 }),
      ),
    carrier() {
      const { is } = parts.carrier()
      return is === 'unknown' ? undefined : { silent: is === 'silent' ? 1 : 0 }
    },
    trunk: parts.trunks,
    'test-call'() {
      const failed = parts.testsFailed()
      return failed === undefined ? undefined : { failed }
    },
    faults: async () => ({ count: await sumOf('webhook-faults') }),
    async capacity() {
      if (capacity === undefined) return undefined
      const inUse = await store.callers.liveCount()
      return { inUse, capacity, percent: Math.floor((inUse * 100) / capacity) }
    },
    guessing: async () => ({
      failures: await mostOf('guesses', guessingToldMs),
      rooms: await mostOf('rooms-by-one', guessingToldMs),
    }),
    disk: async () => ({ megabytes: Math.floor((await freeBytes(parts)) / megabyte) }),
    certificate: certificateLook(parts),
    retention: async () => ({ minutes: await mostOf('upkeep-late', tenMinutesMs) }),
    repairs: async () => ({ count: await sumOf('repairs') }),
    budget: seldom(() => budgetSpent(parts), clock, nowAndThen),
  }
}

function certificateLook({ publicUrl, ca, clock }: LookParts) {
  const shown = seldom(() => certificateOf(publicUrl, ca), clock, rarely)
  return async () => {
    const found = publicUrl.protocol === 'https:' ? await shown() : undefined
    return found && { days: daysLeft(found, clock()) }
  }
}

async function budgetSpent({ store, clock, tariff, budget, timeZone }: LookParts) {
  if (tariff === undefined || budget === undefined) return undefined
  const month = monthOf(dayOf(clock(), timeZone))
  const days = await store.daySums.since(`${month}-01`)
  const spent = spendingOf(days, month, tariff, budget)
  return spent.is === 'without-budget' ? undefined : { percent: spent.percent }
}

function freeBytes({ dataDir, freeBytes: given = freeOn }: LookParts): Promise<number> {
  return given(dataDir)
}

async function freeOn(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

const sum = (all: readonly number[]): number => all.reduce((before, one) => before + one, 0)
