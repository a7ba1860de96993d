import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import type { Caller } from '../../src/conference/call/caller.ts'
import type { State } from '../../src/conference/call/callflow.ts'
import { openBrowser, type Tab, type TestBrowser } from '../kit/browser.ts'
import { aCaller, states } from '../kit/evening-lines.ts'
import { openStaffHouse, type StaffHouse } from '../kit/staff-house.ts'

/*
 * The staff's board in a real browser: live, paused, and with alarms for whoever asks for them.
 */

let browser: TestBrowser
let house: StaffHouse
let tab: Tab
let page: Page
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(async () => {
  await browser[Symbol.asyncDispose]()
})
beforeEach(async () => {
  house = await openStaffHouse()
  callers.clear()
  tab = await browser.open(house.url, { of: await house.signedIn('staff', 'full', 'Petra') })
  page = tab.page
  await calls(1, states.room)
  await page.goto('/')
  await connected()
}, 60_000)
afterEach(async () => {
  expect(tab.complaints).toEqual([])
  await tab[Symbol.asyncDispose]()
  await house[Symbol.asyncDispose]()
})

const connected = () => page.getByText('Diese Seite ist live.').waitFor()
const callers = new Map<number, Caller>()
/** Somebody calls on this line, or goes on. */
async function calls(line: number, state: State): Promise<void> {
  const known = callers.get(line)
  const found = known && (await house.store.callers.find(known.call))
  if (found === undefined) {
    const caller = aCaller(line, state)
    callers.set(line, caller)
    await house.store.callers.add(caller)
  } else await house.store.callers.move({ ...found, state }, found.step)
  house.time.passes(300)
}
const row = (line: number) =>
  page.locator('#line-rows tr').filter({ has: page.locator('th', { hasText: String(line) }) })

describe('live', () => {
  it('where callers are, without being loaded again, and nothing else is touched', async () => {
    await calls(2, states.room)
    await row(2).getByText('Raum-Nummer').waitFor()
    const other = await row(1).elementHandle()
    await row(1).evaluate((one) => {
      one.setAttribute('title', 'old')
    })
    await calls(2, states.pin)
    await row(2).getByText('PIN').waitFor()
    await calls(3, states.waiting)
    await row(3).getByText('Warte-Raum').waitFor()
    expect(await row(1).evaluate((now, then) => now === then, other)).toBe(true)
    expect(await row(1).getAttribute('title')).toBe('old')
  })
  it('a call that is over is gone, and the last one leaves a sentence', async () => {
    await calls(2, states.pin)
    await row(2).waitFor()
    for (const line of [2, 1]) {
      await house.store.callers.end(callers.get(line)!.call, house.clock.now())
      house.time.passes(300)
      await row(line).waitFor({ state: 'detached' })
    }
    await page.getByText('Gerade ruft niemand an.').waitFor()
  })
  it('W-03: the focus stays where it is while 30 things change', async () => {
    await page.getByRole('button', { name: 'Anhalten' }).focus()
    for (let at = 0; at < 30; at++) {
      await calls(2 + (at % 5), at % 2 === 0 ? states.room : states.pin)
      await row(2 + (at % 5)).waitFor()
    }
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('pause')
  })
  it('a connection that is lost is said; it comes back by itself with what is so then', async () => {
    await tab.context.setOffline(true)
    house.breakConnections()
    await page.getByText('Nicht live: Die Verbindung fehlt.').waitFor()
    expect(await page.getByRole('link', { name: 'Neu laden' }).isVisible()).toBe(true)
    await calls(2, states.pin)
    await tab.context.setOffline(false)
    await row(2).waitFor()
    await connected()
    expect(await page.getByRole('link', { name: 'Neu laden' }).isVisible()).toBe(false)
    tab.complaints.length = 0
  })
  it('S-14: signed out in another window, the board is gone', async () => {
    const other = await tab.context.newPage()
    await other.goto(`${house.url}/me`)
    await other.getByRole('button', { name: 'Abmelden' }).click()
    await page.waitForURL('**/sign-in')
  })
})

describe('W-17: paused', () => {
  it('nothing moves, and it says since when; going on shows what is so then', async () => {
    await page.getByRole('button', { name: 'Anhalten' }).click()
    await page.getByText('Angehalten seit 19:00.').waitFor()
    const other = await tab.context.newPage()
    await other.goto(house.url)
    await other.getByText('Diese Seite ist live.').waitFor()
    await calls(2, states.pin)
    await other.locator('#line-rows tr').nth(1).waitFor()
    // What the other window shows has been sent to this one as well.
    await page.evaluate(() => fetch('/me').then((answer) => answer.text()))
    expect(await row(2).count()).toBe(0)
    await page.getByRole('button', { name: 'Weiter' }).click()
    await row(2).getByText('PIN').waitFor()
    await connected()
  })
})

describe('W-17: alarms for whoever asks for them', () => {
  const manyCalls = async (): Promise<void> => {
    for (let line = 2; line <= 16; line++) await calls(line, states.room)
    await page.getByText('16 von 20 Leitungen sind belegt.').first().waitFor()
  }
  it('are seen by everybody, and said to nobody who has not asked', async () => {
    await manyCalls()
    expect(await page.title()).toMatch(/^\(1\) /)
    expect(await page.locator('#news').textContent()).toBe('')
  })
  it('are read aloud with a tone once the box is ticked, also after the page was loaded again', async () => {
    await page.addInitScript(() => {
      const tones: number[] = []
      Object.assign(window, { tones })
      class Heard extends OscillatorNode {
        override start(when?: number): void {
          tones.push(this.frequency.value)
          super.start(when)
        }
      }
      Object.assign(window, { OscillatorNode: Heard })
    })
    const box = page.getByLabel('Warnungen mit Ton melden und vorlesen')
    await box.check()
    await page.reload()
    await connected()
    expect(await box.isChecked()).toBe(true)
    await page.locator('h1').click()
    await manyCalls()
    await page.locator('#news', { hasText: '16 von 20 Leitungen' }).waitFor({ state: 'attached' })
    const tones = await page.evaluate(() => (window as unknown as { tones: number[] }).tones)
    expect(tones).toEqual([523, 659])
  })
})
