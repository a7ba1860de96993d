import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Page } from 'playwright-core'
import { openBrowser, type Tab, type TestBrowser } from '../kit/browser.ts'
import { caller } from '../kit/phone.ts'
import { running, type Running } from '../kit/running.ts'

/*
 * The staff's board while a real telephone calls over SIP: where the caller is, as it happens, and what staff can do.
 */

let browser: TestBrowser
let rundruf: Running
let tab: Tab
let page: Page
beforeAll(async () => {
  browser = await openBrowser()
  rundruf = await running()
  const staff = await rundruf.staffVisitor()
  tab = await browser.open(staff.base, { of: staff })
  page = tab.page
  await page.goto('/')
  await page.getByText('Diese Seite ist live.').waitFor()
}, 60_000)
afterAll(async () => {
  await tab[Symbol.asyncDispose]()
  await rundruf[Symbol.asyncDispose]()
  await browser[Symbol.asyncDispose]()
})

const row = () => page.locator('#line-rows tr').first()
async function comesTo(stage: string, happens: () => Promise<unknown>): Promise<void> {
  await happens()
  await row().locator('td', { hasText: stage }).first().waitFor()
}

describe('a caller on the board', () => {
  it('from the greeting to the room number, the PIN, and into the meeting', async () => {
    const { room, pin } = rundruf
    await using ada = await caller('ada', rundruf)
    await comesTo('Begrüßung', () => Promise.resolve())
    await comesTo('Raum-Nummer', () => ada.presses('*'))
    await comesTo('PIN', () => ada.presses(room))
    const wrong = pin === '111111' ? '222222' : '111111'
    // A wrong PIN: asked for the room number again.
    await comesTo('Raum-Nummer', () => ada.presses(wrong))
    await comesTo('PIN', () => ada.presses(room))
    await comesTo('In der Runde', () => ada.presses(pin))
    await page.locator('#meeting-rows tr').first().waitFor()
  }, 60_000)

  it('whose PIN was wrong is counted within a few seconds, and nothing is known of who it was', async () => {
    const counted = page.getByText('1 falsche Eingaben.')
    while ((await counted.count()) === 0) await page.goto('/')
    await page.getByText('Diese Seite ist live.').waitFor()
  }, 60_000)

  it('is ended by staff: a sentence, the line is closed, and the board is empty', async () => {
    const { room, pin } = rundruf
    await using ada = await caller('ada', rundruf)
    await ada.presses(room + pin)
    await row().locator('td', { hasText: 'In der Runde' }).first().waitFor()
    await row().getByRole('link').click()
    await page.getByText('Anruf beenden …').click()
    await page.locator('details[open] input[name=reason]').fill('Die Leitung brummt')
    await page.getByRole('button', { name: 'Anruf beenden' }).click()
    await page.getByText('Erledigt. Es steht im Protokoll.').waitFor()
    expect(await ada.hearsGoodbye()).toBe(true)
    await page.getByText('Gerade ruft niemand an.').waitFor()
    expect(tab.complaints).toEqual([])
  }, 60_000)

  it('is blocked by staff: whoever calls from there hears why, and nothing else', async () => {
    await using ada = await caller('ada', rundruf)
    await row().getByRole('link').click()
    await page.getByText('Leitung sperren …').click()
    await page.locator('details[open] input[name=reason]').fill('Stört die Runden')
    await page.getByRole('button', { name: 'Leitung sperren' }).click()
    await page.getByText('Erledigt. Es steht im Protokoll.').waitFor()
    expect(await ada.hearsGoodbye()).toBe(true)
    await using again = await caller('ada', rundruf)
    expect(await again.hearsGoodbye()).toBe(true)
  }, 60_000)
})
