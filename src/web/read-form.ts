import type { Request } from 'express'
import { z } from 'zod'

/** What was typed into a form, field by field, to be shown again; fields that may come several times are lists. */
export type Typed = Readonly<Record<string, string | readonly string[]>>

/** Field → what is wrong there, as a key of the page's own texts. The first in the order of the form. */
export type Mistakes = Readonly<Record<string, string>>

export type ReadForm<T> =
  | { readonly is: 'right'; readonly value: T; readonly typed: Typed }
  | { readonly is: 'wrong'; readonly typed: Typed; readonly mistakes: Mistakes }

const typedShape = z.record(z.string(), z.union([z.string(), z.array(z.string())]))

/** A form without fields. */
const nothing: Typed = {}

/**
 * Reads a form that was sent. The messages of `shape` are keys of texts: `z.email({ error: 'address' })`. A field that
 * comes twice where one is expected is wrong like any other (S-18).
 */
export function readForm<T>(request: Request, shape: z.ZodType<T>): ReadForm<T> {
  const typed = typedShape.safeParse(request.body ?? {}).data ?? nothing
  const read = shape.safeParse(typed)
  if (read.success) return { is: 'right', value: read.data, typed }
  const mistakes: Record<string, string> = {}
  for (const { path, message } of read.error.issues) mistakes[String(path[0] ?? '')] ??= message
  return { is: 'wrong', typed, mistakes }
}

/** What is wrong, in the sentences of a page. */
export function inWords(mistakes: Mistakes, words: MistakeWords): Mistakes {
  const sentence = (mistake: string) => (Object.hasOwn(words, mistake) ? words[mistake] : undefined)
  return Object.fromEntries(
    Object.entries(mistakes).map(([field, mistake]) => [field, sentence(mistake) ?? words.other]),
  )
}
/** `other` is for what only a form made by hand gets wrong. */
type MistakeWords = Readonly<Record<string, string>> & { readonly other: string }

/** The one value of a field as it was typed. */
export function typedIn(typed: Typed, name: string): string {
  const value = typed[name]
  return typeof value === 'string' ? value : ''
}

/** All the values of a field that may be there several times. */
export function typedAll(typed: Typed, name: string): readonly string[] {
  return [typed[name] ?? []].flat()
}

/** A box that was ticked; boxes that were not are not sent. */
export const ticked = z
  .literal('yes')
  .optional()
  .transform((value) => value === 'yes')

/** A field that may be there several times, once, or not at all. */
export const several = <T extends z.ZodType>(one: T) =>
  z.preprocess((value: unknown) => (value === undefined ? [] : [value].flat()), z.array(one))
