import type { Caller } from '../conference/call/caller.ts'
import type { Happening } from '../conference/happenings.ts'
import type { Kept } from '../conference/ports.ts'
import { mayHaveGuessed } from '../conference/call/waiting.ts'

/**
 * A waiting caller goes without having been let in. The waiting room has told them that their PIN was right; when only a
 * limit had led them there, the organiser should know.
 */
export async function guessed(
  kept: Kept,
  { state, meeting: id }: Pick<Caller, 'state' | 'meeting'>,
): Promise<readonly Happening[]> {
  if (state.at !== 'waiting' || state.limit !== 'guessing' || id === undefined) return []
  const meeting = await kept.meetings.byId(id)
  const room = meeting && (await kept.rooms.byId(meeting.room))
  return room && mayHaveGuessed(state, room) ? [{ event: 'room.guessed', room: room.id }] : []
}
