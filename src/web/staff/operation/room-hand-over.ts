import { z } from 'zod'
import { roomsOfAccountMax } from '../../../conference/organiser/organising.ts'
import type { Kept } from '../../../conference/ports.ts'
import { notFound } from '../../faults.tsx'
import { mailAddress } from '../../mail-address.ts'
import { inWords, readForm, typedIn } from '../../read-form.ts'
import { goTo } from '../../visit.ts'
import { reasonGiven } from '../asked-once.tsx'
import { tellOrganiser } from '../people/organiser-mails.ts'
import { organiserPage } from '../people/organiser-show.tsx'
import type { StaffParts } from '../parts.ts'
import type { StaffVisit } from '../visit.ts'

/** In the order of the form. */
const form = z.object({ address: mailAddress, ...reasonGiven.shape })
type Asked = { readonly reason: string; readonly address: string }

/** Why the room stays where it is; the name of a sentence. */
type Refused = 'unknown' | 'same' | 'locked' | 'manyRooms'

/** POST /organisers/:organiser/hand-over/:room — the room is somebody else's from now on. */
export function roomHandOver(parts: StaffParts) {
  return async (visit: StaffVisit): Promise<void> => {
    const { organiser, room } = visit.request.params
    const [from, which] = [String(organiser), String(room)]
    const action = `/organisers/${from}/hand-over/${which}`
    const { mistakes: words } = parts.texts[visit.locale].staffOrganisers
    const read = readForm(visit.request, form)
    if (read.is === 'wrong') {
      const address = typedIn(read.typed, 'address')
      await organiserPage(parts, visit, {
        action,
        mistakes: inWords(read.mistakes, words),
        address,
      })
      return
    }
    const { address } = read.value
    const became = await handOver(parts, visit, { from, room: which, ...read.value })
    if (became === 'not-there') notFound(visit, parts)
    else if (became === 'done') goTo(visit, `/organisers/${from}`, 'saved')
    else
      await organiserPage(parts, visit, { action, mistakes: { address: words[became] }, address })
  }
}

function handOver(
  parts: StaffParts,
  { at, signedIn }: StaffVisit,
  { from, room, address, reason }: Asked & { readonly from: string; readonly room: string },
): Promise<'done' | 'not-there' | Refused> {
  return parts.store.atomically(async (kept) => {
    const before = await kept.accounts.byId(from)
    const theirs = await kept.organised.isOrganiser(from, room)
    if (before === undefined || !theirs) return 'not-there'
    const next = await kept.accounts.byAddress(address)
    if (next === undefined) return 'unknown'
    if (next.lockedSince !== undefined) return 'locked'
    const refused = await whyNot(kept, next.id, from, room)
    if (refused !== undefined) return refused
    const { name: who } = signedIn.member
    await kept.audit.note({ at, who, what: 'room.handed-over', object: room, reason })
    await kept.organised.join(next.id, room, at)
    await kept.organised.leave(from, room)
    await tellOrganiser(kept, parts, before, 'handedOver', at)
    await tellOrganiser(kept, parts, next, 'takenOver', at)
    return 'done'
  })
}

async function whyNot(
  { organised }: Pick<Kept, 'organised'>,
  next: string,
  from: string,
  room: string,
): Promise<Refused | undefined> {
  if (next === from) return 'same'
  if (await organised.isOrganiser(next, room)) return undefined
  return (await organised.count(next)) >= roomsOfAccountMax ? 'manyRooms' : undefined
}
