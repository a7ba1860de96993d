import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { openBrowser, type Tab, type TestBrowser } from '../kit/browser.ts'
import { openWebHouse, type WebHouse } from '../kit/web-house.ts'
import { ofRoom } from './pages-rooms.ts'

/* What the script adds to an invitation: copying, passing on, printing. Without it there are no such buttons. */

let browser: TestBrowser
let house: WebHouse
beforeAll(async () => {
  browser = await openBrowser()
  house = await openWebHouse()
})
afterAll(async () => {
  await browser[Symbol.asyncDispose]()
  await house[Symbol.asyncDispose]()
})

async function open(more: string, scripts: 'run' | 'off' = 'run'): Promise<Tab> {
  const erika = await house.signedIn()
  const number = String(200_000 + Math.floor(performance.now()))
  const path = await ofRoom(more, { number })(house, erika)
  const tab = await browser.open(house.url, { of: erika, scripts })
  await tab.context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await tab.page.addInitScript(() => {
    window.print = () => (document.body.dataset['printed'] = 'yes')
    navigator.share = (what) => {
      document.body.dataset['shared'] = what?.text ?? ''
      return Promise.resolve()
    }
  })
  await tab.page.goto(path)
  return tab
}

describe('with the script', () => {
  it('the message is copied whole, and the button says so', async () => {
    await using tab = await open('/invitation')
    const { page } = tab
    const text = await page.getByLabel('Text der Nachricht').inputValue()
    await page.getByRole('button', { name: 'Text kopieren' }).click()
    await page.getByRole('button', { name: 'Kopiert' }).waitFor()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(text)
    expect(tab.complaints).toEqual([])
  })
  it('the message is passed on to another program where the browser can', async () => {
    await using tab = await open('/invitation')
    const { page } = tab
    await page.getByRole('button', { name: 'Weitergeben' }).click()
    const text = await page.getByLabel('Text der Nachricht').inputValue()
    expect(await page.evaluate(() => document.body.dataset['shared'])).toBe(text)
  })
  it('the sheet has a button that prints', async () => {
    await using tab = await open('/invitation/print')
    await tab.page.getByRole('button', { name: 'Jetzt drucken' }).click()
    expect(await tab.page.evaluate(() => document.body.dataset['printed'])).toBe('yes')
    await tab.page.emulateMedia({ media: 'print' })
    expect(await tab.page.getByRole('button', { name: 'Jetzt drucken' }).isVisible()).toBe(false)
  })
})

describe('without it', () => {
  it('there are no buttons that do nothing, and the page says how it is done', async () => {
    await using tab = await open('/invitation', 'off')
    expect(await tab.page.getByRole('button', { name: 'Text kopieren' }).count()).toBe(0)
    await using sheet = await open('/invitation/print', 'off')
    await sheet.page.getByText('Öffnen Sie das Menü Ihres Browsers.').waitFor()
  })
})
