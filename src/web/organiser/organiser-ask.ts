import { masked } from '../../conference/organiser/mails.ts'
import {
  organiserInvitationMs,
  organisersOfRoomMax,
} from '../../conference/organiser/organising.ts'
import type { Randomness } from '../../conference/ports.ts'
import type { PageParts } from '../page.tsx'
import { fill } from '../texts.ts'
import type { RoomVisit } from '../visit.ts'
import type { ChangeParts } from './room/change.ts'

export type AskParts = PageParts &
  ChangeParts & { readonly randomness: Randomness; readonly publicUrl: URL }

const about = 'organiser'
/** Mails that one account sends in a day to people it asks. */
export const asksDayMax = 20
const dayMs = 24 * 60 * 60_000

/** Why nobody was asked; the name of a sentence. */
type Refused = 'already' | 'full' | 'tooMany'

/**
 * Sends a mail with a link that makes somebody an organiser. Room and PIN are not in it, and it is the same for
 * people with and without an account (P-15, S-04).
 */
export async function askToOrganise(
  { room, signedIn: { account }, at, locale }: RoomVisit,
  parts: AskParts,
  address: string,
): Promise<Refused | undefined> {
  const token = parts.randomness.token()
  const id = parts.randomness.token()
  const texts = parts.texts[locale].organisers.mail
  const values = {
    organisation: parts.organisation,
    by: account.address,
    link: new URL(`join/${token}`, withSlash(parts.publicUrl)).href,
    days: organiserInvitationMs / dayMs,
  }
  const mail = {
    to: address,
    subject: fill(texts.subject, values),
    text: fill(`${texts.text.join('\n')}\n`, values),
    locale,
  }
  const refused = await parts.store.atomically(async (kept) => {
    const organisers = await kept.organised.organisers(room.id)
    const pending = await kept.organiserInvitations.of(room.id, at)
    const same = (one: string) => one.toLowerCase() === address.toLowerCase()
    if (organisers.some((one) => same(one.address))) return 'already'
    if (organisers.length + pending.length >= organisersOfRoomMax) return 'full'
    if ((await kept.mails.of(account.id, about)).length >= asksDayMax) return 'tooMany'
    const until = at + organiserInvitationMs
    const invitation = { id, room: room.id, toMasked: masked(address), until }
    await kept.organiserInvitations.add(invitation, token)
    await kept.mails.send(mail, { about, at, until: at + dayMs, of: account.id })
    return undefined
  })
  if (refused === undefined) {
    parts.announce({ event: 'organiser.invited', room: room.id, by: account.id })
  }
  return refused
}

/** A public address may be a folder; without its slash the last part would be lost. */
function withSlash(url: URL): string {
  return url.href.replace(/\/?$/, '/')
}
