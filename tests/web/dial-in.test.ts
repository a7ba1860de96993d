import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals'
import { fill } from '../../src/web/texts.ts'
import { openWebHouse, type WebHouse } from '../kit/web-house.ts'

const configFolder = join(import.meta.dirname, '../../config')
let house: WebHouse
let page: (path?: string, language?: string) => Promise<string>

const pageOf =
  ({ url }: WebHouse) =>
  async (path = '/', language?: string) => {
    const headers: Record<string, string> =
      language === undefined ? {} : { 'accept-language': language }
    return (await fetch(`${url}${path}`, { headers })).text()
  }

beforeAll(async () => {
  house = await openWebHouse()
  page = pageOf(house)
})
afterAll(() => house[Symbol.asyncDispose]())

describe('GET / says how to dial in', () => {
  it('names the number, to read and to tap', async () => {
    expect(await page('/?sprache=de')).toContain('href="tel:+493012345678">030 123 456 78</a>')
  })
  it('names the address where there is no number yet', async () => {
    await using own = await openWebHouse({ dialIn: 'sip:rundruf@127.0.0.1:5060' })
    const html = await pageOf(own)('/?sprache=de')
    expect(html).toContain('href="sip:rundruf@127.0.0.1:5060">sip:rundruf@127.0.0.1:5060</a>')
    expect(html).toContain('kostet der Anruf nichts')
  })
  it('has four steps, the keys, the costs, and says that nothing is recorded', async () => {
    const html = await page('/?sprache=de')
    expect(html.match(/<li>/g)).toHaveLength(4)
    for (const words of [
      'Sie hat 6 Ziffern',
      'Stern',
      'Raute',
      'Was kostet das?',
      'Nichts wird aufgezeichnet',
    ]) {
      expect(html).toContain(words)
    }
  })
  it('S-17: the name of the organisation cannot bring markup', async () => {
    await using other = await openWebHouse({ organisation: '<script>alert(1)</script>' })
    expect(await pageOf(other)()).not.toContain('<script>')
  })
})

describe('the language of the page', () => {
  test.each([
    ['/', undefined, 'de'],
    ['/', 'en-GB,en;q=0.9', 'en'],
    ['/', 'de-AT,en;q=0.5', 'de'],
    ['/', 'fr', 'de'],
    ['/?sprache=en', 'de', 'en'],
    ['/?sprache=de', 'en', 'de'],
    ['/?sprache=xx', 'en', 'en'],
    ['/?sprache=de&sprache=en', 'en', 'en'],
  ])('%s with Accept-Language %s: %s', async (path, language, expected) => {
    expect(await page(path, language)).toContain(`<html lang="${expected}">`)
  })
})

describe('W-16: small and alone', () => {
  it('the page is under 30 kB, the style under 15 kB', async () => {
    expect(Buffer.byteLength(await page())).toBeLessThan(30_000)
    expect(Buffer.byteLength(await page('/assets/rundruf.css'))).toBeLessThan(15_000)
  })
  it('no script, no style inside, nothing from elsewhere (S-10, S-98)', async () => {
    const html = await page()
    expect(html).not.toMatch(/<script|<style|style=|\son\w+=/)
    expect(html + (await page('/assets/rundruf.css'))).not.toMatch(/(?:src|href|url)\W{1,2}https?:/)
  })
  it('every file that the page names is there', async () => {
    for (const [, path] of (await page()).matchAll(/href="(\/assets\/[^"]+)"/g)) {
      expect(await page(path)).not.toContain('Cannot GET')
    }
  })
})

describe('the sentences (that they are short: plain-texts.test.ts)', () => {
  test.each(['de', 'en'] as const)('%s: every place to fill in is filled in', async (locale) => {
    expect(await page(`/?sprache=${locale}`)).not.toMatch(/\{\w+\}/)
    expect(fill('{a} and {b}', { a: 1 })).toBe('1 and {b}')
  })
})

describe('W-08: the colours can be read', () => {
  const css = readFileSync(join(configFolder, 'assets/rundruf.css'), 'utf8')
  const colours = (block: string): Record<string, string> =>
    Object.fromEntries(
      [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, hex]) => [name!, hex!]),
    )
  const light = colours(css.slice(0, css.indexOf('prefers-color-scheme')))
  const dark = { ...light, ...colours(/prefers-color-scheme: dark[^]*?\n\}/.exec(css)![0]) }
  const pairs = [
    ['ink', 'paper', 7],
    ['quiet', 'paper', 7],
    ['accent', 'paper', 4.5],
    ['on-plate', 'plate', 4.5],
    ['ink', 'wash', 7],
    ['quiet', 'sheet', 4.5],
  ] as const

  test.each(pairs)('%s on %s has at least %d : 1, by day and by night', (front, back, least) => {
    for (const palette of [light, dark]) {
      expect(contrast(palette[front]!, palette[back]!)).toBeGreaterThanOrEqual(least)
    }
  })
})

/** WCAG 2.2, contrast ratio. */
function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (light! + 0.05) / (dark! + 0.05)
}

function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = parseInt(hex.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!
}
