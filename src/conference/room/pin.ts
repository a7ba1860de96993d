import { timingSafeEqual } from 'node:crypto'
import type { Role, Room } from './room.ts'

/** Longer than any PIN; shorter ones are filled up, so that every comparison takes the same time. */
const comparedBytes = 32

/**
 * Whose PIN this is in the room; nothing when it is nobody's, or when there is no such room.
 * Both PINs are always compared, in constant time, also for a room that does not exist (S-34).
 */
export function roleByPin(room: Room | undefined, pin: string): Role | undefined {
  const guest = equalPins(room?.guestPin ?? '', pin)
  const host = equalPins(room?.hostPin ?? '', pin)
  if (room === undefined) return undefined
  if (host) return 'host'
  return guest ? 'guest' : undefined
}

/** Compares two PINs in constant time; no PIN is equal to none. */
export function equalPins(known: string, keyed: string): boolean {
  return timingSafeEqual(filled(known), filled(keyed)) && known !== ''
}

function filled(pin: string): Buffer {
  const bytes = Buffer.alloc(comparedBytes)
  bytes.write(pin)
  return bytes
}
