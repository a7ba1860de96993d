import type { Evening } from '../../src/conference/meeting/evening.ts'
import { anEvening, fullEvening, guest, nobodyThere } from '../kit/evenings.ts'
import type { WebHouse } from '../kit/web-house.ts'
import type { Organiser, PageState } from './pages.ts'

/** The live page of a room in which it stands so. */
const evening =
  (stands: Evening, more = '') =>
  async (house: WebHouse, organiser: Organiser): Promise<string> => {
    const room = await house.roomOf(organiser, { name: 'Dienstagsgruppe' })
    house.evenings.set(room, stands)
    return `/rooms/${room.id}/evening${more}`
  }

const four = anEvening({
  inside: [
    guest(1, { role: 'host', talking: true }),
    guest(2),
    guest(3, { muted: true }),
    guest(4),
  ],
})

/** The live evening, in every state. */
export const pagesOfEvening: readonly PageState[] = [
  { name: 'evening, nobody', scripts: true, at: evening(nobodyThere) },
  { name: 'evening, four', scripts: true, at: evening(four) },
  { name: 'evening, everything', scripts: true, at: evening(fullEvening) },
  {
    name: 'evening, carrier away',
    scripts: true,
    at: evening({ ...four, carrierAnswers: false }),
  },
  {
    name: 'evening, something failed',
    scripts: true,
    at: (house, organiser) => {
      house.evenings.answer = 'carrier-failed'
      return evening(fullEvening)(house, organiser)
    },
    then: (page) => page.getByRole('button', { name: 'Stumm schalten: Maria' }).click(),
  },
  { name: 'evening, name', at: evening(fullEvening, '/lines/line2') },
  {
    name: 'evening, name too long',
    at: evening(fullEvening, '/lines/line2'),
    then: async (page) => {
      const field = page.getByRole('textbox')
      await field.evaluate((input) => {
        input.removeAttribute('maxlength')
      })
      await field.fill('a'.repeat(31))
      await page.getByRole('button', { name: 'Speichern' }).click()
    },
  },
]
