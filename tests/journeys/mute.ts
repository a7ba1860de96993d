import { z } from 'zod'
import type { Journeys, RunningWithRest } from '../kit/journey.ts'
import { callerIn, type Caller } from '../kit/phone.ts'

const calls = z.object({ calls: z.array(z.object({ sid: z.string(), from: z.string() })) })
const conferences = z.object({ conferences: z.array(z.object({ sid: z.string() })) })
const participants = z.object({ participants: z.array(z.object({ call_sid: z.string() })) })

/** How Cy calls here, so that the carrier's interface can tell which of all calls is Cy's. */
const cysName = 'cy-who-is-muted'

/** Address of Cy as a participant, wherever that is. */
async function cyAsParticipant(rundruf: RunningWithRest): Promise<string> {
  const all = calls.parse(await rundruf.rest('/Calls.json?Status=in-progress')).calls
  const cy = all.find(({ from }) => from.includes(cysName))?.sid ?? 'nobody'
  const running = await rundruf.rest('/Conferences.json?Status=in-progress')
  for (const { sid } of conferences.parse(running).conferences) {
    const path = `/Conferences/${sid}/Participants`
    const here = participants.parse(await rundruf.rest(`${path}.json`)).participants
    if (here.some(({ call_sid: call }) => call === cy)) return `${path}/${cy}.json`
  }
  throw new Error('Cy is in no conference')
}

type Three = { readonly ada: Caller; readonly bob: Caller; readonly cy: Caller }

async function everybodyHearsEverybody({ ada, bob, cy }: Three): Promise<void> {
  await Promise.all([
    ada.comesToHear('bob', 'cy'),
    bob.comesToHear('ada', 'cy'),
    cy.comesToHear('ada', 'bob'),
  ])
}

export const journeys: Journeys = {
  'a muted caller is heard by nobody and hears everybody; one on hold neither': async (rundruf) => {
    const place = await rundruf.newRoom()
    await using ada = await callerIn('ada', place)
    await using bob = await callerIn('bob', place)
    await using cy = await callerIn('cy', place, { from: cysName })
    const three = { ada, bob, cy }
    await everybodyHearsEverybody(three)
    const address = await cyAsParticipant(rundruf)

    await rundruf.rest(address, { Muted: 'true' })
    await Promise.all([ada.comesToHear('bob'), bob.comesToHear('ada')])
    // Cy is told first that the microphone is off.
    await cy.comesToHear('ada', 'bob')
    await rundruf.rest(address, { Muted: 'false' })
    await everybodyHearsEverybody(three)

    await rundruf.rest(address, { Hold: 'true' })
    await Promise.all([ada.comesToHear('bob'), bob.comesToHear('ada'), cy.comesToHear()])
    await rundruf.rest(address, { Hold: 'false' })
    await everybodyHearsEverybody(three)
  },
}
