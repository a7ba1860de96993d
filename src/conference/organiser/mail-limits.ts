import { dayMs, hourMs, within, type Question } from '../limits/limits-counting.ts'

/*
 * Nobody's mailbox is filled through us (S-05). Mails that visitors set off are counted per receiver, per visitor's
 * network, per both, and in all:
 *
 *   a receiver's day      whoever asked          beyond: no mail, and no word about it, because the number of
 *   … of one network      so that one stranger   mails tells whether somebody else asked for some
 *                         cannot use it all up
 *   a network's hour, day                        beyond: it is told to wait
 *   everybody's hour                             beyond: everybody is told to wait, and the operator hears of it
 */

export const mailsMax = {
  toDay: 10,
  toFromDay: 6,
  fromHour: 30,
  fromDay: 100,
  allHour: 400,
} as const
type Limit = keyof typeof mailsMax

/** Who is counted, by pseudonyms; those of visitors change from day to day, so there are two of each. */
export type MailNames = {
  readonly to: string
  readonly toFrom: readonly string[]
  readonly from: readonly string[]
}

/** How often something has happened; what has not is not there. */
export type MailSums = Readonly<Partial<Record<Limit, number>>>

/** What has to be known; sums of one limit add up. */
export function mailQuestions(
  names: MailNames,
  at: number,
): readonly { readonly limit: Limit; readonly question: Question }[] {
  return [
    { limit: 'toDay', question: within('mailsTo', names.to, dayMs, at) },
    ...names.toFrom.map((name) => ({
      limit: 'toFromDay' as const,
      question: within('mailsToFrom', name, dayMs, at),
    })),
    ...names.from.flatMap((name) => [
      { limit: 'fromHour' as const, question: within('mailsFrom', name, hourMs, at) },
      { limit: 'fromDay' as const, question: within('mailsFrom', name, dayMs, at) },
    ]),
    { limit: 'allHour', question: within('mailsAll', '', hourMs, at) },
  ]
}

/** What happens with one more mail. */
export type MailVerdict = 'send' | 'say-nothing' | 'network-waits' | 'everybody-waits'

export function judgeMail(sums: MailSums): MailVerdict {
  const isOver = (limit: Limit) => (sums[limit] ?? 0) >= mailsMax[limit]
  if (isOver('allHour')) return 'everybody-waits'
  if (isOver('fromHour') || isOver('fromDay')) return 'network-waits'
  return isOver('toDay') || isOver('toFromDay') ? 'say-nothing' : 'send'
}

/** A mail that a visitor sets off. */
export type MailAsked = {
  /** The receiver's address. */
  readonly to: string
  /** The network the visitor comes from. */
  readonly from: string
  readonly at: number
}

export type MailLimits = {
  /** Whether one more mail may be sent; counts it if so. */
  ask(asked: MailAsked): Promise<MailVerdict>
}
