import type { Journeys } from '../kit/journey.ts'
import { lineOf } from '../kit/lines.ts'
import { caller, callerIn } from '../kit/phone.ts'
import type { Place, Running } from '../kit/running.ts'
import { thirteen, type Way } from './thirteen.ts'

export const journeys: Journeys = Object.fromEntries(
  Object.entries(thirteen).map(([who, way]) => [
    `A-25, on the switch: ${who}`,
    async (rundruf) => {
      await leadsIn(way, await anOrdinaryRoom(rundruf))
    },
  ]),
)

/** Keyed as a room number, a PIN that begins with 9 would ask for the long PIN of a confidential room. */
async function anOrdinaryRoom(rundruf: Running): Promise<Place> {
  for (;;) {
    const place = await rundruf.newRoom()
    if (!place.pin.startsWith('9')) return place
  }
}

/** Bob is in the room already: whoever comes in hears his tone, and he theirs. */
async function leadsIn({ goes }: Way, place: Place): Promise<void> {
  await using bob = await callerIn('bob', place)
  await using ada = await caller('ada', place)
  await goes(lineOf(ada), place)
  ada.hums()
  await Promise.all([ada.comesToHear('bob'), bob.comesToHear('ada')])
}
