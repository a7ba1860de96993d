import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { likeness } from '../browser/likeness.ts'
import type { Visitor } from './visitor.ts'

/*
 * A real browser for tests: Debian's Chromium, started once for a test file. It asks nobody but our own server.
 */

const programs = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export const sizes = { phone: 320, tablet: 768, desk: 1280 } as const
export type Size = keyof typeof sizes
const height = 900

/** How a page can look. */
export const looks = {
  light: { colorScheme: 'light', forcedColors: 'none' },
  dark: { colorScheme: 'dark', forcedColors: 'none' },
  'forced colours': { colorScheme: 'dark', forcedColors: 'active' },
} as const
export type Look = keyof typeof looks

type TabOptions = {
  /** Whose browser it is; nobody is signed in without. */
  readonly of?: Visitor
  /** `empty`: every script of ours arrives without a word in it. `off`: the browser knows no JavaScript. */
  readonly scripts?: 'run' | 'empty' | 'off'
  readonly language?: string
}

/** One window with cookies of its own, and everything the browser complained about in it. */
export type Tab = AsyncDisposable & {
  readonly page: Page
  readonly context: BrowserContext
  /** Errors of scripts, things the content policy refused, requests to anybody else. */
  readonly complaints: string[]
  /** Bytes of the page that is open and its files, by file ending; documents are `html`. */
  readonly bytes: Map<string, number>
  show(look: Look, size: Size): Promise<void>
}

export type TestBrowser = AsyncDisposable & {
  /** Version, for what depends on it. */
  readonly version: string
  open(url: string, options?: TabOptions): Promise<Tab>
}

/** @throws Error when there is no Chromium on this machine */
export async function openBrowser(): Promise<TestBrowser> {
  const executablePath = programs.find((path) => existsSync(path))
  if (executablePath === undefined) throw new Error('needs Chromium: apt-get install chromium')
  const browser = await chromium.launch({ executablePath, args: quiet })
  return {
    version: browser.version(),
    open: (url, options = {}) => openTab(browser, url, options),
    [Symbol.asyncDispose]: () => browser.close(),
  }
}

async function openTab(browser: Browser, url: string, options: TabOptions): Promise<Tab> {
  const { of: visitor, scripts = 'run', language = 'de' } = options
  const context = await browser.newContext({
    javaScriptEnabled: scripts !== 'off',
    locale: language,
    baseURL: url,
    viewport: { width: sizes.desk, height },
    reducedMotion: 'reduce',
  })
  const cookies = [...(visitor?.cookies ?? [])].map(([name, value]) => ({ name, value, url }))
  await context.addCookies(cookies)
  if (scripts === 'empty')
    await context.route('**/*.js', (route) => route.fulfill({ contentType: 'text/javascript' }))
  const page = await context.newPage()
  const { complaints, bytes } = watch(page, url)
  return {
    page,
    context,
    complaints,
    bytes,
    async show(look, size) {
      await page.emulateMedia(looks[look])
      await page.setViewportSize({ width: sizes[size], height })
    },
    [Symbol.asyncDispose]: () => context.close(),
  }
}

function watch(page: Page, url: string) {
  const complaints: string[] = []
  const bytes = new Map<string, number>()
  page.on('console', (message) => {
    // Chromium says so of every page with an error's status, too; the test that opens one knows.
    if (message.type() === 'error' && message.location().url !== page.url())
      complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('request', (request) => {
    const foreign = !request.url().startsWith(url) && !request.url().startsWith('data:')
    if (foreign) complaints.push(`a request to ${request.url()}`)
  })
  page.on('response', (response) => {
    const { pathname: path } = new URL(response.url())
    if (response.request().isNavigationRequest()) bytes.clear()
    const kind = /\.(\w+)$/.exec(path)?.[1] ?? 'html'
    // A stream has no end, and a redirect no body.
    if (response.headers()['content-type']?.startsWith('text/event-stream') === true) return
    response.body().then(
      (body) => bytes.set(kind, (bytes.get(kind) ?? 0) + body.length),
      () => undefined,
    )
  })
  return { complaints, bytes }
}

let folder: string | undefined

/** Where pictures go: a folder that stays, outside the sources, its name printed once. */
export function pictureFolder(): string {
  if (folder === undefined) {
    folder = mkdtempSync(join(tmpdir(), 'rundruf-pages-'))
    process.stderr.write(`pictures of the pages: ${folder}\n`)
  }
  return folder
}

const axeSource = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const axeRules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What axe asks that colours decide. All else depends on what is there, and where. */
const colourRules = ['color-contrast', 'link-in-text-block']
/** What was looked at before. axe answers a page as it answered one like it. */
const lookedAt = new Set<string>()

/**
 * What axe-core finds against that it has not been asked before, each with where it is (W-01). It is put into a page once, and
 * only what it finds against leaves the page: bringing over all that is in order would take longer than looking.
 */
export async function axeViolations(page: Page): Promise<string[]> {
  const { shape, colours } = await likenessOf(page)
  if (lookedAt.has(colours)) return []
  const runOnly = lookedAt.has(shape) ? colourRules : axeRules
  lookedAt.add(shape).add(colours)
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(await axeSource)
  const options = JSON.stringify({ runOnly, resultTypes: ['violations'] })
  const violations = await page.evaluate<AxeResults['violations']>(
    `axe.run(${options}).then(({ violations }) => violations)`,
  )
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${help}\n  ${html}\n  ${failureSummary}`),
  )
}

/** Equal for pages that differ in nothing axe looks at: `shape` but for colours, `colours` in these, too. */
async function likenessOf(
  page: Page,
): Promise<{ readonly shape: string; readonly colours: string }> {
  const { html, boxes, colours } = await page.evaluate(likeness)
  // Names of rooms and calls are drawn by lot; which of them are the same still counts.
  const names = new Map<string, number>()
  const named = html.replaceAll(/[\da-f]{32}/g, (name) => {
    if (!names.has(name)) names.set(name, names.size)
    return `name ${names.get(name) ?? 0}`
  })
  const shape = createHash('sha256').update(named).update(boxes).digest('hex')
  return { shape, colours: createHash('sha256').update(shape).update(colours).digest('hex') }
}

type AxeResults = {
  readonly violations: readonly {
    readonly id: string
    readonly help: string
    readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[]
  }[]
}
