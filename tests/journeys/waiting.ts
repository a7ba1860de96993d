import { expect } from '@jest/globals'
import type { Journeys, RunningWithRest } from '../kit/journey.ts'
import { caller, callerIn, hostIn, type Caller } from '../kit/phone.ts'
import type { PlaceWithHost } from '../kit/running.ts'

/** Longer than the words of the waiting room: music is playing by then. */
const waitsSeconds = 15

/** A host and two guests at the door, all of them humming. */
async function withTwoWaiting(
  rundruf: RunningWithRest,
  then: (all: { dora: Caller; ada: Caller; bob: Caller; place: PlaceWithHost }) => Promise<void>,
): Promise<void> {
  const place = await rundruf.newRoom({ waitingRoom: true })
  await using dora = await hostIn('dora', place)
  await using ada = await callerIn('ada', place)
  await using bob = await callerIn('bob', place)
  await then({ dora, ada, bob, place })
}

export const journeys: Journeys = {
  'whoever waits hears nobody and is heard by nobody; the host lets in all': (rundruf) =>
    withTwoWaiting(rundruf, async ({ dora, ada, bob }) => {
      await Promise.all([
        dora.hearsNobodyFor(waitsSeconds),
        ada.hearsNobodyFor(waitsSeconds),
        bob.hearsNobodyFor(waitsSeconds),
      ])
      await dora.presses('*1')
      await dora.listens()
      await dora.presses('2')
      await Promise.all([
        dora.comesToHear('ada', 'bob'),
        ada.comesToHear('dora', 'bob'),
        bob.comesToHear('dora', 'ada'),
      ])
    }),

  'the host lets in one by one: the first who came first': (rundruf) =>
    withTwoWaiting(rundruf, async ({ dora, ada, bob }) => {
      await dora.hearsNobodyFor(waitsSeconds)
      await dora.presses('*11#')
      await Promise.all([dora.comesToHear('ada'), ada.comesToHear('dora')])
      await bob.hearsNobodyFor(3)
      await dora.presses('*1')
      await Promise.all([dora.comesToHear('ada', 'bob'), bob.comesToHear('dora', 'ada')])
    }),

  'without a PIN there is always somebody at the door': async (rundruf) => {
    const place = await rundruf.newRoom({ guestPin: undefined })
    await using dora = await hostIn('dora', place)
    await using ada = await caller('ada', place)
    await ada.listens()
    await ada.presses(place.room)
    ada.hums()
    await Promise.all([dora.hearsNobodyFor(25), ada.hearsNobodyFor(25)])
    await dora.presses('*1')
    await Promise.all([dora.comesToHear('ada'), ada.comesToHear('dora')])
  },

  'with "wait for the host" two guests do not meet before the host is there': async (rundruf) => {
    const place = await rundruf.newRoom({ waitForHost: true })
    await using ada = await callerIn('ada', place)
    await using bob = await callerIn('bob', place)
    await Promise.all([ada.hearsNobodyFor(waitsSeconds), bob.hearsNobodyFor(waitsSeconds)])
    await using dora = await hostIn('dora', place)
    await Promise.all([
      dora.comesToHear('ada', 'bob'),
      ada.comesToHear('dora', 'bob'),
      bob.comesToHear('dora', 'ada'),
    ])
  },

  'the music of whoever waits never reaches the room': async (rundruf) => {
    const place = await rundruf.newRoom({ waitingRoom: true })
    await using dora = await hostIn('dora', place)
    await using ada = await hostIn('ada', place)
    await Promise.all([dora.comesToHear('ada'), ada.comesToHear('dora')])
    dora.isSilent()
    ada.isSilent()
    await using bob = await callerIn('bob', place)
    bob.isSilent()
    // Hosts are told that somebody waits; on a busy machine the end of that comes late.
    await Promise.all([ada.listens(), bob.hearsMusic()])
    // Nobody speaks in the room: whatever is heard there besides the breath of the line came from outside.
    expect(await ada.loudestWithin(10)).toBeLessThan(-50)
  },
}
