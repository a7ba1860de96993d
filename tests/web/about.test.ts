import { afterEach, describe, expect, it } from '@jest/globals'
import { dataKindNames, dataKinds } from '../../src/conference/kept/data-kinds.ts'
import type { WebParts } from '../../src/web/routes.ts'
import { openWebHouse, type WebHouse } from '../kit/web-house.ts'

let house: WebHouse
afterEach(() => house[Symbol.asyncDispose]())

async function open(path: string, instead: Partial<WebParts> = {}, locale = 'de') {
  house = await openWebHouse(instead)
  return house.visitor({ 'accept-language': locale }).open(path)
}

describe('P-01: the page about privacy', () => {
  it.each(['de', 'en'] as const)('names every kind of data that is kept, in %s', async (locale) => {
    const { words } = await open('/privacy', {}, locale)
    const texts = house.parts.texts[locale].about.privacy
    for (const kind of dataKindNames) {
      expect(words).toContain(texts.kinds[kind].title)
      expect(words).toContain(texts.bases[dataKinds[kind].basis])
    }
    // Every number is filled in.
    expect(words).not.toMatch(/\{\w+\}/)
    expect(words).toContain(locale === 'de' ? 'höchstens 30 Tage' : 'at most 30 days')
  })

  it('is made of the inventory: what is not kept is not on it', async () => {
    const { words } = await open('/privacy', {
      inventory: [{ table: 'session', column: 'id', kind: 'session' }],
    })
    expect(words).toContain('Angemeldete Geräte')
    expect(words).not.toContain('Mail-Adresse und Sprache')
  })

  it('says who else takes part', async () => {
    expect((await open('/privacy')).words).not.toContain('Twilio')
    await house[Symbol.asyncDispose]()
    expect((await open('/privacy', { byTwilio: true })).words).toContain('Twilio')
  })
})

describe('the imprint', () => {
  it('stands there line by line, as the operator wrote it', async () => {
    const imprint = 'Telefon-Runde e.V.\nMusterweg 1\n<b>12345</b> Musterstadt'
    const { page } = await open('/imprint', { imprint, contactMail: 'post@runde.example' })
    expect(page.querySelector('address')?.textContent).toBe(imprint)
    expect(page.querySelector('address b')).toBeNull()
    expect(page.querySelector('a[href="mailto:post@runde.example"]')).not.toBeNull()
  })
  it('says what is missing until then', async () => {
    expect((await open('/imprint')).words).toContain('Die Einstellung dafür heißt IMPRINT.')
  })
})

describe('W-12: for everybody', () => {
  it('the accessibility statement says what it keeps to and whom to tell of a barrier', async () => {
    const ways = { contactMail: 'post@runde.example', helpNumber: '+493012345678' }
    const { words, page } = await open('/accessibility', ways)
    for (const said of ['WCAG 2.2', 'EN 301 549', 'BITV 2.0']) expect(words).toContain(said)
    expect(page.querySelector('main a[href="mailto:post@runde.example"]')).not.toBeNull()
    expect(page.querySelector('main a[href="tel:+493012345678"]')).not.toBeNull()
  })
  it('without a way to reach us it leads to the imprint', async () => {
    const { page } = await open('/accessibility')
    expect(page.querySelector('main a[href="/imprint"]')).not.toBeNull()
  })
  it('there is a page in Leichte Sprache: no sentence has more than ten words', async () => {
    const { page } = await open('/easy')
    const sentences = page.querySelectorAll('main section p').map(({ textContent }) => textContent)
    expect(sentences.length).toBeGreaterThan(20)
    const long = sentences.filter((sentence) => sentence.split(/\s+/).length > 10)
    expect(long).toEqual([])
  })
  it('W-14: every page leads to all of these, and to help, at the same place', async () => {
    const { page } = await open('/easy', { helpNumber: '+493012345678' })
    const links = page.querySelectorAll('footer a').map((link) => link.getAttribute('href'))
    expect(links).toEqual(['tel:+493012345678', '/privacy', '/accessibility', '/imprint', '/easy'])
  })
})
