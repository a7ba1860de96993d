import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { reconcile } from '../../src/voice/carrier/reconcile.ts'
import { lookAfterMeetings } from '../../src/voice/upkeep.ts'
import { addresses } from '../../src/voice/addresses.ts'
import { openTwilioHouse, type TwilioHouse } from '../kit/twilio-house.ts'

/* the clock of the machine jumps while a meeting goes on. */

const hourMs = 60 * 60_000

let house: TwilioHouse
beforeEach(async () => {
  house = await openTwilioHouse()
})
afterEach(async () => {
  await house[Symbol.asyncDispose]()
  expect(house.rest.mistakes).toEqual([])
})

describe.each([hourMs, -hourMs])('R-20: the clock jumps by %d ms', (jumpMs) => {
  it('nobody is cut off, the keys work, and others get in', async () => {
    const ada = await house.comesIn()
    const onTheWay = await house.carrier.dial()
    await onTheWay.presses(house.room.number)
    house.clock.passes(jumpMs)
    const parts = { ...house.parts, phone: house.phone }
    await reconcile(parts)
    await lookAfterMeetings({ ...parts, addresses: addresses(parts.settings.publicUrl) })
    expect(ada.at).toBe('conference')
    await onTheWay.presses(house.room.guestPin ?? '')
    const bob = await house.comesIn()
    expect([onTheWay.conference, bob.conference]).toEqual([ada.conference, ada.conference])
    await ada.presses('*6')
    if (ada.at !== 'conference') await ada.waits()
    expect(ada.document).toContain('muted="true"')
    house.clock.passes(-jumpMs)
    await reconcile(parts)
    expect(house.carrier.present(ada.conference)).toHaveLength(3)
  })

  it('limits neither forget nor lock out', async () => {
    const from = '+4930222222'
    const wrong = async (times: number) => {
      for (let time = 0; time < times; time++) {
        const call = await house.carrier.dial(from)
        await call.presses(`${house.room.number}111222`)
        await call.hangsUp()
      }
    }
    await wrong(3)
    house.clock.passes(jumpMs)
    const right = await house.carrier.dial(from)
    await right.presses(house.room.number + (house.room.guestPin ?? ''))
    expect(right.at).toBe('conference')
    await wrong(12)
    house.clock.passes(-jumpMs)
    const other = await house.comesIn()
    expect(other.at).toBe('conference')
  })
})
