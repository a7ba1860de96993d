import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { openBrowser, pictureFolder, type TestBrowser } from '../kit/browser.ts'
import { openWebHouse } from '../kit/web-house.ts'
import { everyTuesday, longest } from './pages-rooms.ts'
import type { Room } from '../../src/conference/room/room.ts'
import type { WebParts } from '../../src/web/routes.ts'

/* A-22, W-18: the invitation is one sheet of A4 in large print, whatever stands on it. */

let browser: TestBrowser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(async () => {
  await browser[Symbol.asyncDispose]()
})

const longestHouse: Partial<WebParts> = {
  organisation: 'Selbsthilfe-Kontaktstelle Musterlandkreis und Umgebung e. V.',
  helpNumber: '+493012345679',
}
const sevenDays: Partial<Room> = {
  ...longest,
  schedule: { ...everyTuesday, weekdays: [1, 2, 3, 4, 5, 6, 7], everyWeeks: 8 } as Room['schedule'],
}
const sip = 'sip:rundruf@ein-rechner-mit-langem-namen.selbsthilfe-kontaktstelle.example.org:5060'

describe.each<readonly [string, Partial<Room>, Partial<WebParts>]>([
  ['an ordinary room', { name: 'Dienstagsgruppe', schedule: everyTuesday }, {}],
  ['the longest series of all', longest, longestHouse],
  ['the longest list of days', sevenDays, longestHouse],
  ['an address instead of a number', longest, { ...longestHouse, dialIn: sip }],
  ['hardly anything', { guestPin: undefined }, { practiceNumber: undefined }],
])('%s', (name, different, instead) => {
  it.each(['de', 'en'])('%s: one tagged page of A4, nothing smaller than 18 pt', async (text) => {
    await using house = await openWebHouse(instead)
    const erika = await house.signedIn()
    const room = await house.roomOf(erika, different)
    await using tab = await browser.open(house.url, { of: erika })
    await tab.page.goto(`/rooms/${room.id}/invitation/print?name=yes&text=${text}`)
    const pdf = await tab.page.pdf({ preferCSSPageSize: true, tagged: true })
    writeFileSync(join(pictureFolder(), `sheet-${name.replaceAll(' ', '-')}-${text}.pdf`), pdf)
    const source = pdf.toString('latin1')
    expect(source.match(/\/Type\s*\/Page\b/g)).toHaveLength(1)
    expect(source).toMatch(/\/MediaBox\s*\[0 0 59[45]\.\d+ 841\.\d+\]/)
    expect(source).toContain('/StructTreeRoot')
    expect(source).toContain(`/Lang (${text}`)
    await tab.page.emulateMedia({ media: 'print' })
    expect(await tab.page.evaluate(smallestPoints)).toBeGreaterThanOrEqual(18)
  })
})

/** The smallest text on the sheet, in points. */
function smallestPoints(): number {
  const sizes = [...document.querySelectorAll('.letter, .letter *')]
    .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3))
    .map((element) => parseFloat(getComputedStyle(element).fontSize))
  return Math.round(Math.min(...sizes) * 0.75 * 100) / 100
}
