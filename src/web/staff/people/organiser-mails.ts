import type { Mail } from '../../../conference/organiser/mails.ts'
import type { Account } from '../../../conference/organiser/organising.ts'
import type { Kept } from '../../../conference/ports.ts'
import { pageLocaleOf } from '../../language.ts'
import { fill, type Texts } from '../../texts.ts'
import type { StaffParts } from '../parts.ts'

/** What an organiser is told about; each is a mail of the texts. */
export type ToldOrganiser = keyof Texts['staffOrganisers']['mails']

/** A mail about what staff did is tried for so long. */
const triedMs = 7 * 24 * 60 * 60_000

/** Tells an organiser what was done to their account; staff's reason stays in the log of actions. */
export async function tellOrganiser(
  kept: Pick<Kept, 'mails'>,
  parts: StaffParts,
  account: Account,
  what: ToldOrganiser,
  at: number,
): Promise<void> {
  await kept.mails.send(mailOf(parts, account, what), {
    about: 'by staff',
    at,
    until: at + triedMs,
  })
}

function mailOf(
  { texts, organiserUrl, organisation }: StaffParts,
  { address, locale }: Account,
  what: ToldOrganiser,
): Mail {
  const spoken = pageLocaleOf(locale)
  const { subject, text } = texts[spoken].staffOrganisers.mails[what]
  // It may be a folder.
  const home = organiserUrl.href.replace(/\/$/, '')
  const values = {
    organisation,
    rooms: `${home}/rooms`,
    imprint: `${home}/imprint`,
  }
  return { to: address, locale: spoken, subject, text: `${fill(text.join('\n'), values)}\n` }
}
