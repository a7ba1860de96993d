import type { Kysely } from 'kysely'
import {
  judgeMail,
  mailQuestions,
  type MailLimits,
  type MailSums,
} from '../../conference/organiser/mail-limits.ts'
import { keyOfAddress } from '../organiser/accounts.ts'
import type { NumberKeys } from '../call/number-key.ts'
import type { Tables } from '../tables.ts'
import { addOne, sumOf } from './visitor-counts.ts'

/** Mails that visitors set off, counted under names that say nothing (S-05). */
export function mailLimits(db: Kysely<Tables>, keys: NumberKeys, addressKey: Buffer): MailLimits {
  return {
    async ask({ to, from, at }) {
      const address = keyOfAddress(addressKey, to)
      const nameOf = await keys.pseudonyms(db, at)
      const visitor = nameOf('visitor', from)
      const pair = nameOf('visitor', `${from} ${address}`)
      const names = { to: address, from: both(visitor), toFrom: both(pair) }
      const sums: Partial<Record<keyof MailSums, number>> = {}
      for (const { limit, question } of mailQuestions(names, at)) {
        sums[limit] = (sums[limit] ?? 0) + (await sumOf(db, question))
      }
      const verdict = judgeMail(sums)
      if (verdict !== 'send') return verdict
      await addOne(db, 'mailsTo', address, at)
      await addOne(db, 'mailsToFrom', pair.today, at)
      await addOne(db, 'mailsFrom', visitor.today, at)
      await addOne(db, 'mailsAll', '', at)
      return verdict
    },
  }
}

/** On the first day both are the same. */
function both({ today, yesterday }: { today: string; yesterday: string }): readonly string[] {
  return [...new Set([today, yesterday])]
}
