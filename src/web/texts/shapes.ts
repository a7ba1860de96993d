import { z } from 'zod'

/** The building blocks of the pages' texts. */
export const sentence = z.string().min(1)
/** A heading and what stands below it. */
export const block = z.strictObject({ title: sentence, text: sentence })
