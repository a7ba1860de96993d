import { describe, expect, it } from '@jest/globals'
import type { DaySum } from '../../../src/conference/figures/day-sums.ts'
import { databases } from '../../kit/databases.ts'

describe.each(databases)('sums of days on $name', ({ place }) => {
  it('add up, come in order, and go when they are old', async () => {
    await using it = await place()
    const store = await it.open()
    const of = (day: string, what: DaySum['what'], count: number) => ({ day, what, count })
    await store.daySums.add([of('2026-11-24', 'calls', 2), of('2026-11-23', 'calls', 9)])
    await store.daySums.add([of('2026-11-24', 'calls', 3), of('2026-11-24', 'came-in', 1)])
    const two = [of('2026-11-24', 'calls', 5), of('2026-11-24', 'came-in', 1)]
    expect(await store.daySums.since('2026-11-24')).toEqual(two)
    expect(await store.daySums.since('2026-01-01')).toEqual([of('2026-11-23', 'calls', 9), ...two])
    await store.daySums.sweep('2026-11-24')
    expect(await store.daySums.since('2026-01-01')).toEqual(two)
    await store.close()
  })
})
