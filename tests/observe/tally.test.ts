import { describe, expect, it } from '@jest/globals'
import { series, type Tally } from '../../src/conference/figures/tallies.ts'
import { flushEveryMs, keepTallying } from '../../src/observe/tally.ts'
import { stoppedClock } from '../kit/clock.ts'
import { aStore } from '../kit/rooms.ts'
import { timers } from '../kit/timers.ts'

async function counting(lines: () => Promise<number> = () => Promise.resolve(0)) {
  const store = await aStore()
  const clock = stoppedClock()
  const time = timers(clock)
  const warned: unknown[] = []
  const tallying = keepTallying({
    tallies: store.tallies,
    daySums: store.daySums,
    timeZone: 'Europe/Berlin',
    linesInUse: lines,
    clock: clock.now,
    after: time.after,
    log: { warn: (fields) => warned.push(fields) },
  })
  const written = async () => {
    await tallying[Symbol.asyncDispose]()
    return store.tallies.since(0)
  }
  return { store, clock, time, tallying, warned, written }
}
const refused = (reason: 'wrong-pin' | 'room-full') =>
  ({ event: 'caller.refused', call: 'CA1', reason }) as const

describe('how much goes on', () => {
  it('is counted in five minutes, without anybody in it', async () => {
    const { tallying, clock, written } = await counting()
    const first = clock.now()
    tallying.hears({ event: 'call.answered', call: 'CA1' })
    tallying.hears({ event: 'call.answered', call: 'CA2' })
    tallying.hears(refused('wrong-pin'))
    tallying.hears(refused('room-full'))
    tallying.hears({ event: 'call.ended', call: 'CA1' })
    clock.passes(5 * 60_000)
    tallying.hears({ event: 'call.answered', call: 'CA3' })
    const all = await written()
    const of = (what: string) => all.filter((tally) => tally.what === what)
    expect(of('calls')).toEqual([
      { what: 'calls', bucket: first, count: 2 },
      { what: 'calls', bucket: first + 300_000, count: 1 },
    ])
    expect(of('wrong-entries')).toMatchObject([{ count: 1 }])
    expect(of('turned-away')).toMatchObject([{ count: 1 }])
    expect(JSON.stringify(all)).not.toContain('CA')
  })
  it('what several instances count is summed up; of lines the most at once stays', async () => {
    const store = await aStore()
    const tally = (what: 'calls' | 'lines', count: number): Tally => ({ what, bucket: 0, count })
    await store.tallies.add([tally('calls', 2), tally('lines', 5)])
    await store.tallies.add([tally('calls', 3), tally('lines', 4)])
    expect(await store.tallies.since(0)).toEqual([tally('calls', 5), tally('lines', 5)])
  })
  it('a database that is away makes the counts wait', async () => {
    const state = { away: true }
    const lines = () => (state.away ? Promise.reject(new Error('locked')) : Promise.resolve(3))
    const { tallying, time, warned, written } = await counting(lines)
    tallying.hears({ event: 'call.answered', call: 'CA1' })
    time.passes(flushEveryMs)
    await Promise.resolve()
    await new Promise(setImmediate)
    expect(warned).toHaveLength(1)
    state.away = false
    expect(await written()).toEqual([
      expect.objectContaining({ what: 'calls', count: 1 }),
      expect.objectContaining({ what: 'lines', count: 3 }),
    ])
  })
  it('what is counted while the counts are written waits for the next time', async () => {
    const store = await aStore()
    const clock = stoppedClock()
    const { tallies, daySums } = store
    const tallying = keepTallying({
      tallies: {
        ...tallies,
        async add(all) {
          await tallies.add(all)
          if (all.some(({ what }) => what === 'calls')) return
          tallying.hears({ event: 'call.answered', call: 'CA1' })
        },
      },
      daySums,
      timeZone: 'Europe/Berlin',
      linesInUse: () => Promise.resolve(1),
      clock: clock.now,
      after: () => () => undefined,
      log: { warn: () => undefined },
    })
    await tallying[Symbol.asyncDispose]()
    await tallying[Symbol.asyncDispose]()
    const all = await store.tallies.since(0)
    expect(all.map(({ what, count }) => [what, count])).toContainEqual(['calls', 1])
  })
  it('a day and an hour later it is gone', async () => {
    const { tallying, clock, time, store } = await counting()
    tallying.hears({ event: 'call.answered', call: 'CA1' })
    time.passes(flushEveryMs)
    await new Promise(setImmediate)
    clock.passes(25 * 60 * 60_000 + 600_000)
    await tallying[Symbol.asyncDispose]()
    const left = await store.tallies.since(0)
    expect(left.map(({ what }) => what)).toEqual(['lines'])
  })
})

describe('a series', () => {
  it('has every bucket; where nothing was counted, nothing happened', () => {
    const points = series([{ what: 'calls', bucket: 300_000, count: 4 }], 'calls', 0, 600_000)
    expect(points.map(({ count }) => count)).toEqual([0, 4, 0])
  })
})
