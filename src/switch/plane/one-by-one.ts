import type { Room, RoomListener, Seat } from './room.ts'

/**
 * Does something for each seat. A bug in what belongs to one of them empties that seat, and the others go on as if that one
 * had hung up.
 */
export function oneByOne(
  room: Room,
  listener: RoomListener,
  step: (room: Room, seat: Seat, at: number, listener: RoomListener) => void,
): void {
  const { seats } = room
  for (let at = 0; at < seats.length; at++) {
    const seat = seats[at]
    if (seat === undefined) continue
    try {
      step(room, seat, at, listener)
    } catch (bug) {
      seats.splice(at, 1)
      room.voices.splice(at, 1)
      at--
      seat.leg.ear = undefined
      listener.seatBroke(room, seat, bug)
    }
  }
}
