import type { Happening } from '../happenings.ts'

/*
 * How much went on, for the pictures of the last 24 hours: sums of five minutes, with no caller in them.
 *
 *   18:00   18:05   18:10   18:15         calls    3    0    2
 *     └───────┴───────┴───────┘           lines    4    4    5   (the most at once)
 */
export const tallied = [
  'calls',
  'wrong-entries',
  'turned-away',
  'faults',
  'lines',
  // For alarms alone.
  'webhook-faults',
  'repairs',
  'guesses',
  'rooms-by-one',
  'upkeep-late',
] as const
export type Tallied = (typeof tallied)[number]

/** Of these the largest counts, not the sum. */
export const peaks: readonly Tallied[] = ['lines', 'guesses', 'rooms-by-one', 'upkeep-late']

export type Tally = {
  readonly what: Tallied
  /** When its five minutes began, ms since 1970. */
  readonly bucket: number
  readonly count: number
}

export type Tallies = {
  /** Adds to what is there; of peaks the larger stays. */
  add(tallies: readonly Tally[]): Promise<void>
  /** From this bucket on, the oldest first. */
  since(bucket: number): Promise<readonly Tally[]>
  sweep(before: number): Promise<void>
}

export const bucketMs = 5 * 60_000
/** A day and an hour more, so that the oldest of a day's pictures is whole. */
export const talliesKeptMs = 25 * 60 * 60_000

export function bucketOf(at: number): number {
  return Math.floor(at / bucketMs) * bucketMs
}

export type Count = { readonly what: Tallied; readonly by: number }
const one = (what: Tallied): Count => ({ what, by: 1 })

type Of<E> = Extract<Happening, { readonly event: E }>
type Table = { readonly [E in Happening['event']]?: (happening: Of<E>) => readonly Count[] }

const table: Table = {
  'call.answered': () => [one('calls')],
  'caller.refused': ({ reason }) => [
    one(reason === 'room-full' || reason === 'room-closed' ? 'turned-away' : 'wrong-entries'),
  ],
  'webhook.failed': () => [one('faults'), one('webhook-faults')],
  'carrier.unreachable': () => [one('faults')],
  'picture.repaired': ({ repairs: by }) => [{ what: 'repairs', by }],
  'alarm.war-dialling': ({ failures, roomsByOne }) => [
    { what: 'guesses', by: failures },
    { what: 'rooms-by-one', by: roomsByOne },
  ],
  'alarm.upkeep-overdue': ({ minutes: by }) => [{ what: 'upkeep-late', by }],
}

/** What of all that happens is counted. */
export function talliesOf(happening: Happening): readonly Count[] {
  const count = table[happening.event] as ((one: Happening) => readonly Count[]) | undefined
  return count?.(happening) ?? []
}

/** One counter over a time, bucket by bucket; nothing was counted is 0. */
export function series(
  tallies: readonly Tally[],
  what: Tallied,
  from: number,
  to: number,
): readonly { readonly bucket: number; readonly count: number }[] {
  const known = new Map(
    tallies.filter((tally) => tally.what === what).map(({ bucket, count }) => [bucket, count]),
  )
  const buckets = Math.max(0, Math.round((bucketOf(to) - bucketOf(from)) / bucketMs) + 1)
  return Array.from({ length: buckets }, (_, at) => {
    const bucket = bucketOf(from) + at * bucketMs
    return { bucket, count: known.get(bucket) ?? 0 }
  })
}
