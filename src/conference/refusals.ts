import { roleByPin } from './pin.ts'
import type { Role, Room } from './room.ts'

/** Why somebody is not let in, for the log. Callers hear no difference between the first two (S-31). */
export type Refusal = 'unknown-room' | 'wrong-pin' | 'room-full'

export type Opened =
  | { readonly room: Room; readonly role: Role; readonly because?: undefined }
  | { readonly because: Refusal }

/** Whether this PIN opens this room. Takes the same time for every wrong answer. */
export function opened(room: Room | undefined, pin: string): Opened {
  const role = roleByPin(room, pin)
  if (room === undefined) return { because: 'unknown-room' }
  return role === undefined ? { because: 'wrong-pin' } : { room, role }
}

/** Only those with the right PIN are told. */
export function isFull(room: Room, here: number): boolean {
  return here >= room.callersMax
}
