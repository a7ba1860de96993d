import { noRoom, type Kept } from '../../conference/ports.ts'

/**
 * Hears the ids of rooms whose evening has changed: the room itself, its meeting, or who is in it. `any`: something may have
 * been missed.
 */
export type HearsRooms = (rooms: ReadonlySet<string> | 'any') => void

/**
 * What was committed, told to whoever shows it.
 *
 *   piece of work ── writes, noting rooms ──▶ commit ──▶ heard here
 *                                         └─▶ rolled back: nothing is told
 *
 * Several instances on one database tell one another through it as well: what one of them commits, another `tell`s.
 */
export type Changes = {
  hear(hears: HearsRooms): () => void
  tell(rooms: ReadonlySet<string> | 'any'): void
  /** The same, noting the rooms of all that it writes. */
  noting(kept: Kept, touched: (room: string) => void): Kept
}

/** Meetings whose room is remembered; it never changes. */
const meetingsMax = 1000

export function changes(): Changes {
  const listeners = new Set<HearsRooms>()
  const rooms = new Map<string, string>()
  return {
    hear(hears) {
      listeners.add(hears)
      return () => listeners.delete(hears)
    },
    tell(touched) {
      if (touched === 'any' || touched.size > 0) for (const hears of listeners) hears(touched)
    },
    noting: (kept, touched) => notingKept(kept, rooms, touched),
  }
}

/** Before the writing, because a meeting that has just ended has no room any more. */
async function roomOf(kept: Kept, rooms: Map<string, string>, meeting: string) {
  const known = rooms.get(meeting) ?? (await kept.meetings.byId(meeting))?.room
  if (known !== undefined) remember(rooms, meeting, known)
  return known
}

function remember(rooms: Map<string, string>, meeting: string, room: string): void {
  rooms.set(meeting, room)
  const [oldest] = rooms.keys()
  if (oldest !== undefined && rooms.size > meetingsMax) rooms.delete(oldest)
}

function notingKept(kept: Kept, known: Map<string, string>, touched: (room: string) => void): Kept {
  const { rooms, callers, meetings, lines, sittings } = kept
  async function inMeeting<T>(meeting: string | undefined, write: () => Promise<T>): Promise<T> {
    const room = meeting === undefined ? noRoom : await roomOf(kept, known, meeting)
    return inRoom(room, write)
  }
  async function inRoom<T>(room: string | undefined, write: () => Promise<T>): Promise<T> {
    const written = await write()
    if (room !== undefined) touched(room)
    return written
  }
  return {
    ...kept,
    rooms: {
      ...rooms,
      change: (room) => inRoom(room.id, () => rooms.change(room)),
      remove: (id) => inRoom(id, () => rooms.remove(id)),
      givePhoneNumber: (phoneNumber, room) =>
        inRoom(room, () => rooms.givePhoneNumber(phoneNumber, room)),
    },
    callers: {
      ...callers,
      add: (caller) => inMeeting(caller.meeting, () => callers.add(caller)),
      move: (caller, from) => inMeeting(caller.meeting, () => callers.move(caller, from)),
      end: (call, at) => inRoom(noRoom, () => callers.end(call, at)),
    },
    meetings: {
      ...meetings,
      open(meeting) {
        remember(known, meeting.id, meeting.room)
        return inRoom(meeting.room, () => meetings.open(meeting))
      },
      change: (id, what) => inMeeting(id, () => meetings.change(id, what)),
      endIfEmpty: (id) => inMeeting(id, () => meetings.endIfEmpty(id)),
      note: (id, news) => inMeeting(id, () => meetings.note(id, news)),
      repair: (id, place, before) => inMeeting(id, () => meetings.repair(id, place, before)),
    },
    lines: {
      ...lines,
      change: (line, what) => inMeeting(line.meeting, () => lines.change(line, what)),
    },
    sittings: {
      ...sittings,
      change: (meeting, what) => inMeeting(meeting, () => sittings.change(meeting, what)),
    },
  }
}
