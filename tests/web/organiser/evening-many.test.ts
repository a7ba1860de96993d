import { expect, it } from '@jest/globals'
import { organisersOfRoomMax } from '../../../src/conference/organiser/organising.ts'
import { streamsOfAccountMax } from '../../../src/web/live/pages.ts'
import { anEvening, guest } from '../../kit/evenings.ts'
import { readLive } from '../../kit/live-reader.ts'
import { openWebHouse } from '../../kit/web-house.ts'

/* Not how quick it is (tests do not measure that), only that nobody is forgotten and nothing is done 300 times. */

it('300 open pages of one room: all are told, and it is asked once', async () => {
  await using house = await openWebHouse()
  const room = await house.roomOf(await house.signedIn())
  const organisers = await Promise.all(
    Array.from({ length: organisersOfRoomMax }, (_, at) => house.signedIn(`o${at}@example.org`)),
  )
  for (const { account } of organisers)
    await house.store.organised.join(account.id, room.id, house.clock.now())
  const pages = await Promise.all(
    organisers.flatMap((one) =>
      Array.from({ length: streamsOfAccountMax }, () =>
        readLive(one, `/rooms/${room.id}/evening/live`),
      ),
    ),
  )
  expect(pages).toHaveLength(300)
  await Promise.all(pages.map((page) => page.nextOf('change')))

  let asked = 0
  const show = house.evenings.show.bind(house.evenings)
  house.evenings.show = (of) => {
    asked += 1
    return show(of)
  }
  house.evenings.set(room, anEvening({ inside: [guest(1), guest(2)] }))
  const told = await Promise.all(pages.map((page) => page.nextOf('change')))
  expect(new Set(told.map(({ data }) => data.here))).toEqual(new Set(['2 sind da']))
  expect(asked).toBe(1)
  expect(house.faults).toEqual([])
})
