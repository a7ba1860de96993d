import { expect } from '@jest/globals'
import { testWay } from '../../src/commands/test-call.ts'
import { practiceNumberUsual } from '../../src/conference/call/practice.ts'
import { openSecrets } from '../../src/secrets.ts'
import { readSettings } from '../../src/settings.ts'
import { heardLevel, sine } from '../../src/telephone/tones.ts'
import { heardFromDbfs, unheardUntilDbfs } from '../kit/hearing.ts'
import type { Journeys } from '../kit/journey.ts'
import { caller, callerIn, type Caller } from '../kit/phone.ts'

/** A radio beside the telephone: no pause, and no pure tone. */
const radio = { hertz: [520, 630], dbfs: -15 } as const
/** It takes 20 s; a line that stumbled meanwhile is listened to anew. */
const noticedWithinMs = 70_000
const judgedSeconds = 0.5

function playsTheRadio({ phone: { handset } }: Caller): void {
  const [low, high] = radio.hertz.map((hertz) => sine(hertz, radio.dbfs, 1))
  handset.say(
    low?.map((sample, n) => sample + (high?.[n] ?? 0)),
    'again',
  )
}

/** Resolves as soon as the radio is heard, or is not heard any more. */
function comesToHearRadio({ phone: { handset } }: Caller, heard: boolean): Promise<boolean> {
  const so = (): boolean => {
    const level = heardLevel(handset.heard.sound(judgedSeconds), radio.hertz[0])
    return heard ? level >= heardFromDbfs : level <= unheardUntilDbfs
  }
  return handset.until(so, noticedWithinMs)
}

export const journeys: Journeys = {
  'A-21: the practice line says the keys back, and lets callers hear themselves': async (
    rundruf,
  ) => {
    await using ada = await caller('ada', rundruf)
    await ada.presses(practiceNumberUsual)
    expect(await ada.listens()).toBeGreaterThan(1)
    await ada.presses('5')
    expect(await ada.listens()).toBeGreaterThan(1)
    expect(await ada.listens()).toBeGreaterThan(1)
    await ada.presses('*6')
    expect(await ada.listens()).toBeGreaterThan(1)
    await ada.presses('*6')
    expect(await ada.listens()).toBeGreaterThan(1)
    ada.hums()
    await ada.comesToHear('ada')
    ada.isSilent()
    await ada.comesToHear()
  },

  'R-44: the test call hears what callers should hear': async (rundruf) => {
    const SIP_PORT = String(rundruf.telephone.port)
    const settings = readSettings({ ...rundruf.environment, SIP_PORT })
    const way = testWay(settings, openSecrets(settings.dataDir))
    expect(way.is === 'possible' && (await way.call())).toMatchObject({ is: 'passed' })
  },

  'a radio beside the telephone is muted after 20 s; *6 lifts it': async (rundruf) => {
    const place = await rundruf.newRoom()
    await using ada = await callerIn('ada', place)
    await using bob = await callerIn('bob', place)
    await using cy = await callerIn('cy', place)
    await ada.comesToHear('bob', 'cy')
    playsTheRadio(cy)
    expect(await comesToHearRadio(ada, true)).toBe(true)
    expect(await comesToHearRadio(ada, false)).toBe(true)
    await ada.comesToHear('bob')
    await bob.comesToHear('ada')
    cy.hums()
    await cy.presses('*6')
    await Promise.all([ada.comesToHear('bob', 'cy'), bob.comesToHear('ada', 'cy')])
  },
}
