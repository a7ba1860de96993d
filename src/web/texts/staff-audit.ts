import { z } from 'zod'
import { audited } from '../../conference/staff/audit.ts'
import { each, sentence } from './shapes.ts'

/** What staff did, to be read by admins. */
export const staffAudit = z.strictObject({
  title: sentence,
  lede: sentence,
  none: sentence,
  table: sentence,
  when: sentence,
  who: sentence,
  what: sentence,
  object: sentence,
  reason: sentence,
  older: sentence,
  newest: sentence,
  commandLine: sentence,
  did: each(audited),
})
