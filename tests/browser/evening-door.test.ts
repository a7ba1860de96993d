import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import type { Account } from '../../src/conference/organiser/organising.ts'
import type { Room } from '../../src/conference/room/room.ts'
import { openBrowser, type Tab, type TestBrowser } from '../kit/browser.ts'
import { anEvening, guest } from '../kit/evenings.ts'
import { openWebHouse, type WebHouse } from '../kit/web-house.ts'

/*
 * An evening stays open on a screen while its door is shut somewhere else: what stands there must go by itself (S-14).
 * Nothing else happens meanwhile, so only the page's own sign of life can bring the news.
 */

/** The sign of life comes every five seconds. */
const secondsMax = 10

let browser: TestBrowser
let house: WebHouse
let account: Account
let room: Room
let tab: Tab
let page: Page
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(async () => {
  await browser[Symbol.asyncDispose]()
})
beforeEach(async () => {
  house = await openWebHouse()
  const organiser = await house.signedIn()
  account = organiser.account
  room = await house.roomOf(organiser, { name: 'Dienstagsgruppe' })
  house.evenings.set(room, anEvening({ inside: [guest(1), guest(2)] }))
  tab = await browser.open(house.url, { of: organiser })
  page = tab.page
  await page.goto(`/rooms/${room.id}/evening`)
  await page.getByText('Diese Seite ist live.').waitFor()
}, 60_000)
afterEach(async () => {
  expect(house.faults).toEqual([])
  await tab[Symbol.asyncDispose]()
  await house[Symbol.asyncDispose]()
})

/** The page has been left for the one to sign in, and nothing of the evening is on the screen. */
async function isLeft(): Promise<void> {
  await page.waitForURL('**/sign-in?*', { timeout: secondsMax * 1000 })
  expect(await page.content()).not.toMatch(/Dienstagsgruppe|Anrufer 1/)
}

describe('S-14: an open evening is left within seconds', () => {
  it('when its owner signs out in another window', async () => {
    const other = await tab.context.newPage()
    await other.goto(`${house.url}/account`)
    await other.getByRole('button', { name: 'Abmelden', exact: true }).click()
    await isLeft()
  })
  it('when the session is ended from another device, or by staff who lock the account', async () => {
    await house.store.accounts.lock(account.id, house.clock.now())
    await house.store.sessions.endOthers(account.id, undefined)
    await isLeft()
  })
  it('when the room is somebody else’s from now on', async () => {
    await house.store.organised.leave(account.id, room.id)
    await page.getByRole('heading', { level: 1, name: 'Dienstagsgruppe' }).waitFor({
      state: 'detached',
      timeout: secondsMax * 1000,
    })
    expect(await page.content()).not.toMatch(/Dienstagsgruppe|Anrufer 1/)
  })
})
