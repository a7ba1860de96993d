import type { Request, Response } from 'express'
import type { CookieJar } from './cookies.ts'
import { pageLocales } from './texts.ts'
import type { PageLocale } from './texts.ts'

/**
 * The language of a page: the one chosen with `?sprache=`, now or before on another page; else the browser's, else
 * the organisation's.
 */
export function languageOf(
  request: Request,
  response: Response,
  usual: PageLocale,
  jar: CookieJar,
): PageLocale {
  const asked = known(request.query['sprache'])
  if (asked !== undefined) {
    jar.write(response, 'language', asked)
    return asked
  }
  const chosen = known(jar.read(request, 'language'))
  if (chosen !== undefined) return chosen
  if (request.get('accept-language') === undefined) return usual
  const ordered = [usual, ...pageLocales.filter((locale) => locale !== usual)]
  return known(request.acceptsLanguages(ordered)) ?? usual
}

const known = (locale: unknown) => pageLocales.find((one) => one === locale)

/** The pages' language for an organisation that speaks this one: English where there are no pages in it. */
export function pageLocaleOf(locale: string): PageLocale {
  return known(locale) ?? 'en'
}
