import { keptSince } from '../conference/meeting/past-meetings.ts'
import type { Announce, Clock, Kept, Store } from '../conference/ports.ts'
import type { Addresses } from './addresses.ts'
import { tellHosts } from './admit.ts'
import { companyOf, insideWithout, waiters, type Company } from './company.ts'
import type { Phone } from './carrier/phone.ts'
import { steer, type Steer } from './carrier/steer.ts'

/*
 * What becomes due in a meeting without anybody pressing a key, looked for every half minute:
 *
 *   somebody waits whom hosts have not heard of    ──▶ they hear of it, at most once a minute
 *   five minutes are left                          ──▶ all hear of it, once
 */

export type UpkeepParts = {
  readonly store: Store
  readonly phone: Phone
  readonly clock: Clock
  readonly announce: Announce
  readonly addresses: Addresses
}

/** Said so much before everybody is asked whether they stay. */
export const warnedBeforeMs = 5 * 60_000
const minuteMs = 60_000

/** One round. @throws when the database cannot be reached */
export async function lookAfterMeetings(parts: UpkeepParts): Promise<void> {
  const { store, clock } = parts
  const at = clock()
  for (const { id } of await store.meetings.allOpen()) {
    const wishes = await store.atomically((kept) => due(kept, id, at))
    await steer(parts, wishes)
  }
  await store.atomically(async (kept) => {
    const { limits, returning, oldPins, organiserInvitations, pastMeetings, helpRequests } = kept
    const { carrierRecords, blocks } = kept
    await limits.sweep(at)
    await returning.sweep(at)
    await oldPins.sweep(at)
    await organiserInvitations.sweep(at)
    await pastMeetings.sweep(keptSince(at))
    await helpRequests.sweep(at)
    await carrierRecords.sweep(at)
    await blocks.sweep(at)
  })
}

async function due(kept: Kept, id: string, at: number): Promise<readonly Steer[]> {
  const company = await companyOf(kept, id)
  if (company === undefined) return []
  return [...(await unheardOf(kept, company, at)), ...(await almostUp(kept, company, at))]
}

function unheardOf(kept: Kept, company: Company, at: number): Promise<readonly Steer[]> {
  const unheard = waiters(company).some(
    ({ state: { because, since } }) =>
      (because === 'asked' || because === 'locked') && since > company.meeting.hostTold,
  )
  return tellHosts(kept, company, at, unheard)
}

async function almostUp(kept: Kept, company: Company, at: number): Promise<readonly Steer[]> {
  const { meeting, room } = company
  const endsAt = meeting.opened + room.lengthMaxMinutes * minuteMs
  const silent = meeting.warned || at < endsAt - warnedBeforeMs || at >= endsAt
  if (silent || insideWithout(company, '').size === 0) return []
  await kept.meetings.change(meeting.id, { warned: true })
  const to = meeting.conferenceName
  return [{ do: 'announce', what: 'five-minutes-left', locale: room.locale, to }]
}
