import { expect } from '@jest/globals'
import { stay } from '../../src/telephone/manners.ts'
import type { Journeys } from '../kit/journey.ts'
import { callerIn, type Caller } from '../kit/phone.ts'

/** The shortest meeting there is, all but the last of it over. */
const lengthMaxMinutes = 10
/** Enough for two to come in, and more than the minute for which a carrier lets anybody in at least. */
const leftSeconds = 80
/** Whoever comes in as late as this is not asked with the others, but much later. */
const lateSeconds = 55

/** Talks on until so much is left. */
async function talksUntil({ phone }: Caller, moment: number): Promise<void> {
  await stay(phone.handset, Math.max(0, moment - Date.now()) / 1000)
}

export const journeys: Journeys = {
  'the time is up: whoever presses 1 stays, whoever is silent hears a sentence and is hung up':
    async (rundruf) => {
      const place = await rundruf.newRoom({ lengthMaxMinutes })
      const until = Date.now() + leftSeconds * 1000
      await rundruf.meetingSince(place.room, until - lengthMaxMinutes * 60_000)
      await using ada = await callerIn('ada', place)
      await using bob = await callerIn('bob', place)
      await Promise.all([ada.comesToHear('bob'), bob.comesToHear('ada')])
      await talksUntil(ada, until - lateSeconds * 1000)
      await using dora = await callerIn('dora', place)
      await Promise.all([ada.comesToHear('bob', 'dora'), dora.comesToHear('ada', 'bob')])
      // Bob's receiver lies beside the telephone.
      bob.isSilent()
      await talksUntil(ada, until)
      // Dora goes on humming: who does not hear her is out of the meeting.
      await ada.comesToHear()
      ada.phone.handset.ear.mark()
      await ada.hearsSomething()
      await ada.presses('1')
      await Promise.all([ada.comesToHear('dora'), dora.comesToHear('ada')])
      expect(await bob.hearsGoodbye()).toBe(true)
      await rundruf.untilCallersIn(place.room, 2)
    },
}
