import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { restSettings } from '../kit/journey.ts'
import { hum, unheardUntilDbfs } from '../kit/hearing.ts'
import { organiserDesk, type Organiser, type OrganiserDesk } from '../kit/organiser.ts'
import { caller, callerIn, hostIn, type Caller } from '../kit/phone.ts'
import { running, type PlaceWithHost, type Running } from '../kit/running.ts'
import { together } from '../kit/together.ts'
import { heardLevel } from '../../src/telephone/tones.ts'

/* An evening led from a page, with real sound: what the organiser does is heard, and what is not theirs is not. */

let rundruf: Running
let desk: OrganiserDesk
beforeAll(async () => {
  rundruf = await running(await restSettings())
  desk = await organiserDesk(rundruf)
}, 30_000)
afterAll(async () => {
  await desk[Symbol.asyncDispose]()
  await rundruf[Symbol.asyncDispose]()
}, 30_000)

type Three = { readonly ada: Caller; readonly bob: Caller; readonly cy: Caller }

let telephones = 0
const freshNumber = (): string => `+4930902${String(telephones++).padStart(6, '0')}`

/** Ada, Bob and Cy came in this order, so they are lines 1, 2 and 3; all of them hum. */
async function withThree(
  then: (three: Three, organiser: Organiser, place: PlaceWithHost) => Promise<void>,
  from = freshNumber(),
): Promise<void> {
  const place = await rundruf.newRoom()
  await using ada = await callerIn('ada', place, { from: freshNumber() })
  await using bob = await callerIn('bob', place, { from: freshNumber() })
  await using cy = await callerIn('cy', place, { from })
  await Promise.all([
    ada.comesToHear('bob', 'cy'),
    bob.comesToHear('ada', 'cy'),
    cy.comesToHear('ada', 'bob'),
  ])
  await then({ ada, bob, cy }, await desk.of(place), place)
}

/** As much as tells a tone: what is silent was so for as long already. */
const lookBackSeconds = 0.1
const muteMaxMs = 500
const judgesMaxMs = 3000
/** Nothing is left of what was hummed before. */
const quietLineMs = 500

it('mute: the caller is silent for the others within 500 ms, hears why, and hears on', async () => {
  await withThree(async ({ ada, bob, cy }, organiser) => {
    const { handset } = ada.phone
    const isSilent = () =>
      heardLevel(handset.heard.sound(lookBackSeconds), hum.cy) < unheardUntilDbfs
    expect(isSilent()).toBe(false)
    const begin = performance.now()
    const silent = handset.until(isSilent, judgesMaxMs).then(() => performance.now() - begin)
    expect(await organiser.doesTo(3, 'mute')).toBe('done')
    expect(await silent).toBeLessThan(muteMaxMs)
    await Promise.all([ada.comesToHear('bob'), bob.comesToHear('ada')])
    expect((await organiser.sees()).inside.map(({ muted }) => muted)).toEqual([false, false, true])
    // The sentence covers the others for a moment.
    await cy.comesToHear()
    await cy.comesToHear('ada', 'bob')
    await cy.presses('*6')
    await Promise.all([ada.comesToHear('bob', 'cy'), cy.comesToHear('ada', 'bob')])
  })
}, 90_000)

const journeys: Readonly<Record<string, () => Promise<void>>> = {
  'remove: hears a sentence, is gone for the others, and stays out with the PIN': async () => {
    const from = freshNumber()
    await withThree(async ({ ada, bob, cy }, organiser, place) => {
      expect(await organiser.doesTo(3, 'remove')).toBe('done')
      const [said] = await Promise.all([
        cy.hearsGoodbye(),
        ada.comesToHear('bob'),
        bob.comesToHear('ada'),
      ])
      expect(said).toBe(true)
      await using again = await callerIn('cy', place, { from })
      again.isSilent()
      expect(await again.hearsGoodbye()).toBe(true)
      expect(await ada.hears()).toEqual(['bob'])
      expect((await organiser.sees()).inside.map(({ number }) => number)).toEqual([1, 2])
      // Somebody else from another telephone still comes in.
      await using dora = await callerIn('dora', place, { from: freshNumber() })
      await Promise.all([dora.comesToHear('ada', 'bob'), ada.comesToHear('bob', 'dora')])
    }, from)
  },

  'make host: the host is cut off, a guest leads, and the host comes back': async () => {
    await withThree(async ({ ada, bob, cy }, organiser, place) => {
      const before = await hostIn('dora', place, { from: freshNumber() })
      await before.comesToHear('ada', 'bob', 'cy')
      await before.hangsUp()
      await ada.comesToHear('bob', 'cy')
      expect(await organiser.doesTo(1, 'make-host')).toBe('done')
      await ada.comesToHear()
      await ada.comesToHear('bob', 'cy')
      await ada.presses('*7')
      await Promise.all([ada.comesToHear(), bob.comesToHear('ada'), cy.comesToHear('ada')])
      await using dora = await hostIn('dora', place)
      await dora.comesToHear('ada')
      const roles = (await organiser.sees()).inside.map(({ role }) => role)
      expect(roles).toEqual(['host', 'guest', 'guest', 'host'])
    })
  },

  'end: everybody hears a goodbye, in the menu too': async () => {
    await withThree(async ({ ada, bob, cy }, organiser, place) => {
      await bob.presses('*')
      await ada.comesToHear('cy')
      for (const one of [ada, bob, cy]) one.isSilent()
      expect(await organiser.does({ do: 'end' })).toBe('done')
      const goodbyes = await Promise.all([ada, bob, cy].map((one) => one.hearsGoodbye()))
      expect(goodbyes).toEqual([true, true, true])
      await rundruf.untilCallersIn(place.room, 0)
    })
  },

  'a speaking round: each is told alone, and a tone ends the time of the one who speaks':
    async () => {
      await withThree(async ({ ada, bob, cy }, organiser) => {
        for (const one of [ada, bob, cy]) one.isSilent()
        for (const { phone } of [ada, bob, cy]) {
          await phone.handset.until(() => phone.handset.ear.quietMs > quietLineMs, judgesMaxMs)
          phone.handset.ear.mark()
        }
        expect(await organiser.does({ do: 'start-round', secondsEach: 60 })).toBe('done')
        const [turn, next] = await Promise.all([ada.listens(), bob.listens()])
        // "Sie sind an der Reihe. …" and "Nach dieser Person sind Sie an der Reihe."
        expect(turn).toBeGreaterThan(1)
        expect(next).toBeGreaterThan(1)
        expect(cy.phone.handset.ear.utterance).toBeUndefined()
        const toneWithinMs = 75_000
        const { ear } = ada.phone.handset
        await ada.phone.handset.until(
          () => ear.utterance !== undefined && ear.quietMs > 500,
          toneWithinMs,
        )
        const tone = ear.utterance
        expect((tone?.untilMs ?? 0) - (tone?.fromMs ?? 0)).toBeGreaterThan(0)
        expect((tone?.untilMs ?? 0) - (tone?.fromMs ?? 0)).toBeLessThan(1500)
        expect(bob.phone.handset.ear.utterance).toBeUndefined()
        // Nobody is cut off: whoever speaks on is heard.
        ada.hums()
        await Promise.all([bob.comesToHear('ada'), cy.comesToHear('ada')])
        expect(await organiser.does({ do: 'next-speaker' })).toBe('done')
        expect((await organiser.sees()).round?.spoken).toHaveLength(1)
      })
    },

  'a prepared sentence is heard by all, and nobody by one who waits': async () => {
    await withThree(async ({ ada, bob, cy }, organiser, place) => {
      expect(await organiser.does({ do: 'lock' })).toBe('done')
      for (const one of [ada, bob, cy]) await one.comesToHear()
      await Promise.all([ada.comesToHear('bob', 'cy'), cy.comesToHear('ada', 'bob')])
      await using dora = await caller('dora', place, { from: freshNumber() })
      await dora.presses(place.room + place.pin)
      dora.hums()
      await dora.hearsNobodyFor(12)
      expect((await organiser.sees()).waiting).toMatchObject([{ number: 4, because: 'locked' }])
      const heard = Promise.all([ada, bob, cy].map((one) => one.comesToHear()))
      expect(await organiser.does({ do: 'announce', sentence: 'break-now' })).toBe('done')
      await heard
      expect(await organiser.does({ do: 'let-all-in' })).toBe('done')
      await Promise.all([
        dora.comesToHear('ada', 'bob', 'cy'),
        ada.comesToHear('bob', 'cy', 'dora'),
      ])
    })
  },
}

describe('an organiser', () => {
  together(journeys, () => undefined)
})
