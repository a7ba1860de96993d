import type { CallerNumber } from '../../src/conference/call/caller-number.ts'
import type { Entry } from '../../src/conference/limits/limit-ports.ts'
import {
  bucketOf,
  outside,
  type Count,
  type Question,
} from '../../src/conference/limits/limits-counting.ts'
import {
  forgive,
  minuteOf,
  noFailures,
  ofNumber,
  oldestKept,
  type Failures,
} from '../../src/conference/limits/limits-number.ts'
import {
  forgivenCounts,
  hasOwnCount,
  judge,
  questions,
  type Sums,
  type Verdict,
} from '../../src/conference/limits/limits.ts'

export const telephone = (number: string): CallerNumber => ({ is: 'telephone', number })

/** A wrong entry from a telephone at a room that exists, unless told otherwise. */
export const anEntry = (different: Partial<Entry> = {}): Entry => ({
  from: telephone('+49301'),
  roomNumber: '471108',
  room: 'room-471108',
  right: false,
  triesBefore: 0,
  at: 0,
  ...different,
})

/** The ladder with its counts in memory: quick enough for years of calls. Keeps them as the store does. */
export function ladder(roomsActive: number) {
  const counts = new Map<string, Map<number, number>>()
  const failures = new Map<string, Failures[]>()
  const bucketsOf = ({ counter, of }: Pick<Count, 'counter' | 'of'>) => {
    const name = `${counter} ${of}`
    const known = counts.get(name) ?? new Map<number, number>()
    counts.set(name, known)
    return known
  }
  function add(count: Count, at: number) {
    const buckets = bucketsOf(count)
    const bucket = bucketOf(count.counter, at)
    buckets.set(bucket, (buckets.get(bucket) ?? 0) + count.by)
    const { before } = outside(count.counter, at)
    for (const old of buckets.keys()) {
      if (old >= before) break
      buckets.delete(old)
    }
  }
  function sum(question: Question): number {
    let all = 0
    for (const [bucket, count] of bucketsOf(question)) {
      if (bucket >= question.from && bucket <= question.to) all += count
    }
    return all
  }
  function fail(number: string, { roomNumber: roomTried, at }: Entry) {
    const known = failures.get(number) ?? []
    const minute = minuteOf(at)
    const same = known.find((one) => one.roomTried === roomTried && one.minute === minute)
    const grown = { roomTried, minute, forgiven: 0, ...same, failures: (same?.failures ?? 0) + 1 }
    const oldest = oldestKept(known)
    const others = known.filter((one) => one !== same && one.minute >= oldest)
    failures.set(number, [grown, ...others])
  }
  function pardon(number: string, room: string, { roomNumber, at }: Entry): number {
    const known = failures.get(number) ?? []
    let all = 0
    for (const { minute, by } of forgive(known, roomNumber, at)) {
      const row = known.find((one) => one.roomTried === roomNumber && one.minute === minute)!
      known[known.indexOf(row)] = { ...row, forgiven: row.forgiven + by }
      for (const count of forgivenCounts(room, by)) add({ ...count, by: -by }, minute)
      all += by
    }
    return all
  }
  return {
    called: (at: number) => {
      add({ counter: 'calls', of: '', by: 1 }, at)
    },
    /** How many wrong entries were forgiven comes with the verdict. */
    entered(entry: Entry): Verdict & { readonly forgiven: number } {
      const own =
        hasOwnCount(entry) && entry.from.is === 'telephone' ? entry.from.number : undefined
      const known = own === undefined ? undefined : (failures.get(own) ?? [])
      const number = known === undefined ? noFailures : ofNumber(known, entry.roomNumber, entry.at)
      const asked = Object.entries<Question>(questions(entry.room, entry.at))
      const sums = Object.fromEntries(asked.map(([name, one]) => [name, sum(one)])) as Sums
      const verdict = judge({ number, sums, roomsActive }, entry)
      for (const count of verdict.counts) add(count, entry.at)
      if (own !== undefined && !entry.right) fail(own, entry)
      const isPardoned = entry.right && verdict.to === 'room' && entry.room !== undefined
      const forgiven = isPardoned && own !== undefined ? pardon(own, entry.room, entry) : 0
      return { ...verdict, forgiven }
    },
  }
}
