import {
  bucketOf,
  type Count,
  type Counter,
  type Question,
} from '../../conference/limits/limits-counting.ts'

/** What is asked about everybody, at every entry. The rooms' counts are looked up: there are many, and one is needed. */
export const remembered: readonly Counter[] = ['calls', 'failures', 'withheld', 'overdrawn', 'told']

/** Sums that are kept ready; beyond that they are added up again when somebody asks. */
const sumsMax = 200

/** A bucket as the database has it. */
export type Bucket = {
  readonly counter: string
  readonly whose: string
  readonly bucket: number
  readonly count: number
}

/**
 * The counts of everybody, in memory, so that an entry need not add up the buckets of a week. What counts is the database:
 * there every transaction that counts something leaves a number one higher, and what is remembered is believed only while
 * its number is the latest. Looked at once in a transaction, because nobody else writes while it lasts.
 *
 *   begin · latest is 7, remembered 7    ──▶ the sums in memory are right   ┐
 *           latest is 9: another instance,                                  ├─▶ counts: 8 is written, once · commit
 *           or a fresh start             ──▶ everything is read again       ┘
 *   rollback                             ──▶ forgotten
 */
export type LimitMemory = ReturnType<typeof limitMemory>

export function limitMemory() {
  let latest: number | undefined
  const counted = new Map<string, Map<number, number>>()
  const sums = new Map<string, { readonly question: Question; sum: number }>()

  function forget(): void {
    latest = undefined
    counted.clear()
    sums.clear()
  }

  function bucketsOf(counter: string, whose: string): Map<number, number> {
    const name = `${counter} ${whose}`
    const known = counted.get(name) ?? new Map<number, number>()
    counted.set(name, known)
    return known
  }

  function addUp({ counter, of, from, to }: Question): number {
    let sum = 0
    for (const [bucket, count] of bucketsOf(counter, of)) {
      if (bucket >= from && bucket <= to) sum += count
    }
    return sum
  }

  return {
    forget,
    isLatest: (change: number): boolean => latest === change,
    /** All buckets of the remembered counters, as they are when the latest number is this. */
    remember(change: number, buckets: readonly Bucket[]): void {
      forget()
      latest = change
      for (const { counter, whose, bucket, count } of buckets) {
        bucketsOf(counter, whose).set(bucket, count)
      }
    },
    /** A transaction has begun to count; it leaves this number. */
    becomes(change: number): void {
      latest = change
    },
    /** It has added these counts to the buckets of this moment. */
    add(counts: readonly Count[], at: number): void {
      for (const { counter, of, by } of counts) {
        if (!remembered.includes(counter)) continue
        const bucket = bucketOf(counter, at)
        const buckets = bucketsOf(counter, of)
        buckets.set(bucket, (buckets.get(bucket) ?? 0) + by)
        for (const known of sums.values()) {
          const { question: asked } = known
          const isIn = bucket >= asked.from && bucket <= asked.to
          if (isIn && asked.counter === counter && asked.of === of) known.sum += by
        }
      }
    },
    /** Only right while the latest change is remembered. */
    sum(question: Question): number {
      const { counter, of, from } = question
      // In whole buckets, so that the same sum is asked for until the next one begins.
      const to = bucketOf(counter, question.to)
      const name = `${counter} ${of} ${from} ${to}`
      const known = sums.get(name)
      if (known !== undefined) return known.sum
      if (sums.size >= sumsMax) sums.clear()
      const sum = addUp(question)
      sums.set(name, { question: { counter, of, from, to }, sum })
      return sum
    },
  }
}
