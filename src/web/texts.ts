import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

/** Languages that the pages speak. Callers may have more: a language for them is only a prompts file. */
export const pageLocales = ['de', 'en'] as const
export type PageLocale = (typeof pageLocales)[number]

const sentence = z.string().min(1)
const block = z.strictObject({ title: sentence, text: sentence })
const dead = z.strictObject({ title: sentence, text: sentence, back: sentence })

const form = z.strictObject({
  /** The language in its own words, for the link to it. */
  language: sentence,
  skip: sentence,
  dialIn: z.strictObject({
    title: sentence,
    lede: sentence,
    callNumber: sentence,
    callAddress: sentence,
    stepsTitle: sentence,
    steps: z.array(z.strictObject({ do: sentence, more: sentence })).length(4),
    patience: sentence,
    keysTitle: sentence,
    keys: z.array(
      z.strictObject({
        key: z.enum(['*', '0', '#']),
        name: sentence,
        where: sentence,
        does: sentence,
      }),
    ),
    questionsTitle: sentence,
    recording: block,
    costNumber: block,
    costAddress: block,
    trouble: block,
  }),
  notFound: dead,
  fault: dead,
})

/** Every sentence of the pages in one language. */
export type Texts = z.infer<typeof form>
export type AllTexts = Readonly<Record<PageLocale, Texts>>

/**
 * Reads `pages.<locale>.json` of every language.
 * @throws Error naming the file and everything that is missing in it
 */
export async function readTexts(configFolder: string): Promise<AllTexts> {
  const entries = await Promise.all(
    pageLocales.map(async (locale) => {
      const file = join(configFolder, `pages.${locale}.json`)
      const read = form.safeParse(JSON.parse(await readFile(file, 'utf8')))
      if (!read.success) throw new Error(`${file}:\n${z.prettifyError(read.error)}`)
      return [locale, read.data] as const
    }),
  )
  return Object.fromEntries(entries) as Record<PageLocale, Texts>
}

/** `Sie hat {roomDigits} Ziffern` → `Sie hat 6 Ziffern`. A name without a value stays visible, for a test to find. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}
