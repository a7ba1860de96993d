/*
 * Many open pages of one evening, in a process of its own: reads what each is sent, and tells how long it took from the
 * first page that knew of a change to the last.
 */
import { Visitor } from '../kit/visitor.ts'
import { readLive, type LiveReader } from '../kit/live-reader.ts'

export type Lookers = {
  readonly url: string
  readonly path: string
  readonly cookies: readonly (readonly [string, string])[][]
  readonly pagesOfEach: number
}
/** For each change that all pages were told, ms from the first of them to the last. */
export type Told = { readonly pages: number; readonly spreadsMs: readonly number[] }

type Change = { readonly firstMs: number; lastMs: number; told: number }

const changes = new Map<string, Change>()

async function look(page: LiveReader): Promise<void> {
  for (;;) {
    const event = await page.next()
    if (event === undefined) return
    if (event.event !== 'change') continue
    const now = performance.now()
    const what = JSON.stringify(event.data)
    const change = changes.get(what) ?? { firstMs: now, lastMs: now, told: 0 }
    change.lastMs = now
    change.told += 1
    changes.set(what, change)
  }
}

process.once('message', ({ url, path, cookies, pagesOfEach }: Lookers) => {
  const visitors = cookies.map((ones) => {
    const visitor = new Visitor(url)
    for (const [name, value] of ones) visitor.keepCookie(name, value)
    return visitor
  })
  const streams = visitors.flatMap((visitor) =>
    Array.from({ length: pagesOfEach }, () => readLive(visitor, path)),
  )
  void Promise.all(streams).then((pages) => {
    for (const page of pages) void look(page).catch(() => undefined)
    process.send?.('looking')
    process.once('message', () => {
      const told = [...changes.values()].filter((change) => change.told === pages.length)
      const spreadsMs = told.map(({ firstMs, lastMs }) => lastMs - firstMs)
      process.send?.({ pages: pages.length, spreadsMs } satisfies Told, () => process.exit())
    })
  })
})
