import type { Happening } from './happenings.ts'

/*
 * How much went on, for the pictures of the last 24 hours: sums of five minutes, with no caller in them.
 *
 *   18:00   18:05   18:10   18:15         calls    3    0    2
 *     └───────┴───────┴───────┘           lines    4    4    5   (the most at once)
 */
export const tallied = ['calls', 'wrong-entries', 'turned-away', 'faults', 'lines'] as const
export type Tallied = (typeof tallied)[number]

/** Of these the largest counts, not the sum. */
export const peaks: readonly Tallied[] = ['lines']

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

/** What of all that happens is counted. */
export function tallyOf(happening: Happening): Tallied | undefined {
  if (happening.event === 'caller.refused') {
    const { reason } = happening
    return reason === 'room-full' || reason === 'room-closed' ? 'turned-away' : 'wrong-entries'
  }
  return counted[happening.event]
}

const counted: Readonly<Partial<Record<Happening['event'], Tallied>>> = {
  'call.answered': 'calls',
  'webhook.failed': 'faults',
  'carrier.unreachable': 'faults',
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
