import type { Page } from 'playwright-core'
import type { WebHouse } from '../kit/web-house.ts'
import { linkOf } from '../kit/mail-reading.ts'
import type { PageState } from './pages.ts'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

/** Types an address and sends it, as people do. */
async function asks(page: Page, address = 'erika.mustermann@example.org') {
  await page.fill('#address', address)
  await page.click('main button')
}

/** Somebody else's browser has asked: what the link in the mail then shows. */
async function askedElsewhere(house: WebHouse): Promise<string> {
  const visitor = house.visitor()
  await visitor.open('/sign-in')
  await visitor.press('Code schicken', { address: 'erika.mustermann@example.org' })
  const [mail] = await house.mails()
  if (mail === undefined) throw new Error('no mail came')
  return linkOf(mail)
}

/** Signing in, one's own account, and the pages about the service. */
export const pagesSigningIn: readonly PageState[] = [
  { name: 'sign-in', forAnyone: true, at: () => '/sign-in' },
  {
    name: 'sign-in-wrong-address',
    forAnyone: true,
    at: () => '/sign-in',
    then: (page) => asks(page, 'erika'),
  },
  { name: 'sign-in-code', forAnyone: true, at: () => '/sign-in', then: (page) => asks(page) },
  {
    name: 'sign-in-wrong-code',
    forAnyone: true,
    at: () => '/sign-in',
    async then(page) {
      await asks(page)
      await page.fill('#code', '1234 5678')
      await page.click('main form.sheet button')
    },
  },
  { name: 'sign-in-code-gone', forAnyone: true, at: () => '/sign-in/code' },
  {
    name: 'sign-in-locked',
    forAnyone: true,
    async at(house) {
      const { account } = await house.signedIn('erika.mustermann@example.org')
      await house.store.accounts.lock(account.id, house.clock.now())
      return askedElsewhere(house)
    },
    then: (page) => page.click('main button'),
  },
  { name: 'sign-in-link', forAnyone: true, at: askedElsewhere },
  { name: 'sign-in-link-gone', forAnyone: true, at: () => '/sign-in/link/none' },
  { name: 'account', at: () => '/account' },
  {
    name: 'account-many-devices',
    async at(house) {
      for (const device of ['Firefox, Windows', 'Safari, iPhone', '']) {
        const { account } = await house.signedIn()
        const created = house.clock.now() - 3 * dayMs
        const session = { id: device, account: account.id, created, lastSeen: created, device }
        await house.store.sessions.open(session, `token of ${device}`)
      }
      return '/account'
    },
  },
  {
    name: 'account-data',
    async at(house, organiser) {
      const room = await house.roomOf(organiser, { name: 'Angehörige am Dienstag' })
      const started = house.clock.now() - 7 * dayMs
      await house.store.pastMeetings.add({
        room: room.id,
        started,
        ended: started + 80 * minuteMs,
        mostCallersAtOnce: 8,
        callerMinutes: 590,
      })
      return '/account/data'
    },
  },
  {
    name: 'account-delete',
    async at(house, organiser) {
      await house.roomOf(organiser, { name: 'Angehörige am Dienstag' })
      return '/account/delete'
    },
  },
  { name: 'privacy', forAnyone: true, at: () => '/privacy' },
  { name: 'accessibility', forAnyone: true, at: () => '/accessibility' },
  { name: 'imprint', forAnyone: true, at: () => '/imprint' },
  { name: 'easy', forAnyone: true, at: () => '/easy' },
]
