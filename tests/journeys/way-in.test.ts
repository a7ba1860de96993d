import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { caller, callerIn, type Caller } from '../kit/phone.ts'
import { running, type Place, type Running } from '../kit/running.ts'

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
    await ada.phone.handset.until(() => ada.phone.handset.ear.utterance !== undefined, 5000)
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
    await ada.listens()
    await ada.presses(room)
    await ada.listens()
    await ada.presses(pin)
  },

  'a wrong room first: the PIN is asked for all the same, then both right': async (ada, place) => {
    await ada.listens()
    await ada.presses(notThe(place.room))
    expect(await ada.listens()).toBeGreaterThan(1)
    await ada.presses(place.pin)
    await ada.keysIn(place)
  },

  'silence: the prompt comes again, and nothing is lost': async (ada, place) => {
    await ada.listens()
    expect(await ada.listens()).toBeGreaterThan(1)
    await ada.presses(place.room)
    await ada.listens()
    expect(await ada.listens()).toBeGreaterThan(1)
    await ada.presses(place.pin)
  },
}

let rundruf: Running
const walked = new Map<string, Promise<string[]>>()

// All of them walk at the same time, each into a room of their own: most of a way in is listening.
beforeAll(async () => {
  rundruf = await running()
  for (const [name, way] of Object.entries(ways)) {
    const place = await rundruf.newRoom()
    const arrived = walk(way, place)
    arrived.catch(() => undefined)
    walked.set(name, arrived)
  }
}, 60_000)
afterAll(() => rundruf[Symbol.asyncDispose]())

/** Bob is in the room already: whoever comes in hears his tone, and he theirs. */
async function walk(way: Way, place: Place): Promise<string[]> {
  await using bob = await callerIn('bob', place)
  await using ada = await caller('ada', place)
  await way(ada, place)
  ada.hums()
  await Promise.all([ada.comesToHear('bob'), bob.comesToHear('ada')])
  return [...(await ada.hears()), ...(await bob.hears())]
}

test.each(Object.keys(ways))(
  '%s leads into the room',
  async (name) => {
    expect(await walked.get(name)).toEqual(['bob', 'ada'])
  },
  90_000,
)
