import { newPin } from '../room/numbers.ts'
import { equalPins } from '../room/pin.ts'
import type { Below } from '../room/numbers.ts'
import type { Room } from '../room/room.ts'

/*
 * A PIN stands on sheets of paper that nobody can call back. So one that was replaced is kept for a while: it opens
 * nothing, but whoever keys it is told that there is a new one, and does not search for a mistake of their own.
 */

export type OldPins = {
  /** Keeps a PIN that was replaced until then; of one room at most `oldPinsMax`, the latest. */
  keep(room: string, pin: string, until: number): Promise<void>
  /**
   * The old PINs of a room, always `oldPinsMax` of them, empty where there are fewer. Takes as long for a room
   * that does not exist (S-31).
   */
  of(room: string | undefined, at: number): Promise<readonly string[]>
  /** Removes those that are over. */
  sweep(at: number): Promise<void>
}

export const oldPinsMax = 4
/** Longer than any group goes without meeting. */
export const oldPinKeptMs = 90 * 24 * 60 * 60_000

/** Whether this is one of them; every one is compared, in constant time (S-34). */
export function isOldPin(old: readonly string[], pin: string): boolean {
  return old.map((one) => equalPins(one, pin)).includes(true)
}

/** Which of a room's PINs is made anew. `none`: the room has no PIN for guests any more. */
export type PinChange = 'guest' | 'host' | 'none'

/** The room with a new PIN, and the one that no longer opens it. An old PIN never comes back by chance. */
export function withNewPin(
  room: Room,
  which: PinChange,
  below: Below,
  old: readonly string[],
): { readonly room: Room; readonly replaced: string | undefined } {
  const taken = [...old, room.hostPin, ...(room.guestPin === undefined ? [] : [room.guestPin])]
  const fresh = () => newPin(below, room.number, taken)
  switch (which) {
    case 'guest':
      return { room: { ...room, guestPin: fresh() }, replaced: room.guestPin }
    case 'host':
      return { room: { ...room, hostPin: fresh() }, replaced: room.hostPin }
    case 'none':
      return { room: { ...room, guestPin: undefined }, replaced: room.guestPin }
  }
}
