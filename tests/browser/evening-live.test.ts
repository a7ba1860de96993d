import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import type { Evening, EveningOutcome } from '../../src/conference/meeting/evening.ts'
import type { Room } from '../../src/conference/room/room.ts'
import { openBrowser, type Tab, type TestBrowser } from '../kit/browser.ts'
import { anEvening, guest, nobodyThere, waiter } from '../kit/evenings.ts'
import { openWebHouse, type WebHouse } from '../kit/web-house.ts'

/*
 * The live page in a real browser: what it shows without being loaded again, and what it leaves alone.
 */

let browser: TestBrowser
let house: WebHouse
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
  room = await house.roomOf(organiser, { name: 'Dienstagsgruppe' })
  house.evenings.set(room, some(3))
  tab = await browser.open(house.url, { of: organiser })
  page = tab.page
  await page.goto(`/rooms/${room.id}/evening`)
  await page.getByText('Diese Seite ist live.').waitFor()
}, 60_000)
afterEach(async () => {
  expect(tab.complaints).toEqual([])
  await tab[Symbol.asyncDispose]()
  await house[Symbol.asyncDispose]()
})

const some = (count: number): Evening =>
  anEvening({ inside: Array.from({ length: count }, (_, at) => guest(at + 1)) })
const set = (stands: Evening) => {
  house.evenings.set(room, stands)
}
const row = (number: number) => page.locator(`#line-line${number}`)
const button = (name: string) => page.getByRole('button', { name, exact: true })
/** What has the focus: its button's value, or its words. */
const focused = () =>
  page.evaluate(() => {
    const { activeElement: one } = document
    return one?.getAttribute('value') ?? one?.textContent.trim()
  })

describe('shows what is so, without being loaded again', () => {
  it('who comes, and who goes', async () => {
    set(some(4))
    await row(4).waitFor()
    await page.getByText('4 sind da').first().waitFor()
    set(nobodyThere)
    await page.getByText('Noch niemand da').first().waitFor()
    expect(await row(1).count()).toBe(0)
  })
  it('who waits and who raises a hand, also in the title of the window', async () => {
    set({ ...some(2), waiting: [waiter(3)] })
    await button('Einlassen: Anrufer 3').waitFor()
    expect(await page.title()).toBe('(1 wartet) Die Runde jetzt: Dienstagsgruppe – Telefon-Runde')
  })
  it('only what is different is touched: elements stay the same', async () => {
    await page.evaluate(() => {
      for (const one of document.querySelectorAll('#live *')) one.setAttribute('title', 'old')
    })
    const before = await row(2).elementHandle()
    const other = await row(1).locator('button').first().elementHandle()
    set(anEvening({ inside: [guest(1), guest(2, { muted: true }), guest(3)] }))
    await row(2).getByText('Mikrofon aus').waitFor()
    expect(await row(2).evaluate((now, then) => now === then, before)).toBe(true)
    expect(
      await row(1)
        .locator('button')
        .first()
        .evaluate((now, then) => now === then, other),
    ).toBe(true)
    // The rows of others were not even looked at.
    expect(await row(1).getAttribute('title')).toBe('old')
  })
  it('a list that the reader opened stays open', async () => {
    await row(2).locator('summary').first().click()
    set(anEvening({ inside: [guest(1), guest(2, { talking: true }), guest(3)] }))
    await row(2).getByText('spricht').waitFor()
    expect(await row(2).locator('details').first().getAttribute('open')).not.toBeNull()
  })
  it('times go on by themselves', async () => {
    await page.clock.install()
    await page.reload()
    set({ ...some(1), waiting: [waiter(2, { since: house.clock.now() })] })
    await row(2).getByText('wartet seit eben').waitFor()
    await page.clock.fastForward(61_000)
    await row(2).getByText('wartet seit 1 Minute').waitFor()
  })
})

describe('W-03: the focus is the reader’s', () => {
  it('50 changes, while somebody goes through the page with the Tab key', async () => {
    const seen: unknown[] = []
    await button('Stumm schalten: Anrufer 1').focus()
    for (let at = 0; at < 50; at++) {
      const before = await page.evaluateHandle(() => document.activeElement)
      const talking = at % 2 === 0
      const inside = [guest(1, { talking }), guest(2, { talking: !talking }), guest(3)]
      // Others come and go around it as well.
      set(anEvening({ inside: at % 3 === 0 ? [...inside, guest(4)] : inside }))
      await row(talking ? 1 : 2)
        .getByText('spricht')
        .waitFor()
      expect(await before.evaluate((one) => one === document.activeElement)).toBe(true)
      seen.push(await focused())
      if (at % 5 === 4) await page.keyboard.press('Tab')
    }
    expect([...new Set(seen)]).toEqual([
      'mute line1',
      'Mehr',
      'mute line2',
      'mute line3',
      'mute-all',
      'lock',
      'Etwas ansagen',
      'Redekreis',
    ])
  })
  it('a button whose caller has gone hands it to whoever stands there now, not to their button', async () => {
    await button('Stumm schalten: Anrufer 2').focus()
    set(anEvening({ inside: [guest(1), guest(3)] }))
    await row(2).waitFor({ state: 'detached' })
    expect(await focused()).toBe('Anrufer 3')
    set(anEvening({ inside: [guest(1)] }))
    await row(3).waitFor({ state: 'detached' })
    expect(await focused()).toBe('Anrufer 1')
    set(nobodyThere)
    await row(1).waitFor({ state: 'detached' })
    expect(await focused()).toBe('Noch niemand da')
  })
  it('a waiting caller who is let in leaves it with the next one who waits', async () => {
    set({ ...some(1), waiting: [waiter(2), waiter(3)] })
    await button('Einlassen: Anrufer 2').focus()
    set({ ...some(2), waiting: [waiter(3)] })
    await row(2).getByText('Mikrofon an').waitFor()
    expect(await focused()).toBe('Anrufer 3')
    set(some(3))
    await page.locator('#waiting').waitFor({ state: 'detached' })
    expect(await focused()).not.toBe('')
    expect(await page.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY')
  })
  it('the microphone button keeps it when it turns into its opposite', async () => {
    await button('Stumm schalten: Anrufer 2').focus()
    set(anEvening({ inside: [guest(1), guest(2, { muted: true }), guest(3)] }))
    await button('Bitten: Mikrofon an: Anrufer 2').waitFor()
    expect(await focused()).toBe('ask-to-unmute line2')
  })
  it('Escape folds a list and stays at it', async () => {
    await row(1).locator('summary').first().click()
    await button('Bitten: Mikrofon aus').first().focus()
    await page.keyboard.press('Escape')
    expect(await row(1).locator('details').first().getAttribute('open')).toBeNull()
    expect(await focused()).toBe('Mehr')
  })
})

describe('W-04: what happened is read aloud', () => {
  it('bundled, at most once in five seconds, with how many are there', async () => {
    await page.clock.install()
    await page.reload()
    await page.getByText('Diese Seite ist live.').waitFor()
    await page.evaluate(() => {
      const region = document.querySelector('#news')!
      const said: string[] = []
      Object.assign(window, { said })
      new MutationObserver(() => said.push(region.textContent)).observe(region, {
        childList: true,
        characterData: true,
        subtree: true,
      })
    })
    const said = () => page.evaluate(() => (window as unknown as { said: string[] }).said)
    set(some(4))
    await row(4).waitFor()
    set(some(5))
    await row(5).waitFor()
    await page.clock.runFor(400)
    expect(await said()).toEqual(['Anrufer 4 ist gekommen. Anrufer 5 ist gekommen. 5 sind da'])
    set(some(6))
    await row(6).waitFor()
    set({ ...some(6), waiting: [waiter(7)] })
    await row(7).waitFor()
    await page.clock.runFor(4000)
    expect(await said()).toHaveLength(1)
    await page.clock.runFor(1500)
    expect((await said())[1]).toBe('Anrufer 6 ist gekommen. Anrufer 7 wartet. 6 sind da')
    await page.clock.runFor(20_000)
    expect(await said()).toHaveLength(2)
  })
  it('too much to follow becomes one sentence', async () => {
    set(some(12))
    await page
      .locator('#news', { hasText: 'Mehrere Anrufe haben sich geändert. 12 sind da' })
      .waitFor()
  })
  it('the region is polite', async () => {
    expect(await page.locator('#news').getAttribute('aria-live')).toBe('polite')
  })
})

describe('a button that is pressed', () => {
  let answer: (outcome: EveningOutcome) => void
  beforeEach(() => {
    house.evenings.answer = () =>
      new Promise((resolve) => {
        answer = resolve
      })
  })
  const state = () => button('Stumm schalten: Anrufer 1').getAttribute('data-state')
  const told = () => page.locator('#told')

  it('is pending until the carrier has done it, then done, and keeps the focus', async () => {
    await button('Stumm schalten: Anrufer 1').click()
    await told().getByText('Wird getan').waitFor()
    expect([await state(), await focused()]).toEqual(['pending', 'mute line1'])
    answer('done')
    await told().getByText('Anrufer 1: Das Mikrofon ist aus.').waitFor()
    expect([await state(), await focused()]).toEqual(['done', 'mute line1'])
    expect(house.evenings.wished).toEqual([{ do: 'mute', line: 'line1' }])
  })
  it('says when the carrier did not do it', async () => {
    await button('Stumm schalten: Anrufer 1').click()
    await told().getByText('Wird getan').waitFor()
    answer('carrier-failed')
    await told().getByText('Der Anbieter hat es nicht getan.').waitFor()
    expect(await state()).toBe('failed')
    expect(await told().getAttribute('class')).toBe('mistakes')
  })
  it('is sent once, however often it is pressed meanwhile', async () => {
    await button('Stumm schalten: Anrufer 1').dblclick()
    await told().getByText('Wird getan').waitFor()
    await page.keyboard.press('Enter')
    answer('done')
    await told().getByText('Das Mikrofon ist aus.').waitFor()
    expect(house.evenings.wished).toHaveLength(1)
  })
  it('a change that comes meanwhile does not make it forget', async () => {
    await button('Stumm schalten: Anrufer 1').click()
    await told().getByText('Wird getan').waitFor()
    set(anEvening({ inside: [guest(1, { talking: true }), guest(2), guest(3)] }))
    await row(1).getByText('spricht').waitFor()
    expect(await state()).toBe('pending')
    answer('done')
  })
  it('says when nobody knows whether it happened', async () => {
    await page.route('**/evening', (route) => route.abort())
    await button('Stumm schalten: Anrufer 1').click()
    await told().getByText('Keine Verbindung.').waitFor()
    tab.complaints.length = 0
  })
  it('of somebody who is not signed in any more does nothing, and says so', async () => {
    await tab.context.clearCookies()
    await button('Stumm schalten: Anrufer 1').click()
    await told().getByText('Die Seite ist zu alt.').waitFor()
    expect(house.evenings.wished).toEqual([])
    tab.complaints.length = 0
  })
})

describe('the connection', () => {
  it('that is lost is said, with a way to load the page; it comes back by itself with what is so then', async () => {
    await tab.context.setOffline(true)
    house.breakConnections()
    await page.getByText('Nicht live: Die Verbindung fehlt.').waitFor()
    expect(await page.getByRole('link', { name: 'Neu laden' }).isVisible()).toBe(true)
    set(some(5))
    await tab.context.setOffline(false)
    await row(5).waitFor()
    await page.getByText('Diese Seite ist live.').waitFor()
    expect(await page.getByRole('link', { name: 'Neu laden' }).isVisible()).toBe(false)
    tab.complaints.length = 0
  })
  it('that is silent for long is lost, also after a night’s sleep', async () => {
    await page.clock.install()
    await page.reload()
    await page.getByText('Diese Seite ist live.').waitFor()
    set(some(5))
    await page.clock.fastForward(9 * 60 * 60_000)
    await row(5).waitFor()
    await page.getByText('Diese Seite ist live.').waitFor()
  })
  it('is closed when the page is left', async () => {
    expect(house.evenings.listeners()).toBe(1)
    await page.goto('/')
    while (house.evenings.listeners() > 0) await new Promise(setImmediate)
  })
})
