import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { recordTriedMaxMs } from '../../../src/conference/kept/carrier-records.ts'
import type { Store } from '../../../src/conference/ports.ts'
import { databases, type Place } from '../../kit/databases.ts'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

describe.each(databases)(
  'P-12: calls to be deleted at the carrier, on $name',
  ({ place: newPlace }) => {
    let place: Place
    let stores: readonly Store[]
    beforeEach(async () => {
      place = await newPlace()
      stores = [await place.open(), await place.open()]
    })
    afterEach(async () => {
      for (const store of stores) await store.close()
      await place[Symbol.asyncDispose]()
    })

    it('are taken by one instance at a time, and come back when that one dies', async () => {
      const [one, other] = stores as [Store, Store]
      for (let call = 0; call < 20; call++) await one.carrierRecords.note(`CA${String(call)}`, 10)
      const takeAll = async ({ carrierRecords }: Store) => {
        const taken: string[] = []
        for (;;) {
          const due = await carrierRecords.take(10, minuteMs, 3)
          if (due.length === 0) return taken
          expect(due.length).toBeLessThanOrEqual(3)
          taken.push(...due.map(({ call }) => call))
        }
      }
      const taken = (await Promise.all([one, other, one, other].map(takeAll))).flat()
      expect([taken.length, new Set(taken).size]).toEqual([20, 20])
      expect(await other.carrierRecords.take(minuteMs, 2 * minuteMs, 100)).toHaveLength(20)
      await other.carrierRecords.gone(taken.slice(1))
      expect(await place.ask('select call from carrier_record')).toHaveLength(1)
    })

    it('wait for their next try, and are not lost to a clock that was far ahead (R-20)', async () => {
      const [{ carrierRecords }] = stores as [Store]
      await carrierRecords.note('CA1', 10)
      await carrierRecords.note('CA1', 20)
      await carrierRecords.later('CA1', 1000)
      expect(await carrierRecords.take(999, minuteMs, 1)).toEqual([])
      expect(await carrierRecords.take(1000, minuteMs, 1)).toEqual([
        { call: 'CA1', tries: 1, until: 10 + recordTriedMaxMs },
      ])
      await carrierRecords.later('CA1', 300 * dayMs)
      expect(await carrierRecords.take(minuteMs, minuteMs, 1)).toMatchObject([{ tries: 2 }])
    })

    it('are swept a day after nobody tries any more', async () => {
      const [{ carrierRecords }] = stores as [Store]
      await carrierRecords.note('CA1', 0)
      await carrierRecords.sweep(recordTriedMaxMs + dayMs)
      expect(await place.ask('select call from carrier_record')).toHaveLength(1)
      await carrierRecords.sweep(recordTriedMaxMs + dayMs + 1)
      expect(await place.ask('select call from carrier_record')).toEqual([])
    })
  },
)
