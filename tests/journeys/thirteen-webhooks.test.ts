import { expect, test } from '@jest/globals'
import { webhookLineOf } from '../kit/lines.ts'
import { openHouse } from '../kit/rooms.ts'
import { thirteen } from './thirteen.ts'

test.each(Object.entries(thirteen))(
  'A-25, as Twilio calls: %s',
  async (_who, { goes, refusals = 0 }) => {
    await using house = await openHouse()
    const ada = await house.carrier.dial()
    await goes(webhookLineOf(ada), { room: house.room.number, pin: house.room.guestPin ?? '' })
    expect(ada.at).toBe('conference')
    expect(house.happened.filter(({ event }) => event === 'caller.refused')).toHaveLength(refusals)
  },
)
