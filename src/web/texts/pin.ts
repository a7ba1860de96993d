import { z } from 'zod'
import { block, field, mistakes, sentence } from './shapes.ts'

/** A new PIN, on request only. */
export const pin = z.strictObject({
  title: sentence,
  lede: sentence,
  warning: block,
  which: field,
  guest: field,
  /** Instead of it, for a room that has none. */
  first: field,
  host: field,
  none: field,
  do: sentence,
  back: sentence,
  mistakes,
})
