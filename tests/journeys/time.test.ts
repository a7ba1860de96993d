import { describe, expect, it } from '@jest/globals'
import type { PretendCall } from '../kit/carrier.ts'
import { recorded, spokenSeconds } from '../kit/documents.ts'
import { aRoom, openHouse } from '../kit/rooms.ts'

/** Speech on the way into the room, from the first word. */
const speechSecondsMax = 25
const languages = ['de', 'en']

/** Seconds this caller has listened to so far, each document to its end. */
const listened = (call: PretendCall): number =>
  call.requests.reduce((sum, { answer }) => sum + spokenSeconds(answer.body), 0)

async function measured(locale: string, pin: string, others: number): Promise<number> {
  await using house = await openHouse({ locale, speech: await recorded(locale) })
  const keys = house.room.number + pin
  for (let other = 0; other < others; other++) {
    const one = await house.carrier.dial()
    await one.presses(keys)
  }
  const ada = await house.carrier.dial()
  await ada.presses(house.room.number)
  await ada.presses(pin)
  expect(ada.at).toBe('conference')
  return listened(ada)
}

const guestPin = aRoom().guestPin ?? ''
const { hostPin } = aRoom()

describe.each(languages)(
  `until somebody is in the room, ${speechSecondsMax} s are said at most (A-01): %s`,
  (locale) => {
    it.each([
      ['a guest, who is the first', guestPin, 0],
      ['a guest, with one other', guestPin, 1],
      ['a guest, with eight others', guestPin, 8],
      ['a host', hostPin, 0],
    ] as const)('%s', async (_who, pin, others) => {
      expect(await measured(locale, pin, others)).toBeLessThanOrEqual(speechSecondsMax)
    })
  },
)
