import { expect } from '@jest/globals'
import type { Journeys } from '../kit/journey.ts'
import { caller, callerIn, type Caller } from '../kit/phone.ts'
import type { Place } from '../kit/running.ts'

/** A way into a room, told as the caller goes it. At its end the caller must be in. */
type Way = (ada: Caller, place: Place) => Promise<void>

const notThe = (number: string): string =>
  number.replace(/\d$/, (last) => (last === '7' ? '8' : '7'))

const ways: Readonly<Record<string, Way>> = {
  'listening to every prompt to its end': (ada, place) => ada.keysIn(place),

  'room and PIN typed ahead in one go': (ada, { room, pin }) => ada.presses(room + pin),

  'both numbers ended with #': async (ada, { room, pin }) => {
    await ada.listens()
    await ada.presses(`${room}#`)
    await ada.listens()
    await ada.presses(`${pin}#`)
  },

  'a late # after the room number, while the next prompt speaks': async (ada, { room, pin }) => {
    await ada.listens()
    await ada.presses(room)
    await ada.hearsSomething()
    await ada.presses('#')
    await ada.listens()
    await ada.presses(pin)
  },

  '* corrects the room number': async (ada, { room, pin }) => {
    await ada.listens()
    await ada.presses(`${room.slice(0, 3)}9*`)
    await ada.listens()
    await ada.presses(room)
    await ada.listens()
    await ada.presses(pin)
  },

  'a wrong PIN first, then both numbers right': async (ada, { room, pin }) => {
    await ada.listens()
    await ada.presses(room + notThe(pin))
    expect(await ada.listens()).toBeGreaterThan(1)
    await ada.presses(room + pin)
  },

  'a wrong room first: the PIN is asked for all the same': async (ada, { room, pin }) => {
    await ada.listens()
    await ada.presses(notThe(room))
    expect(await ada.listens()).toBeGreaterThan(1)
    await ada.presses(pin)
    await ada.hearsSomething()
    await ada.presses(room + pin)
  },

  'silence: the question comes again, and nothing is lost': async (ada, { room, pin }) => {
    await ada.listens()
    expect(await ada.listens()).toBeGreaterThan(1)
    await ada.presses(room + pin)
  },
}

export const journeys: Journeys = Object.fromEntries(
  Object.entries(ways).map(([name, way]) => [
    `${name}, leads into the room`,
    async (rundruf) => {
      await leadsIn(way, await rundruf.newRoom())
    },
  ]),
)

/** Bob is in the room already: whoever comes in hears his tone, and he theirs. */
async function leadsIn(way: Way, place: Place): Promise<void> {
  await using bob = await callerIn('bob', place)
  await using ada = await caller('ada', place)
  await way(ada, place)
  ada.hums()
  await Promise.all([ada.comesToHear('bob'), bob.comesToHear('ada')])
}
