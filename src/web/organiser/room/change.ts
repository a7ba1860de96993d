import type { RoomChange } from '../../../conference/happenings.ts'
import type { Announce, Kept, Store } from '../../../conference/ports.ts'
import type { Room } from '../../../conference/room/room.ts'
import type { RoomVisit } from '../../visit.ts'

export type ChangeParts = { readonly store: Store; readonly announce: Announce }

type Change = (room: Room, kept: Kept) => Promise<Room> | Room

/**
 * Changes a room as it is now, not as it was when the page was opened: another organiser may have changed
 * something else meanwhile.
 */
export async function changeRoom(
  { store, announce }: ChangeParts,
  { room: { id }, signedIn: { account } }: RoomVisit,
  event: RoomChange,
  change: Change,
): Promise<void> {
  const changed = await store.atomically(async (kept) => {
    const room = await kept.organised.find(account.id, id)
    if (room !== undefined) await kept.rooms.change(await change(room, kept))
    return room !== undefined
  })
  if (changed) announce({ event, room: id, by: account.id })
}
