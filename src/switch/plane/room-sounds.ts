import type { Sound } from '../media/frame.ts'
import type { RoomCommand, RoomNews, RoomWish, SeatWish } from './messages.ts'

/** The sound of one conference as signalling sees it, wherever it is mixed. Legs have the names of their calls. */
export type RoomSound = {
  /** From now on those in it hear each other. */
  start(): void
  sit(leg: string, wish: SeatWish): void
  change(leg: string, flags: Pick<SeatWish, 'muted' | 'hold'>): void
  rise(leg: string): void
  /** A tone that all in it hear; none while another runs. */
  tone(sound: Sound): void
  /** For good. */
  end(): void
}

/** What the sound of a conference tells; about a bug with where it was. */
export type RoomSoundListener = {
  speech(leg: string, what: 'start' | 'stop'): void
  neverPauses(leg: string): void
  seatBroke(leg: string, stack: string): void
  /** They could not be brought to where the others are mixed. */
  notSeated(leg: string): void
  broke(stack: string): void
}

export type RoomSounds = {
  /** @param first who comes first: it is mixed where their sound is already */
  open(room: string, first: string, wish: RoomWish, listener: RoomSoundListener): RoomSound
}

/** Rooms as commands, and their news brought to whoever listens. */
export function roomSounds(
  send: (command: RoomCommand) => void,
  begins: (room: string, first: string) => void = () => undefined,
) {
  const listeners = new Map<string, RoomSoundListener>()
  const rooms: RoomSounds = {
    open(room, first, wish, listener) {
      listeners.set(room, listener)
      begins(room, first)
      send({ do: 'make-room', room, wish })
      return {
        start() {
          send({ do: 'start-room', room })
        },
        sit(leg, wish) {
          send({ do: 'sit', leg, room, wish })
        },
        change(leg, flags) {
          send({ do: 'change', leg, ...flags })
        },
        rise(leg) {
          send({ do: 'rise', leg })
        },
        tone(sound) {
          send({ do: 'room-tone', room, sound })
        },
        end() {
          listeners.delete(room)
          send({ do: 'end-room', room })
        },
      }
    },
  }
  return {
    rooms,
    hear(news: RoomNews): void {
      const listener = listeners.get(news.room)
      if (!listener) return
      if (news.is === 'speech') listener.speech(news.leg, news.what)
      else if (news.is === 'never-pauses') listener.neverPauses(news.leg)
      else if (news.is === 'seat-broke') listener.seatBroke(news.leg, news.stack)
      else if (news.is === 'not-seated') listener.notSeated(news.leg)
      else listener.broke(news.stack)
    },
  }
}
