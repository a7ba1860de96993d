import { expect } from '@jest/globals'
import type { Journeys } from '../kit/journey.ts'

/** The doctor is a process of its own, beside the running ones. */
export const journeys: Journeys = {
  'the doctor finds nothing wrong with what npm start has set up': async (rundruf) => {
    const said = await rundruf.command('doctor')
    expect(said).toContain('Nothing is wrong.')
    expect(said).toMatch(/ports +ok +all are ours/)
    expect(said).toMatch(/number +ok +\+10000000000 leads here/)
  },
  'the number of our own switch is listed and assigned like Twilio’s': async (rundruf) => {
    expect(await rundruf.command('number', 'list')).toBe('+10000000000  leads here\n')
    expect(await rundruf.command('number', 'assign')).toBe('+10000000000 leads here already.\n')
  },
}
