import type { Room } from '../../conference/room/room.ts'

/*
 * The whole way in as one number for a mobile phone:
 *
 *    tel:+4930123456 ,,,  471108 ,,,  352964 %23
 *        dial         wait        wait        done
 *
 * A room with a telephone number of its own is dialled there, and its number left out.
 *
 * A comma is a pause of about two seconds on every mobile phone. Some dial nothing after a space, and a bare `#` would
 * be the fragment of an address (RFC 3986 §3.5).
 */

/** Long enough for the greeting to begin; keys pressed during it count. */
const pauses = ',,,'

type Numbers = Pick<Room, 'number' | 'guestPin' | 'phoneNumber'>

/** As people or calendars hold it; undefined where there is no number to dial. Without a PIN it ends at the room. */
export function dialString(dialIn: string, numbers: Numbers): string | undefined {
  const { number, guestPin, phoneNumber } = numbers
  if (phoneNumber === undefined && !dialIn.startsWith('+')) return undefined
  const pin = guestPin === undefined ? '' : `${pauses}${guestPin}#`
  return phoneNumber === undefined ? `${dialIn}${pauses}${number}${pin}` : `${phoneNumber}${pin}`
}

/** The same to be tapped, or scanned. */
export function dialLink(dialIn: string, room: Numbers): string | undefined {
  const dialled = dialString(dialIn, room)
  return dialled && `tel:${dialled.replace('#', '%23')}`
}
