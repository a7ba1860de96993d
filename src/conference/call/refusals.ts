import { roleByPin } from '../room/pin.ts'
import type { Role, Room } from '../room/room.ts'

/** Why somebody is not let in, for the log. Callers hear no difference between the first two (S-31). */
export type Refusal = 'unknown-room' | 'wrong-pin' | 'old-pin' | 'room-full' | 'room-closed'

export type Opened =
  | { readonly room: Room; readonly role: Role; readonly because?: undefined }
  | { readonly because: 'unknown-room' | 'wrong-pin' }

/**
 * Whether this PIN opens this room. Takes the same time for every wrong answer. A room without a PIN is
 * opened by none, as far as its waiting room.
 */
export function opened(room: Room | undefined, pin: string): Opened {
  const role = roleByPin(room, pin)
  if (room === undefined) return { because: 'unknown-room' }
  if (role !== undefined) return { room, role }
  const open = pin === '' && room.guestPin === undefined
  return open ? { room, role: 'guest' } : { because: 'wrong-pin' }
}

/** Only those with the right PIN are told. */
export function isFull(room: Room, here: number): boolean {
  return here >= room.callersMax
}
