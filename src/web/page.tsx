import { createContext, type ComponentChildren, type VNode } from 'preact'
import { renderToStaticMarkup } from 'preact-render-to-string'
import { pageLocales } from './texts.ts'
import type { AllTexts, PageLocale, Texts } from './texts.ts'
import type { PlainVisit } from './visit.ts'

/** What every page needs. */
export type PageParts = {
  readonly texts: AllTexts
  readonly locale: PageLocale
  readonly organisation: string
  /** Whom to ask, E.164; at the same place on every page (W-14). */
  readonly helpNumber?: string | undefined
}

/** One page: its title is unique, its content stands below `main`. */
export type Page = {
  readonly title: string
  readonly content: VNode
  readonly status?: number
  /** Style sheets of this page alone, beside the one of all pages: `evening` is `/assets/evening.css`. */
  readonly styles?: readonly string[]
  /** Scripts of this page; it must work without. */
  readonly scripts?: readonly string[]
  /** What was done, said at the top; else `?done=` names one of the frame's notices. */
  readonly notice?: string
}

/** What parts of a page may ask for, however deep they are. */
export const InPage = createContext<{ words: Texts['frame']; formToken: () => string }>({
  words: {} as Texts['frame'],
  formToken: () => '',
})

/** Answers with a page, in the frame all pages share. */
export function show(visit: PlainVisit, parts: PageParts, page: Page): void {
  const words = parts.texts[visit.locale].frame
  const html = renderToStaticMarkup(
    <InPage.Provider value={{ words, formToken: visit.formToken }}>
      <Frame visit={visit} parts={parts} page={page} />
    </InPage.Provider>,
  )
  visit.response
    .status(page.status ?? 200)
    .vary('Accept-Language')
    .type('html')
    .send(`<!doctype html>${html}`)
}

/** What the browser shows as the name of the window. */
export function windowTitle(
  title: string,
  { organisation }: Pick<PageParts, 'organisation'>,
): string {
  return `${title} – ${organisation}`
}

type FrameProps = { readonly visit: PlainVisit; readonly parts: PageParts; readonly page: Page }

/** Head, skip link, name of the organisation, menu, content, and what stands below everything. */
function Frame({ visit, parts, page }: FrameProps) {
  const { locale } = visit
  const words = parts.texts[locale].frame
  return (
    <html lang={locale}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{windowTitle(page.title, parts)}</title>
        <link rel="stylesheet" href="/assets/rundruf.css" />
        {[...(visit.around.styles ?? []), ...(page.styles ?? [])].map((name) => (
          <link rel="stylesheet" href={`/assets/${name}.css`} />
        ))}
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        {page.scripts?.map((name) => (
          <script type="module" src={`/assets/${name}.js`} />
        ))}
      </head>
      <body>
        <a class="skip" href="#content">
          {words.skip}
        </a>
        <Header visit={visit} parts={parts} />
        <main id="content" tabIndex={-1}>
          <Notice visit={visit} words={words} page={page} />
          {page.content}
        </main>
        <footer>{visit.around.foot}</footer>
      </body>
    </html>
  )
}

function Header({ visit, parts }: Omit<FrameProps, 'page'>) {
  const { locale, around, request } = visit
  const words = parts.texts[locale].frame
  return (
    <header>
      <a class="name" href={around.home}>
        <Mark />
        {parts.organisation}
      </a>
      <nav aria-label={words.mainNavigation}>
        {around.menu.map(({ path, name }) => (
          <a href={path} aria-current={request.path === path ? 'page' : undefined}>
            {name}
          </a>
        ))}
        {pageLocales
          .filter((other) => other !== locale)
          .map((other) => (
            <a href={`?sprache=${other}`} lang={other} hreflang={other}>
              {parts.texts[other].frame.language}
            </a>
          ))}
      </nav>
    </header>
  )
}

function Notice({
  visit,
  words,
  page,
}: Pick<FrameProps, 'visit' | 'page'> & { words: Texts['frame'] }) {
  const { done } = visit.request.query
  const known = typeof done === 'string' && Object.hasOwn(words.notices, done)
  const text = page.notice ?? (known ? words.notices[done] : undefined)
  return text === undefined ? null : (
    <p class="notice" role="status">
      {text}
    </p>
  )
}

/** Six people around nothing: a round. */
function Mark(): VNode {
  const seats = Array.from({ length: 6 }, (_, seat) => (seat * Math.PI) / 3)
  return (
    <svg class="mark" viewBox="-12 -12 24 24" aria-hidden="true" focusable="false">
      {seats.map((angle) => (
        <circle
          cx={(8 * Math.sin(angle)).toFixed(2)}
          cy={(-8 * Math.cos(angle)).toFixed(2)}
          r="3"
        />
      ))}
    </svg>
  )
}

export type Children = { readonly children: ComponentChildren }
