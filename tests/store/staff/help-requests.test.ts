import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { requestHoursMax, requestsMax } from '../../../src/conference/staff/help-request.ts'
import { hourMs } from '../../../src/conference/limits/limits-counting.ts'
import type { Store } from '../../../src/conference/ports.ts'
import { databases, type Place } from '../../kit/databases.ts'

const at = 1_800_000_000_000
const number = '030987654321'
const day = requestHoursMax * hourMs

describe.each(databases)('requests for help, on $name', ({ place: newPlace }) => {
  let place: Place
  let store: Store

  beforeEach(async () => {
    place = await newPlace()
    store = await place.open()
  })
  afterEach(async () => {
    await store.close()
    await place[Symbol.asyncDispose]()
  })

  const leave = (call = 'CA1', more: { number?: string; at?: number } = {}) =>
    store.atomically(({ helpRequests }) =>
      helpRequests.leave({ call, stage: 'pin', number: more.number, at: more.at ?? at }),
    )
  const only = async (now = at) => (await store.helpRequests.open(now))[0]!

  it('are one for each call, to which a number is added', async () => {
    await leave()
    expect(await only()).toMatchObject({ stage: 'pin', hasNumber: false, created: at })
    await leave('CA1', { number, at: at + 1 })
    await leave('CA1', { at: at + 2 })
    expect(await store.helpRequests.open(at)).toHaveLength(1)
    const { id, hasNumber, created } = await only()
    expect({ hasNumber, created }).toEqual({ hasNumber: true, created: at })
    expect(await store.helpRequests.take(id, at)).toEqual({ is: 'taken', number })
  })

  it('are taken once, and open again when the caller asks again', async () => {
    await leave('CA1', { number })
    const { id } = await only()
    await store.helpRequests.take(id, at + 1)
    expect(await store.helpRequests.take(id, at + 2)).toEqual({ is: 'taken-before', at: at + 1 })
    expect(await only()).toMatchObject({ taken: at + 1 })
    await leave()
    expect(await store.helpRequests.take(id, at + 3)).toEqual({ is: 'taken', number })
  })

  it('are gone when they are done, and after a day (P-04)', async () => {
    await leave('CA1', { number })
    const { id } = await only()
    expect(await store.helpRequests.done(id)).toBe(true)
    expect(await store.helpRequests.done(id)).toBe(false)
    expect(await store.helpRequests.take(id, at)).toEqual({ is: 'unknown' })
    await leave('CA2', { number })
    const { id: other } = await only()
    expect(await store.helpRequests.open(at + day)).toEqual([])
    expect(await store.helpRequests.take(other, at + day)).toEqual({ is: 'unknown' })
    expect(await store.helpRequests.sweep(at + day - 1)).toBe(0)
    expect(await store.helpRequests.sweep(at + day)).toBe(1)
    expect(await place.ask('select * from help_request')).toEqual([])
  })

  it('are kept up to a limit, the newest', async () => {
    await store.atomically(async ({ helpRequests }) => {
      for (let calls = 0; calls <= requestsMax; calls++) {
        await helpRequests.leave({ call: `CA${calls}`, stage: 'pin', number, at: at + calls })
      }
    })
    const kept = await store.helpRequests.open(at)
    expect(kept).toHaveLength(requestsMax)
    expect(kept[0]?.created).toBe(at + 1)
  })

  it('hold neither the number nor the name of the call (P-02, P-03)', async () => {
    const call = `CA${'5'.repeat(32)}`
    await leave(call, { number })
    const everything = await place.everything()
    expect(everything).toContain('help_request')
    expect(everything).not.toContain(number)
    expect(everything).not.toContain(call)
  })
})
