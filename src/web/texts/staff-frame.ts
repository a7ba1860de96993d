import { z } from 'zod'
import { sentence } from './shapes.ts'

/** What stands around every page of the staff console. */
export const staffFrame = z.strictObject({
  board: sentence,
  help: sentence,
  service: sentence,
  people: sentence,
  audit: sentence,
  organisers: sentence,
  numbers: sentence,
  me: sentence,
  signOut: sentence,
  back: sentence,
  /** What staff must never forget (§ 3 TDDDG, § 206 StGB). */
  secrecy: sentence,
  roles: z.strictObject({ staff: sentence, admin: sentence }),
})
