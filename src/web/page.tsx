import type { Request, Response } from 'express'
import type { ComponentChildren, VNode } from 'preact'
import { renderToStaticMarkup } from 'preact-render-to-string'
import { languageOf } from './language.ts'
import { pageLocales } from './texts.ts'
import type { AllTexts, PageLocale } from './texts.ts'

/** What every page needs. */
export type PageParts = {
  readonly texts: AllTexts
  readonly locale: PageLocale
  readonly organisation: string
}

/** Answers with a page: `content` in the language of the request, in the frame all pages share. */
export function sendPage(
  request: Request,
  response: Response,
  parts: PageParts,
  page: (locale: PageLocale) => { readonly title: string; readonly content: VNode },
): void {
  const locale = languageOf(request, parts.locale)
  const { title, content } = page(locale)
  const html = renderToStaticMarkup(
    <Frame {...parts} locale={locale} title={title}>
      {content}
    </Frame>,
  )
  response.vary('Accept-Language').type('html').send(`<!doctype html>${html}`)
}

type FrameProps = PageParts & { readonly title: string; readonly children: ComponentChildren }

/** Head, skip link, name of the organisation, and the same page in the other languages. */
function Frame({ texts, locale, organisation, title, children }: FrameProps) {
  const words = texts[locale]
  return (
    <html lang={locale}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${title} – ${organisation}`}</title>
        <link rel="stylesheet" href="/assets/rundruf.css" />
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
      </head>
      <body>
        <a class="skip" href="#content">
          {words.skip}
        </a>
        <header>
          <a class="name" href="/">
            <Mark />
            {organisation}
          </a>
          <nav>
            {pageLocales
              .filter((other) => other !== locale)
              .map((other) => (
                <a href={`/?sprache=${other}`} lang={other} hreflang={other}>
                  {texts[other].language}
                </a>
              ))}
          </nav>
        </header>
        <main id="content">{children}</main>
      </body>
    </html>
  )
}

/** Six people around nothing: a round. */
function Mark() {
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
