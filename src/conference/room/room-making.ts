import { newPin, newRoomNumber } from './numbers.ts'
import type { Randomness, Rooms } from '../ports.ts'
import type { Locale, Room, RoomOptions } from './room.ts'

/** What somebody wants of a new room; its numbers are made by machine. */
export type NewRoom = {
  readonly id: string
  readonly locale: Locale
  readonly options: RoomOptions
  /** Without one everybody waits to be let in. */
  readonly withPin: boolean
  /** Longer PINs (numbers.ts). A room is this from its beginning, because its number says so. */
  readonly confidential: boolean
}

/** The preset "very confidential", beside the longer PINs: nobody comes in unseen. */
export const veryConfidential: Partial<RoomOptions> = { waitingRoom: true, entryTone: true }

/** A number that is taken is rolled again; so often in a row it is a fault, not bad luck. */
const rollsMax = 50

/** Makes a room with fresh numbers. @throws NoFreeNumber */
export async function makeRoom(
  rooms: Pick<Rooms, 'add'>,
  randomness: Pick<Randomness, 'below'>,
  { id, locale, options, withPin, confidential }: NewRoom,
): Promise<Room> {
  const below = (max: number) => randomness.below(max)
  for (let roll = 0; roll < rollsMax; roll++) {
    const number = newRoomNumber(below, confidential)
    const guestPin = withPin ? newPin(below, number) : undefined
    const hostPin = newPin(below, number, guestPin === undefined ? [] : [guestPin])
    const room: Room = { ...options, id, number, guestPin, hostPin, locale }
    if (await rooms.add(room)) return room
  }
  throw new NoFreeNumber('no free room number was found')
}

/** Nearly every number is taken. */
export class NoFreeNumber extends Error {
  override readonly name = 'NoFreeNumber'
}
