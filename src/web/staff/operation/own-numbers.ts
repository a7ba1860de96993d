import type { Kept } from '../../../conference/ports.ts'
import type { Room } from '../../../conference/room/room.ts'
import { notFound } from '../../faults.tsx'
import { inWords, readForm } from '../../read-form.ts'
import { goTo } from '../../visit.ts'
import { reasonGiven } from '../asked-once.tsx'
import { actOf, inAddress, roomNumberId } from './own-numbers-section.tsx'
import { servicePage } from './show.tsx'
import type { StaffParts } from '../parts.ts'
import { roomShape } from './room-asked.ts'
import type { StaffVisit } from '../visit.ts'

/** POST /service/numbers/:number/give — from now on this telephone number leads to one room. */
export function ownNumberGive(parts: StaffParts) {
  return async (visit: StaffVisit): Promise<void> => {
    const number = numberIn(parts, visit)
    if (number === undefined) {
      notFound(visit, parts)
      return
    }
    const { mistakes: words } = parts.texts[visit.locale].staffActs
    const again = (mistakes: Readonly<Record<string, string>>) => {
      const { roomNumber, ...others } = mistakes
      const named = roomNumber === undefined ? {} : { [roomNumberId(number)]: roomNumber }
      return servicePage(parts, visit, {
        act: actOf(number, 'give'),
        mistakes: { ...named, ...others },
      })
    }
    const form = readForm(visit.request, roomShape)
    if (form.is === 'wrong') {
      await again(inWords(form.mistakes, words))
      return
    }
    const { roomNumber, reason } = form.value
    const given = await parts.store.atomically(async (kept) => {
      const room = await kept.rooms.byNumber(roomNumber)
      if (room === undefined || room.archived) return false
      await note(kept, visit, 'number.given', room, reason)
      await kept.rooms.givePhoneNumber(number, room.id)
      return true
    })
    if (given) goTo(visit, '/service', 'staff-done')
    else await again({ roomNumber: words.noRoom })
  }
}

/** POST /service/numbers/:number/take — from now on it leads to all rooms. */
export function ownNumberTake(parts: StaffParts) {
  return async (visit: StaffVisit): Promise<void> => {
    const number = numberIn(parts, visit)
    if (number === undefined) {
      notFound(visit, parts)
      return
    }
    const form = readForm(visit.request, reasonGiven)
    if (form.is === 'wrong') {
      const mistakes = inWords(form.mistakes, parts.texts[visit.locale].staffActs.mistakes)
      await servicePage(parts, visit, { act: actOf(number, 'take'), mistakes })
      return
    }
    await parts.store.atomically(async (kept) => {
      const room = await kept.rooms.byPhoneNumber(number)
      if (room === undefined) return
      await note(kept, visit, 'number.taken', room, form.value.reason)
      await kept.rooms.givePhoneNumber(number, undefined)
    })
    goTo(visit, '/service', 'staff-done')
  }
}

/** One of those in the settings, and nothing else. */
function numberIn({ furtherNumbers }: StaffParts, { request }: StaffVisit): string | undefined {
  return furtherNumbers.find((number) => inAddress(number) === request.params['number'])
}

function note(
  { audit }: Pick<Kept, 'audit'>,
  { at, signedIn }: StaffVisit,
  what: 'number.given' | 'number.taken',
  { id: object }: Pick<Room, 'id'>,
  reason: string,
): Promise<void> {
  return audit.note({ at, who: signedIn.member.name, what, object, reason })
}
