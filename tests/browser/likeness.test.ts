import { expect, test } from '@jest/globals'
import { axeViolations, openBrowser } from '../kit/browser.ts'

/* What axe is not asked again must have been answered: a page that differs in anything it looks at is a page of its own. */

const page = (style: string, more = '') =>
  `<!doctype html><html lang="de"><title>Seite</title><style>${style}</style>` +
  `<main><h1>Überschrift</h1><p>Text</p>${more}</main></html>`

const name = (digit: string) => `<p id="${digit.repeat(32)}">Raum</p>`

test('W-01: axe is asked again about whatever is different, be it a colour alone', async () => {
  await using browser = await openBrowser()
  await using tab = await browser.open('http://127.0.0.1')
  const rulesBroken = async (html: string): Promise<string[]> => {
    await tab.page.setContent(html)
    return (await axeViolations(tab.page)).map((violation) => violation.split(':')[0] ?? '')
  }
  const byNight = 'p { color: black } @media (prefers-color-scheme: dark) { p { color: #eee } }'

  expect(await rulesBroken(page(''))).toEqual([])
  expect(await rulesBroken(page('', '<img src="data:,">'))).toEqual(['image-alt'])
  expect(await rulesBroken(page('p { color: #eee }'))).toEqual(['color-contrast'])
  expect(await rulesBroken(page(byNight))).toEqual([])
  await tab.show('dark', 'desk')
  expect(await axeViolations(tab.page)).toHaveLength(1)
  await tab.show('light', 'desk')
  expect(await rulesBroken(page('', name('a') + name('b')))).toEqual([])
  expect(await rulesBroken(page('', name('c') + name('c') + '<img src="data:,">'))).toContain(
    'image-alt',
  )
})

test('W-01: what was answered is not asked again', async () => {
  await using browser = await openBrowser()
  await using tab = await browser.open('http://127.0.0.1')
  const broken = (digit: string) => page('h1 { color: #eee }', name(digit))
  await tab.page.setContent(broken('a'))
  expect(await axeViolations(tab.page)).toHaveLength(1)
  await tab.page.setContent(broken('b'))
  expect(await axeViolations(tab.page)).toEqual([])
})
