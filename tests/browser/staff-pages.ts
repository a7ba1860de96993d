import type { StaffHouse } from '../kit/staff-house.ts'
import { codeAt, passphrase } from '../kit/staff-house.ts'
import { stoppedClock } from '../kit/clock.ts'
import { aCaller, busyEvening, states } from '../kit/evening-lines.ts'
import type { PageState } from './page-state.ts'
import { staffPagesNumbers } from './staff-pages-numbers.ts'
import { staffPagesOrganisers } from './staff-pages-organisers.ts'

/** Two callers who asked for help. */
async function askForHelp({ store, clock }: StaffHouse): Promise<void> {
  const at = clock.now()
  const stage = 'pin'
  await store.helpRequests.leave({ call: 'CA1', stage, number: '030987654', at: at - 60_000 })
  await store.helpRequests.leave({ call: 'CA2', stage: 'meeting', number: undefined, at })
}

/** The page of somebody who is stuck at the PIN. */
async function stuckLine(house: StaffHouse): Promise<string> {
  await house.store.callers.add(aCaller(4, states.pin))
  return `/lines/${(await house.board.showAnew()).lines[0]?.id ?? ''}`
}

type Admin = Awaited<ReturnType<StaffHouse['signedIn']>>
export type StaffPage = PageState<StaffHouse, Admin>

/** Every page of the staff console in every state. An admin is signed in. */
export const staffPages: readonly StaffPage[] = [
  { name: 'staff sign-in', forAnyone: true, at: () => '/sign-in' },
  {
    name: 'staff sign-in wrong',
    forAnyone: true,
    at: () => '/sign-in',
    async then(page) {
      await page.fill('#name', 'Petra')
      await page.fill('#passphrase', 'falsch')
      await page.click('main button')
    },
  },
  {
    name: 'staff second factor',
    forAnyone: true,
    async at(house) {
      await house.member('Petra', 'staff')
      return '/sign-in'
    },
    async then(page) {
      await page.fill('#name', 'Petra')
      await page.fill('#passphrase', passphrase)
      await page.click('main button')
      await page.waitForURL('**/second-factor')
    },
  },
  { name: 'staff invitation', forAnyone: true, at: (house) => house.invited(undefined, 'admin') },
  {
    name: 'staff invitation wrong',
    forAnyone: true,
    at: (house) => house.invited('Petra', 'staff'),
    then: (page) => page.click('main button'),
  },
  { name: 'staff invitation gone', forAnyone: true, at: () => '/invitation/x' },
  { name: 'board quiet', scripts: true, at: () => '/' },
  {
    name: 'board busy',
    scripts: true,
    async at(house) {
      await busyEvening(house)
      return '/'
    },
    then: (page) => page.locator('details summary').first().click(),
  },
  {
    name: 'staff line',
    at: stuckLine,
    then: (page) => page.locator('summary').first().click(),
  },
  {
    name: 'staff line wrong',
    at: stuckLine,
    async then(page) {
      await page.locator('summary').last().click()
      await page.locator('details').last().locator('button').click()
    },
  },
  {
    name: 'staff meeting',
    async at(house) {
      await busyEvening(house)
      return `/meetings/${(await house.board.showAnew()).meetings[0]?.id ?? ''}`
    },
    then: (page) => page.click('summary'),
  },
  {
    name: 'staff outcome',
    async at(house) {
      house.outcome.is = 'withheld'
      return stuckLine(house)
    },
    async then(page) {
      await page.locator('summary').nth(1).click()
      await page.locator('details').nth(1).locator('input').last().fill('Die Leitung brummt')
      await page.locator('details').nth(1).locator('button').click()
    },
  },
  {
    name: 'staff service',
    async at({ store, clock }) {
      const at = clock.now()
      const number = '+493012345678'
      await store.service.set('paused', at)
      await store.blocks.add({ is: 'telephone', number }, at, at + 86_400_000)
      return '/service'
    },
    then: (page) => page.locator('summary').first().click(),
  },
  {
    name: 'staff help',
    async at(house) {
      await askForHelp(house)
      return '/help'
    },
  },
  {
    name: 'staff help taken',
    async at(house) {
      await askForHelp(house)
      return '/help'
    },
    then: (page) => page.locator('main form button').first().click(),
  },
  {
    name: 'staff log',
    async at({ store, clock }) {
      for (const what of ['staff.invited', 'help.taken'] as const)
        await store.audit.note({
          at: clock.now(),
          who: 'Petra Beispiel-Mustermann',
          what,
          object: '4f2a9c01',
          reason: 'Die Leitung hat laut gebrummt, und niemand ging mehr ans Telefon.',
        })
      return '/audit'
    },
  },
  { name: 'staff me', at: () => '/me' },
  {
    name: 'staff recovery codes',
    at: () => '/me',
    async then(page) {
      await page.click('summary')
      await page.fill('#code', codeAt(stoppedClock().now()))
      await page.click('main details button')
    },
  },
  {
    name: 'staff people',
    async at(house) {
      await house.member('Petra Beispiel-Mustermann', 'staff')
      await house.invited('Jonas', 'staff')
      await house.invited(undefined, 'admin')
      return '/people'
    },
  },
  {
    name: 'staff person',
    async at(house) {
      const { id } = await house.member('Petra', 'staff')
      return `/people/${id}`
    },
    then: (page) => page.locator('summary').last().click(),
  },
  {
    name: 'staff link',
    at: () => '/people',
    async then(page) {
      await page.fill('#name', 'Petra')
      await page.click('main button')
    },
  },
  ...staffPagesNumbers,
  ...staffPagesOrganisers,
  { name: 'staff not found', at: () => '/nowhere' },
]
