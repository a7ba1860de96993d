import { z } from 'zod'
import { sentence } from './shapes.ts'

/** What stands around every page, and the names of what was done (`?done=`). */
export const frame = z.strictObject({
  /** The language in its own words, for the link to it. */
  language: sentence,
  skip: sentence,
  rooms: sentence,
  account: sentence,
  signIn: sentence,
  signOut: sentence,
  mainNavigation: sentence,
  help: sentence,
  privacy: sentence,
  accessibility: sentence,
  imprint: sentence,
  easy: sentence,
  mistakesTitle: sentence,
  optional: sentence,
  notices: z.record(z.string(), sentence),
})
