import { roleByPin } from './pin.ts'
import type { Role, Room } from './room.ts'

/** Why somebody is not let in, for the log. Callers hear no difference between the first two (S-31). */
export type Refusal = 'unknown-room' | 'wrong-pin' | 'room-full'

export type Admission =
  | { readonly admitted: true; readonly role: Role }
  | { readonly admitted: false; readonly because: Refusal }

/** Whether this PIN opens this room. That it is full is only told to those who have the right PIN. */
export function admission(room: Room | undefined, pin: string, here: number): Admission {
  const role = roleByPin(room, pin)
  if (room === undefined) return { admitted: false, because: 'unknown-room' }
  if (role === undefined) return { admitted: false, because: 'wrong-pin' }
  if (here >= room.callersMax) return { admitted: false, because: 'room-full' }
  return { admitted: true, role }
}
