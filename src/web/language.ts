import type { Request } from 'express'
import { locales } from '../conference/room.ts'
import type { Locale } from '../conference/room.ts'

/** The language of a page: the one asked for with `?sprache=`, else the browser's, else the organisation's. */
export function languageOf(request: Request, usual: Locale): Locale {
  const asked = locales.find((locale) => locale === request.query['sprache'])
  if (asked !== undefined) return asked
  if (request.get('accept-language') === undefined) return usual
  const ordered = [usual, ...locales.filter((locale) => locale !== usual)]
  const accepted = request.acceptsLanguages(ordered)
  return locales.find((locale) => locale === accepted) ?? usual
}
