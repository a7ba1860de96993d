import { expect, test } from '@jest/globals'
import { webhookLineOf } from '../kit/lines.ts'
import { openTwilioHouse } from '../kit/twilio-house.ts'
import { thirteen } from './thirteen.ts'

/** As it should be, and with every webhook delivered twice: the second answer is the same, and nothing counts twice. */
const deliveries = { once: 1, 'all twice (R-11)': 2 }

test.each(
  Object.entries(thirteen).flatMap(([who, way]) =>
    Object.entries(deliveries).map(([how, copies]) => ({ who, how, way, copies })),
  ),
)('A-25, as Twilio calls: $who; $how', async ({ way: { goes, refusals = 0 }, copies }) => {
  await using house = await openTwilioHouse()
  house.carrier.repeats(copies)
  const ada = await house.carrier.dial()
  await goes(webhookLineOf(ada), { room: house.room.number, pin: house.room.guestPin ?? '' })
  expect(ada.at).toBe('conference')
  expect(house.happened.filter(({ event }) => event === 'caller.refused')).toHaveLength(refusals)
  expect(await house.phone.whoIsIn(ada.conference)).toEqual([{ ...house.seat(ada), muted: false }])
  expect(house.rest.mistakes).toEqual([])
})
