import type { Locale } from '../../conference/room/room.ts'
import { Select } from '../form.tsx'
import { typedIn, type Mistakes, type Typed } from '../read-form.ts'

export type LanguageParts = {
  /** Languages that callers can have. */
  readonly callLocales: readonly Locale[]
}

type Props = {
  readonly parts: LanguageParts
  readonly field: { readonly label: string; readonly hint?: string | undefined }
  readonly typed: Typed
  readonly mistakes: Mistakes
}

/** What callers of a room hear; not asked where there is one language only. */
export function LanguageField({ parts: { callLocales }, field, typed, mistakes }: Props) {
  const value = typedIn(typed, 'locale')
  if (callLocales.length < 2) return <input type="hidden" name="locale" value={value} />
  const options = callLocales.map((locale) => ({ value: locale, label: languageName(locale) }))
  return <Select name="locale" {...field} {...{ value, options }} mistake={mistakes['locale']} />
}

/** The page's language, if callers can have it. */
export function usualLanguage({ callLocales }: LanguageParts, locale: Locale): Locale {
  return callLocales.find((one) => one === locale) ?? callLocales[0] ?? locale
}

/** A language in its own words: whoever wants it can read that. */
export function languageName(locale: Locale): string {
  return new Intl.DisplayNames([locale], { type: 'language' }).of(locale) ?? locale
}
