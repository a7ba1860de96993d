import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { about } from './texts/about.ts'
import { account } from './texts/account.ts'
import { dates } from './texts/dates.ts'
import { dialIn } from './texts/dial-in.ts'
import { evening } from './texts/evening.ts'
import { faults } from './texts/faults.ts'
import { frame } from './texts/frame.ts'
import { invitation } from './texts/invitation.ts'
import { letter } from './texts/letter.ts'
import { meetings } from './texts/meetings.ts'
import { options } from './texts/options.ts'
import { organisers } from './texts/organisers.ts'
import { pin } from './texts/pin.ts'
import { rooms } from './texts/rooms.ts'
import { signIn } from './texts/sign-in.ts'
import { staffSubjects } from './texts/staff.ts'

/** Languages that the pages speak. Callers may have more: a language for them is only a prompts file. */
export const pageLocales = ['de', 'en'] as const
export type PageLocale = (typeof pageLocales)[number]

/** Every subject there is text about, and the file of that name in `config/pages/<locale>/`. */
const subjects = {
  frame,
  dialIn,
  faults,
  signIn,
  evening,
  account,
  about,
  meetings,
  rooms,
  dates,
  options,
  pin,
  organisers,
  invitation,
  letter,
  ...staffSubjects,
} as const
type Subject = keyof typeof subjects

/** Every sentence of the pages in one language. */
export type Texts = { readonly [S in Subject]: z.output<(typeof subjects)[S]> }
export type AllTexts = Readonly<Record<PageLocale, Texts>>

/**
 * Reads `pages/<locale>/<subject>.json` of every language and subject.
 * @throws Error naming every file with everything that is missing in it
 */
export async function readTexts(configFolder: string): Promise<AllTexts> {
  const mistakes: string[] = []
  const entries = await Promise.all(
    pageLocales.map(
      async (locale) =>
        [locale, await readLanguage(join(configFolder, 'pages', locale), mistakes)] as const,
    ),
  )
  if (mistakes.length > 0) throw new Error(mistakes.join('\n'))
  return Object.fromEntries(entries) as Record<PageLocale, Texts>
}

async function readLanguage(folder: string, mistakes: string[]): Promise<Texts> {
  const entries = await Promise.all(
    Object.entries(subjects).map(async ([subject, form]) => {
      const file = join(folder, `${dashed(subject)}.json`)
      const read = form.safeParse(JSON.parse(await readFile(file, 'utf8')))
      if (!read.success) mistakes.push(`${file}:\n${z.prettifyError(read.error)}`)
      return [subject, read.data] as const
    }),
  )
  return Object.fromEntries(entries) as Texts
}

/** `dialIn` → `dial-in` */
const dashed = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

/** `Sie hat {roomDigits} Ziffern` → `Sie hat 6 Ziffern`. A name without a value stays visible, for a test to find. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
}
