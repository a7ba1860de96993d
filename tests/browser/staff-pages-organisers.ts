import { organisersOfPageMax } from '../../src/conference/staff/organisers-for-staff.ts'
import { aRoom, randomness } from '../kit/rooms.ts'
import type { StaffHouse } from '../kit/staff-house.ts'
import type { StaffPage } from './staff-pages.ts'

const dayMs = 24 * 60 * 60_000

/** Somebody with an account, seen last some days ago. */
async function anOrganiser({ store, clock }: StaffHouse, address: string, daysAgo = 9) {
  const id = randomness.token()
  const at = clock.now() - daysAgo * dayMs
  await store.accounts.add({ id, address, locale: 'de', created: at, lastSeen: at })
  await store.accounts.change(id, { lastSignIn: at + dayMs })
  return id
}

/** … with two rooms, one of them together with somebody else. */
async function withRooms(house: StaffHouse): Promise<string> {
  const erika = await anOrganiser(house, 'erika.mustermann@example.org')
  const otto = await anOrganiser(house, 'otto@example.net')
  for (const [number, organisers] of [
    ['471108', [erika]],
    ['587231', [erika, otto]],
  ] as const) {
    const room = aRoom({ number })
    await house.store.rooms.add(room)
    for (const account of organisers)
      await house.store.organised.join(account, room.id, house.clock.now())
  }
  return erika
}

/** Organisers as admins see them. */
export const staffPagesOrganisers: readonly StaffPage[] = [
  { name: 'organisers none', at: () => '/organisers' },
  {
    name: 'organisers many',
    async at(house) {
      for (let one = 0; one <= organisersOfPageMax; one++)
        await anOrganiser(house, `o${one}@selbsthilfe-im-landkreis.example.org`, one)
      await house.store.accounts.lock(await withRooms(house), house.clock.now())
      return '/organisers'
    },
  },
  {
    name: 'organisers nobody found',
    at: () => '/organisers',
    async then(page) {
      await page.fill('#address', 'nobody@example.org')
      await page.click('main button')
    },
  },
  {
    name: 'organiser',
    at: async (house) => `/organisers/${await withRooms(house)}`,
    then: (page) => page.locator('summary').nth(1).click(),
  },
  {
    name: 'organiser locked without rooms',
    async at(house) {
      const id = await anOrganiser(house, 'erika@example.org')
      await house.store.accounts.lock(id, house.clock.now())
      return `/organisers/${id}`
    },
  },
  {
    name: 'organiser wrong',
    at: async (house) => `/organisers/${await withRooms(house)}`,
    async then(page) {
      await page.locator('summary').last().click()
      await page.locator('details[open] button').click()
    },
  },
]
