import type { Request } from 'express'
import { pageLocales } from './texts.ts'
import type { PageLocale } from './texts.ts'

/** The language of a page: the one asked for with `?sprache=`, else the browser's, else the organisation's. */
export function languageOf(request: Request, usual: PageLocale): PageLocale {
  const asked = pageLocales.find((locale) => locale === request.query['sprache'])
  if (asked !== undefined) return asked
  if (request.get('accept-language') === undefined) return usual
  const ordered = [usual, ...pageLocales.filter((locale) => locale !== usual)]
  const accepted = request.acceptsLanguages(ordered)
  return pageLocales.find((locale) => locale === accepted) ?? usual
}

/** The pages' language for an organisation that speaks this one: English where there are no pages in it. */
export function pageLocaleOf(locale: string): PageLocale {
  return pageLocales.find((known) => known === locale) ?? 'en'
}
