import type { Caller } from '../conference/call/caller.ts'
import type { Room } from '../conference/room/room.ts'
import type { Ticket } from '../conference/call/returning.ts'
import { admittedTo, whereTo, type Answered, type Asking } from './admit.ts'
import { companyOf } from './company.ts'
import { nudges } from './menu-actions.ts'

/** Where somebody is who was let straight back in, and on which line. */
type Back = Pick<Caller, 'meeting'> & Pick<Ticket, 'line'>

/** A caller whose line was cut goes straight back, if the meeting still goes on (PRODUCT, "The way in" 6). */
export async function comingBack(
  { kept, writing, call, from }: Asking,
  own?: Pick<Room, 'id'>,
): Promise<(Back & Answered) | undefined> {
  const at = writing.clock()
  await kept.limits.called(at)
  const ticket = await kept.returning.take(from, at)
  const company = await companyOf(kept, ticket?.meeting)
  if (ticket === undefined || company === undefined || company.meeting.ended) return undefined
  // They dialled the number of another room.
  if (own !== undefined && own.id !== company.room.id) return undefined
  if (await kept.bans.has(from, company.meeting.id, at)) return undefined
  const { role, muted, hand } = ticket
  const entry = { room: company.room, role, limited: false, banned: false }
  if (whereTo(entry, company, call, at, true).to !== 'room') return undefined
  const admitted = { ...admittedTo(company, company, call, role, at), muted, hand, back: true }
  const { id } = company.meeting
  return {
    event: { is: 'admitted', ...admitted },
    locale: company.room.locale,
    joining: company,
    meeting: id,
    line: ticket.line,
    happened: [{ event: 'caller.admitted', call, meeting: id, role, way: 'back' }],
    steer: role === 'host' ? nudges(company, 'host') : [],
  }
}
