import { describe, expect, it } from '@jest/globals'
import type { Happening } from '../../../src/conference/happenings.ts'
import { CarrierAway, carrierBreaker, carrierRules } from '../../../src/voice/carrier/breaker.ts'
import { isAway } from '../../../src/voice/carrier/patience.ts'
import { noWaiting, openTwilioHouse } from '../../kit/twilio-house.ts'
import type { Trouble } from '../../kit/twilio-rest.ts'

const call = `CA${'3'.repeat(32)}`

async function houseWithBreaker() {
  let now = 0
  const happened: Happening[] = []
  const announce = (happening: Happening) => happened.push(happening)
  const guard = carrierBreaker({ now: () => now, announce, isAway })
  const house = await openTwilioHouse({ patience: { ...noWaiting([], 1000), guard } })
  return Object.assign(house, {
    told: happened,
    passes(ms: number) {
      now += ms
    },
    /** Asks so often, one after the other; what went wrong each time. */
    async asks(times: number) {
      const wrong: unknown[] = []
      for (let at = 0; at < times; at++) {
        await house.phone.isLive(call).catch((error: unknown) => wrong.push(error))
      }
      return wrong
    },
  })
}

describe('a carrier that does not answer (R-19)', () => {
  it.each<[string, Trouble]>([
    ['broken', { status: 500, code: 20500 }],
    ['in maintenance', { status: 503, code: 20503 }],
    ['hanging up', { then: 'hang-up' }],
  ])('%s: is asked five times, and then not any more', async (_, trouble) => {
    await using house = await houseWithBreaker()
    house.rest.troubles(() => trouble)
    const wrong = await house.asks(12)
    expect(house.rest.asked).toHaveLength(carrierRules.failuresMax)
    expect(wrong.slice(carrierRules.failuresMax)).toEqual(
      Array.from({ length: 7 }, () => expect.any(CarrierAway)),
    )
    expect(house.told).toEqual([{ event: 'carrier.away' }])
  })

  it('one asks after a while; when it answers, everybody asks again', async () => {
    await using house = await houseWithBreaker()
    await house.rest.goesDown()
    await house.asks(8)
    house.passes(carrierRules.waitMs)
    expect(await house.asks(3)).toHaveLength(3)
    await house.rest.comesBack()
    // The one that asked in vain makes the wait twice as long.
    house.passes(carrierRules.waitMs)
    expect(await house.asks(1)).toHaveLength(1)
    house.passes(carrierRules.waitMs)
    expect(await house.asks(3)).toEqual([])
    expect(house.told).toEqual([
      { event: 'carrier.away' },
      { event: 'carrier.back', awaySeconds: 15 },
    ])
  })

  it.each<[string, Trouble]>([
    ['busy', { status: 429, code: 20429 }],
    ['says no', { status: 400, code: 20001 }],
    ['knows nobody of that name', { status: 404, code: 20404 }],
  ])('a carrier that is %s is there', async (_, trouble) => {
    await using house = await houseWithBreaker()
    house.rest.troubles(() => trouble)
    await house.asks(12)
    expect(house.rest.asked).toHaveLength(12)
    expect(house.told).toEqual([])
  })

  it('callers who come in need it for nothing: they meet, and only steering waits', async () => {
    await using house = await houseWithBreaker()
    await house.rest.goesDown()
    await house.asks(6)
    const ada = await house.comesIn()
    const bob = await house.comesIn()
    expect([ada.at, bob.at]).toEqual(['conference', 'conference'])
    expect(house.carrier.present(ada.conference)).toHaveLength(2)
  })
})
