import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals'
import {
  axeViolations,
  looks,
  openBrowser,
  pictureFolder,
  sizes,
  type Look,
  type Size,
  type Tab,
  type TestBrowser,
} from '../kit/browser.ts'
import type { Visitor } from '../kit/visitor.ts'
import { cutOff, foldAs, readWith, smallTargets, tooWide, unfold } from './in-page.ts'
import type { PageState } from './page-state.ts'

/*
 * Every page of a list, with and without JavaScript, in every look and size: can everybody read it and hit what is on
 * it, and does it keep to itself? A new page is checked by adding its line to a list.
 */

/** A house with pages, open for as long as one of them is looked at. */
type AnyHouse = AsyncDisposable & { readonly url: string; readonly faults: readonly unknown[] }

const targetPx = 44
/** W-16. What a page loads in all. */
const bytesMax = { html: 30_000, css: 15_000, js: 10_000 } as const

const largeText = 'html { font-size: 200% !important }'
/** WCAG 2.2, 1.4.12. */
const wideSpacing =
  '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } ' +
  'p { margin-bottom: 2em !important }'

const everyLook = Object.keys(looks) as Look[]
/** Every page that has something to unfold is looked at unfolded by day and by night. */
const unfoldings = [
  { which: 'first', look: 'light' },
  { which: 'last', look: 'dark' },
] as const satisfies readonly { which: 'first' | 'last'; look: Look }[]
const everySize = Object.keys(sizes) as Size[]

/** Pictures are for people; who wants to look at the pages sets PICTURES=1. */
const wantsPictures = (process.env['PICTURES'] ?? '') !== ''

/** Title → the addresses that have it, without what is different from room to room. */
const titles = new Map<string, Set<string>>()

/** Looks at all of these pages; `signedIn` is whoever each is for. */
export function lookAtEvery<House extends AnyHouse, Somebody extends Visitor>(
  pages: readonly PageState<House, Somebody>[],
  open: () => Promise<House>,
  signedIn: (house: House) => Promise<Somebody>,
): void {
  let browser: TestBrowser
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser[Symbol.asyncDispose]()
  })
  // What has a script is looked at twice.
  const runs = pages.flatMap((page) => [
    { ...page, script: 'with' as const },
    ...(page.scripts === true ? [{ ...page, script: 'without' as const }] : []),
  ])
  describe.each(runs)('$name, $script script', (run) => {
    const { script, at, forAnyone, then } = run
    let house: House
    let tab: Tab
    beforeAll(async () => {
      house = await open()
      const somebody = await signedIn(house)
      const path = await at(house, somebody)
      // Empty rather than off: axe needs JavaScript, and the page cannot tell.
      tab = await browser.open(house.url, {
        scripts: script === 'with' ? 'run' : 'empty',
        ...(forAnyone === undefined && { of: somebody }),
      })
      await tab.page.goto(path)
      await then?.(tab.page)
    }, 60_000)
    afterAll(async () => {
      await tab[Symbol.asyncDispose]()
      await house[Symbol.asyncDispose]()
    })
    looksRight(run, () => tab)
    it('nothing failed on our side', () => {
      expect(house.faults).toEqual([])
    })
  })
}

type Run = Pick<PageState<never, never>, 'name' | 'scripts'> & {
  readonly script: 'with' | 'without'
}

function looksRight({ name, script, scripts }: Run, open: () => Tab): void {
  it('W-01: axe finds nothing, in any look', async () => {
    const tab = open()
    const found: string[] = []
    for (const look of everyLook) {
      await tab.show(look, 'desk')
      found.push(...(await axeViolations(tab.page)))
    }
    await tab.show('light', 'phone')
    found.push(...(await axeViolations(tab.page)))
    expect(found).toEqual([])
  })
  it('W-01: nor with everything unfolded, by day and by night', async () => {
    const tab = open()
    const found: string[] = []
    for (const { which, look } of unfoldings) {
      const before = await tab.page.evaluate(unfold, which)
      // What has nothing folded away was looked at as it is.
      if (before.includes(false)) {
        await tab.show(look, 'desk')
        found.push(...(await axeViolations(tab.page)))
      }
      await tab.page.evaluate(foldAs, before)
    }
    expect(found).toEqual([])
  })
  it.each(everySize)(
    'W-06, W-07 at the size of a %s: nothing too small, too wide, cut off',
    async (size) => {
      const tab = open()
      await tab.show('light', size)
      if (wantsPictures) await takePicture(tab, picture(name, script, size))
      expect(await measured(tab)).toEqual(nothingWrong)
    },
  )
  test.each([
    ['twice as large', largeText, 'desk'],
    ['widely spaced', wideSpacing, 'phone'],
  ] as const)('W-07: text may be %s', async (_, css, size) => {
    const tab = open()
    await tab.show('light', size)
    await tab.page.evaluate(readWith, css)
    const wrong = await measured(tab)
    await tab.page.evaluate(readWith, '')
    expect(wrong).toEqual(nothingWrong)
  })
  const onDemand = wantsPictures ? it : it.skip
  onDemand('W-13: by night and with the colours of the reader (to be looked at)', async () => {
    const tab = open()
    for (const look of everyLook) {
      await tab.show(look, 'desk')
      await takePicture(tab, picture(name, script, look))
    }
  })
  it('W-12: one heading of the first rank, and a title of its own', async () => {
    const tab = open()
    expect(await tab.page.locator('h1').count()).toBe(1)
    const title = await tab.page.title()
    const path = new URL(tab.page.url()).pathname.replaceAll(/[\da-f]{32}/g, '…')
    titles.set(title, (titles.get(title) ?? new Set()).add(path))
    expect([...titles.get(title)!]).toEqual([path])
  })
  it('W-16, S-10, S-98: small, nothing refused by the policy, no foreign request', () => {
    const tab = open()
    expect(tab.complaints).toEqual([])
    for (const [kind, most] of Object.entries(bytesMax))
      expect([kind, (tab.bytes.get(kind) ?? 0) <= most]).toEqual([kind, true])
  })
  it('W-02: is looked at without its script too, when it has one', async () => {
    const has = (await open().page.locator('script').count()) > 0
    expect(has).toBe(scripts === true)
  })
}

const nothingWrong = { small: [], wide: [], cut: [] }

/** As it is, and with everything unfolded. */
async function measured({ page }: Tab) {
  const wide = await page.evaluate(tooWide)
  const found = { small: new Set<string>(), wide: new Set(wide), cut: new Set<string>() }
  for (const { which } of unfoldings) {
    const before = await page.evaluate(unfold, which)
    for (const one of await page.evaluate(smallTargets, targetPx)) found.small.add(one)
    for (const one of await page.evaluate(tooWide)) found.wide.add(one)
    for (const one of await page.evaluate(cutOff)) found.cut.add(one)
    await page.evaluate(foldAs, before)
  }
  return { small: [...found.small], wide: [...found.wide], cut: [...found.cut] }
}

async function takePicture({ page }: Tab, path: string): Promise<void> {
  await page.screenshot({ path, fullPage: true })
}

function picture(name: string, script: string, how: string): string {
  const words = `${name} ${how}${script === 'with' ? '' : ' without script'}`
  return join(pictureFolder(), `${words.replaceAll(/[^\w-]+/g, '-')}.png`)
}
