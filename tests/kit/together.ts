import { inspect } from 'node:util'
import { afterAll, beforeAll, test } from '@jest/globals'

/** Whole calls, told as callers go through them; by name. */
type Told<Place> = Readonly<Record<string, (place: Place) => Promise<void>>>

/** For one call from its first ring to its last word, twice, and for those of all the others in between. */
const journeysMaxMs = 300_000

/**
 * All of them at the same time in one place, each in a room of its own: most of a call is listening.
 *
 *   beforeAll   a ─────────▶
 *               b ──▶                        each test only asks how its journey ended;
 *               c ───── ✗        c ─────▶    one that failed in the crowd goes once more, alone
 *
 * Dozens of telephones share the machine with the switch they call. One whose sound stumbled for want of a processor says
 * nothing about the switch; what is broken is broken alone as well.
 */
export function together<Place>(journeys: Told<Place>, place: () => Place): void {
  const firstTries = new Map<string, Promise<unknown>>()

  const goes = async (journey: Told<Place>[string]): Promise<unknown> => {
    try {
      await journey(place())
      return undefined
    } catch (error) {
      return error ?? new Error('failed without saying why')
    }
  }

  beforeAll(() => {
    for (const [name, journey] of Object.entries(journeys)) firstTries.set(name, goes(journey))
  })
  afterAll(() => Promise.all(firstTries.values()), journeysMaxMs)

  test.each(Object.entries(journeys))(
    '%s',
    async (name, journey) => {
      const failure = await firstTries.get(name)
      if (failure === undefined) return
      await Promise.all(firstTries.values())
      process.stderr.write(`Once more, alone: ${name}\n  ${inspect(failure)}\n`)
      await journey(place())
    },
    journeysMaxMs,
  )
}
