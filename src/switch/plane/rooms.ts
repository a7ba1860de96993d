import { stackOf } from '../log.ts'
import { act, type Acts } from './acts.ts'
import type { Sounding } from './leg.ts'
import type { RoomCommand, RoomNews, SeatWish } from './messages.ts'
import { makeRoom, makeSeat, roomTick, type Room, type RoomListener, type Seat } from './room.ts'
import { describeSeat } from './seat-way.ts'
import { runningTone } from './running-tone.ts'

/** The rooms of one plane. */
export type Rooms = {
  take(command: RoomCommand): void
  /** Once each 20 ms, between hearing and speaking: reads every mouth, sets every ear. Owns no clock. */
  tick(): void
  /** What is in the seat of this leg now; for tests that put a bug there. */
  seatOf(leg: string): Seat | undefined
  find(room: string): Room | undefined
}

type Placed = { readonly room: Room; readonly seat: Seat }

/** @param legOf finds a leg of this plane */
export function makeRooms(
  legOf: (leg: string) => Sounding | undefined,
  tell: (news: RoomNews) => void,
): Rooms {
  const rooms = new Map<string, Room>()
  const places = new Map<string, Placed>()
  const listener = makeListener(places, tell)
  const acts = makeActs(rooms, places, legOf)
  return {
    take(command) {
      act(acts, command)
    },
    tick() {
      for (const room of rooms.values()) {
        try {
          roomTick(room, listener)
        } catch (bug) {
          acts['end-room']({ do: 'end-room', room: room.id })
          tell({ is: 'room-broke', room: room.id, stack: stackOf(bug) })
        }
      }
    },
    seatOf: (leg) => places.get(leg)?.seat,
    find: (room) => rooms.get(room),
  }
}

function makeActs(
  rooms: Map<string, Room>,
  places: Map<string, Placed>,
  legOf: (leg: string) => Sounding | undefined,
): Acts<RoomCommand> {
  const about = (room: string, does: (room: Room) => void) => {
    const found = rooms.get(room)
    if (found) does(found)
  }
  return {
    'make-room': ({ room, wish }) => {
      rooms.set(room, makeRoom(room, wish))
    },
    'start-room': ({ room }) => {
      about(room, (found) => (found.started = true))
    },
    'room-tone': ({ room, sound }) => {
      about(room, (found) => (found.tone ??= runningTone(sound)))
    },
    'end-room': ({ room }) => {
      about(room, ({ seats }) => {
        for (const { leg } of seats.slice()) rise(places, leg.id)
      })
      rooms.delete(room)
    },
    sit: ({ leg, room, wish }) => {
      const sounding = legOf(leg)
      if (!sounding) return
      about(room, (found) => {
        rise(places, leg)
        const seat = makeSeat(sounding, wish, found.wish)
        found.seats.push(seat)
        sounding.where = () => describeSeat(found, seat)
        places.set(leg, { room: found, seat })
      })
    },
    change: (command) => {
      change(places.get(command.leg)?.seat, command)
    },
    rise: ({ leg }) => {
      rise(places, leg)
    },
  }
}

/** Out of wherever they sit; what was kept for an echo is forgotten. */
function rise(places: Map<string, Placed>, leg: string): void {
  const place = places.get(leg)
  if (!place) return
  const { room, seat } = place
  places.delete(leg)
  leaves(room, seat)
  room.seats.splice(room.seats.indexOf(seat), 1)
  seat.leg.ear = undefined
  seat.echo?.erase()
}

/** Its last place is told on, for whoever asks at the end of the call. */
function leaves(room: Room, seat: Seat): void {
  const was = describeSeat(room, seat)
  seat.leg.where = () => `${was}, until they left`
}

function makeListener(places: Map<string, Placed>, tell: (news: RoomNews) => void): RoomListener {
  return {
    seatBroke(room, seat, bug) {
      const { leg } = seat
      places.delete(leg.id)
      leaves(room, seat)
      tell({ is: 'seat-broke', room: room.id, leg: leg.id, stack: stackOf(bug) })
    },
    speech(room, { leg }, what) {
      tell({ is: 'speech', room: room.id, leg: leg.id, what })
    },
    neverPauses(room, { leg }) {
      tell({ is: 'never-pauses', room: room.id, leg: leg.id })
    },
  }
}

function change(seat: Seat | undefined, { muted, hold }: Pick<SeatWish, 'muted' | 'hold'>): void {
  if (!seat) return
  seat.muted = muted
  seat.hold = hold
  if (hold) seat.leg.ear = undefined
}
