import type { Happening } from '../conference/happenings.ts'
import type { Meeting } from '../conference/meeting/meeting.ts'
import type { Kept } from '../conference/ports.ts'
import type { Room } from '../conference/room/room.ts'
import type { Writing } from './parts.ts'

/** The first caller of a room opens its meeting, under names that say nothing. */
export async function openMeeting(
  { randomness, clock, meetingNames }: Pick<Writing, 'randomness' | 'clock' | 'meetingNames'>,
  kept: Kept,
  room: Room,
  happened: Happening[],
): Promise<Meeting> {
  const names = meetingNames?.(room.id, clock())
  const meeting = {
    id: names?.id ?? randomness.token(),
    room: room.id,
    conferenceName: names?.conferenceName ?? randomness.token(),
    opened: clock(),
  }
  await kept.meetings.open(meeting)
  happened.push({ event: 'meeting.opened', meeting: meeting.id, room: room.id })
  return { ...meeting, locked: false, hostTold: 0, warned: false, ended: false }
}
