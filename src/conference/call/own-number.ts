import type { Room } from '../room/room.ts'

/*
 * An association may have several telephone numbers, and give one of them to a single room. Whoever dials it is in no doubt
 * which room they mean, so only the PIN is asked:
 *
 *   +49 30 999  all rooms         greeting ─▶ room number ─▶ PIN ─▶ in
 *   +49 30 998  one room alone    greeting ─────────────────▶ PIN ─▶ in
 *
 * The number takes the place of the room number, and of nothing else: it is on a leaflet, too, so guessing at the PIN is
 * counted as for any known room (TRUST §1.4), and a room without a PIN has its waiting room, as ever. The room keeps its number
 * and can still be reached by it.
 */

/** The room whose number was dialled, and what there is to ask. */
export type OwnNumber = {
  readonly roomNumber: string
  /** `optional`: silence goes on without one. */
  readonly pin: 'needed' | 'optional'
}

/** E.164 alone, or as the user of an address (`sip:+49…@host`); anything else is none of our numbers. */
const dialled = /^(?:sips?:)?(\+[1-9]\d{6,14})(?:@[^\s]*)?$/

/** The number that was dialled, out of what the carrier says (Twilio, To). */
export function calledNumber(to: string | undefined): string | undefined {
  return dialled.exec(to?.trim() ?? '')?.[1]
}

/** What a call to this room's own number begins with; an archived room has none any more. */
export function askedAt(room: Room | undefined): OwnNumber | undefined {
  if (room === undefined || room.archived) return undefined
  return { roomNumber: room.number, pin: room.guestPin === undefined ? 'optional' : 'needed' }
}
