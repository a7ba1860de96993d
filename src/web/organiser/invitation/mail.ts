import { z } from 'zod'
import {
  mailAddressMax,
  mailAddressPattern,
  type Mail,
} from '../../../conference/organiser/mails.ts'
import type { Kept } from '../../../conference/ports.ts'
import { letterLocale, letterTo, type Letter } from '../../invitation/letter.ts'
import { mailText } from '../../invitation/letter-text.ts'
import { readForm, ticked } from '../../read-form.ts'
import { fill } from '../../texts.ts'
import { goTo, type RoomVisit } from '../../visit.ts'
import { calendarFile } from './calendar.ts'
import { invitationPage, type InvitationParts } from './show.tsx'
import { mailsAbout } from '../mails-about.ts'

/** Mails with invitations that one account sends in a day; a group is smaller than that. */
export const invitationMailsDayMax = 60
/** Addresses in one form. */
export const addressesMax = 30
const dayMs = 24 * 60 * 60_000
/** Thirty addresses of the longest kind. */
const typedMax = 10_000

const shape = z.object({
  to: z.enum(['addresses', 'me']).default('addresses'),
  addresses: z.string().max(typedMax).default(''),
  text: z.string().default(''),
  withCalendar: ticked,
})

/**
 * POST /rooms/:room/invitation — sends the invitation to oneself or to the addresses that were typed in, one mail
 * each, so that nobody learns who else was invited. An address is kept only until its mail is sent.
 */
export function invitationMail(parts: InvitationParts) {
  return async (visit: RoomVisit): Promise<void> => {
    const { room, signedIn, at, locale } = visit
    const sentences = parts.texts[locale].invitation.mistakes
    const read = readForm(visit.request, shape)
    const again = ({ mistake, values }: Mistake) => {
      const sentence = fill(sentences[mistake] ?? sentences.other, values ?? {})
      return invitationPage(visit, parts, { typed: read.typed, mistakes: { addresses: sentence } })
    }
    if (read.is === 'wrong' || room.archived) return again({ mistake: 'other' })
    const { to, addresses, text, withCalendar } = read.value
    const receivers = to === 'me' ? [signedIn.account.address] : receiversIn(addresses)
    if ('mistake' in receivers) return again(receivers)
    const letter = letterTo(room, parts, { locale: letterLocale(room, text), at })
    const file = withCalendar ? calendarFile(visit, parts, letter, false) : undefined
    const refused = await parts.store.atomically((kept) =>
      send(kept, visit, receivers, mailOf(letter, file)),
    )
    if (refused !== undefined) return again(refused)
    goTo(visit, `/rooms/${room.id}/invitation?text=${letter.locale}`, 'invitation-sent')
  }
}

/** The name of a sentence, and what stands in it. */
type Mistake = {
  readonly mistake: string
  readonly values?: Readonly<Record<string, string | number>>
}

/** The addresses in a text: lines, commas, semicolons or spaces are between them; none counts twice. */
export function receiversIn(text: string): readonly string[] | Mistake {
  const all = text.split(/[\s,;]+/).filter((address) => address !== '')
  const wrong = all.filter(
    (address) => !mailAddressPattern.test(address) || address.length > mailAddressMax,
  )
  if (all.length === 0) return { mistake: 'addresses' }
  if (wrong.length > 0) return { mistake: 'wrongAddresses', values: { which: wrong.join(', ') } }
  const once = [...new Map(all.map((address) => [address.toLowerCase(), address])).values()]
  return once.length > addressesMax ? { mistake: 'atOnce', values: { count: addressesMax } } : once
}

/** Neutral outside (P-09); number and PIN inside, because that is what was asked for (P-15). */
function mailOf(letter: Letter, calendar: string | undefined): Omit<Mail, 'to'> {
  const { texts, organisation, locale } = letter
  return {
    subject: fill(texts.mail.subject, { organisation }),
    text: mailText(letter),
    locale,
    ...(calendar !== undefined && {
      attachments: [
        { fileName: 'termine.ics', contentType: 'text/calendar; charset=utf-8', content: calendar },
      ],
    }),
  }
}

/** All of them, or none when that is more than a day allows. */
async function send(
  kept: Kept,
  { room, signedIn: { account }, at }: RoomVisit,
  receivers: readonly string[],
  mail: Omit<Mail, 'to'>,
): Promise<Mistake | undefined> {
  let today = 0
  for (const one of await kept.organised.of(account.id))
    today += (await kept.mails.of(account.id, mailsAbout(one))).length
  const left = Math.max(0, invitationMailsDayMax - today)
  if (receivers.length > left) return { mistake: 'tooMany', values: { count: left } }
  const how = { about: mailsAbout(room), at, until: at + dayMs, of: account.id }
  for (const to of receivers) await kept.mails.send({ ...mail, to }, how)
  return undefined
}
