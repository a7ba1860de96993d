import { expect } from '@jest/globals'
import type { Journeys, RunningWithRest } from '../kit/journey.ts'
import { caller, callerIn, hostIn, type Caller } from '../kit/phone.ts'
import type { PlaceWithHost } from '../kit/running.ts'

type Three = { readonly ada: Caller; readonly bob: Caller; readonly cy: Caller }

/** Ada and Bob are guests, Cy too; a journey may bring a host. */
async function withThree(
  rundruf: RunningWithRest,
  then: (three: Three, place: PlaceWithHost) => Promise<void>,
): Promise<void> {
  const place = await rundruf.newRoom()
  await using ada = await callerIn('ada', place)
  await using bob = await callerIn('bob', place)
  await using cy = await callerIn('cy', place, { from: freshCaller() })
  const three = { ada, bob, cy }
  await everybodyHearsEverybody(three)
  await then(three, place)
}

let callers = 0
/** A telephone of one's own: whoever calls again from it is known. */
const freshCaller = (): string => `+4930901${String(callers++).padStart(6, '0')}`

async function everybodyHearsEverybody({ ada, bob, cy }: Three): Promise<void> {
  await Promise.all([
    ada.comesToHear('bob', 'cy'),
    bob.comesToHear('ada', 'cy'),
    cy.comesToHear('ada', 'bob'),
  ])
}

async function nobodyHearsCy({ ada, bob, cy }: Three): Promise<void> {
  await Promise.all([ada.comesToHear('bob'), bob.comesToHear('ada')])
  // Only then: right after the keys cy still hears them, and is about to be in the menu, where nobody hears cy either.
  await cy.comesToHear('ada', 'bob')
}

export const journeys: Journeys = {
  '*6: heard by nobody, hears everybody; *6 again: as before': (rundruf) =>
    withThree(rundruf, async (three) => {
      await three.cy.presses('*6')
      await nobodyHearsCy(three)
      await three.cy.presses('*6')
      await everybodyHearsEverybody(three)
    }),

  'a single key does nothing (A-15)': (rundruf) =>
    withThree(rundruf, async (three) => {
      await three.cy.presses('60918')
      expect(await three.cy.hears()).toEqual(['ada', 'bob'])
      expect(await three.ada.hears()).toEqual(['bob', 'cy'])
    }),

  'a * and nothing more leads back into the meeting': (rundruf) =>
    withThree(rundruf, async (three) => {
      await three.cy.presses('*')
      await three.ada.comesToHear('bob')
      await everybodyHearsEverybody(three)
    }),

  'cut off and called again: straight back in, and still muted': async (rundruf) => {
    const place = await rundruf.newRoom()
    const from = freshCaller()
    await using ada = await callerIn('ada', place)
    await using bob = await callerIn('bob', place)
    const before = await callerIn('cy', place, { from })
    await everybodyHearsEverybody({ ada, bob, cy: before })
    await before.presses('*6')
    await nobodyHearsCy({ ada, bob, cy: before })
    await before.hangsUp()
    // No hand dials as quickly as a test; the end of the call has to have arrived.
    await rundruf.untilCallersIn(place.room, 2)

    await using cy = await caller('cy', place, { from })
    cy.hums()
    await nobodyHearsCy({ ada, bob, cy })
    await cy.presses('*6')
    await everybodyHearsEverybody({ ada, bob, cy })
  },

  'guests of a room that mutes on entry are heard after *6': async (rundruf) => {
    const place = await rundruf.newRoom({ muteOnEntry: true })
    await using dora = await hostIn('dora', place)
    await using ada = await callerIn('ada', place)
    await ada.comesToHear('dora')
    await dora.hearsNobodyFor(2)
    await ada.presses('*6')
    await dora.comesToHear('ada')
  },

  '*7: all but the host are muted, and may speak again': (rundruf) =>
    withThree(rundruf, async ({ ada, bob, cy }, place) => {
      await using dora = await hostIn('dora', place)
      await ada.comesToHear('bob', 'cy', 'dora')
      await dora.presses('*7')
      await Promise.all([
        ada.comesToHear('dora'),
        bob.comesToHear('dora'),
        cy.comesToHear('dora'),
        dora.comesToHear(),
      ])
      await bob.presses('*6')
      await Promise.all([dora.comesToHear('bob'), ada.comesToHear('bob', 'dora')])
    }),

  '*5: the door is locked, and opened for one who waits': async (rundruf) => {
    const place = await rundruf.newRoom()
    await using dora = await hostIn('dora', place)
    await using ada = await callerIn('ada', place)
    await Promise.all([dora.comesToHear('ada'), ada.comesToHear('dora')])
    await dora.presses('*5')
    await dora.comesToHear('ada')
    await using bob = await callerIn('bob', place)
    await bob.hearsNobodyFor(15)
    await ada.comesToHear('dora')
    await dora.presses('*1')
    await Promise.all([dora.comesToHear('ada', 'bob'), bob.comesToHear('ada', 'dora')])
  },

  '*8 and 1: it ends for all, with a goodbye': (rundruf) =>
    withThree(rundruf, async ({ ada, bob, cy }, place) => {
      await using dora = await hostIn('dora', place)
      await ada.comesToHear('bob', 'cy', 'dora')
      const all = [ada, bob, cy, dora]
      await dora.presses('*8')
      await dora.listens()
      await dora.presses('1')
      for (const one of all) one.isSilent()
      const goodbyes = await Promise.all(all.map((one) => one.hearsGoodbye()))
      expect(goodbyes).toEqual([true, true, true, true])
      await rundruf.untilCallersIn(place.room, 0)
    }),

  'the host is cut off: the meeting goes on, and the host comes back as host': async (rundruf) => {
    const place = await rundruf.newRoom()
    const from = freshCaller()
    await using ada = await callerIn('ada', place)
    await using bob = await callerIn('bob', place)
    const before = await hostIn('dora', place, { from })
    await before.comesToHear('ada', 'bob')
    await before.hangsUp()
    await Promise.all([ada.comesToHear('bob'), bob.comesToHear('ada')])
    await rundruf.untilCallersIn(place.room, 2)

    await using dora = await caller('dora', place, { from })
    dora.hums()
    await Promise.all([dora.comesToHear('ada', 'bob'), ada.comesToHear('bob', 'dora')])
    await dora.presses('*7')
    await Promise.all([dora.comesToHear(), ada.comesToHear('dora'), bob.comesToHear('dora')])
  },
}
