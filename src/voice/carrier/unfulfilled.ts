import type { Meeting } from '../../conference/meeting/meeting.ts'
import type { Kept } from '../../conference/ports.ts'
import type { Phone, Present } from './phone.ts'

/*
 * What was decided and is not so at the carrier, because it was away at that moment. The carrier is right about
 * who is there; about what shall be, the database is:
 *
 *   muted by the host, and the carrier has the microphone on   ──▶ off, once more
 *   ended for all, and somebody is still in the conference      ──▶ ended, once more
 *
 * A microphone that shall be on is left alone: nobody's is ever switched on by somebody else.
 */

export type Unfulfilled =
  | { readonly do: 'mute'; readonly seat: Present }
  | { readonly do: 'end'; readonly conferenceName: string }

/** Compare after the live picture was repaired, so that only what was wished is left over. */
export async function unfulfilled(
  kept: Kept,
  { id, conferenceName }: Meeting,
  present: readonly Present[],
): Promise<readonly Unfulfilled[]> {
  const meeting = await kept.meetings.byId(id)
  if (meeting?.ended === true && present.length > 0) return [{ do: 'end', conferenceName }]
  const wished: Unfulfilled[] = []
  for (const seat of present) {
    if (seat.muted) continue
    const caller = await kept.callers.find(seat.call)
    if (caller?.state.at === 'in-meeting' && caller.state.muted) wished.push({ do: 'mute', seat })
  }
  return wished
}

/** @throws the carrier's error */
export async function fulfil(
  phone: Pick<Phone, 'setMuted' | 'endConference'>,
  wishes: readonly Unfulfilled[],
): Promise<void> {
  for (const wish of wishes) {
    if (wish.do === 'mute') await phone.setMuted(wish.seat, true)
    else await phone.endConference(wish.conferenceName)
  }
}
