import { z } from 'zod'

/** The building blocks of the pages' texts. */
export const sentence = z.string().min(1)
/** A heading and what stands below it. */
export const block = z.strictObject({ title: sentence, text: sentence })
/** What stands over a field. */
export const field = z.strictObject({ label: sentence, hint: sentence.optional() })
/** What can be wrong in a form: each mistake with what to do about it. `other`: the form was not made by us. */
export const mistakes = z.object({ other: sentence }).catchall(sentence)
/** A sentence for each of these. */
export const each = <T extends string>(names: readonly T[]) =>
  z.strictObject(
    Object.fromEntries(names.map((name) => [name, sentence])) as Record<T, typeof sentence>,
  )
