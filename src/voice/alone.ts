import type { Prompt } from '../conference/call/prompts.ts'
import type { Kept } from '../conference/ports.ts'
import type { Room } from '../conference/room/room.ts'
import { openness } from '../conference/room/schedule-openness.ts'
import { clockTime } from '../conference/call/spoken-time.ts'
import { companyAt, waiters } from './company.ts'

/**
 * What somebody hears who is alone in the meeting, before the music. A carrier announces nothing to one
 * alone (Twilio, 16001), so a host hears here that somebody waits outside.
 */
export async function aloneHears(
  kept: Kept,
  call: string,
  turn: number,
  at: number,
): Promise<readonly Prompt[]> {
  const words: Prompt = { name: turn === 0 ? 'waiting-first' : 'waiting-still' }
  const caller = await kept.callers.find(call)
  const id = caller?.meeting
  const meeting = id === undefined ? undefined : await kept.meetings.byId(id)
  const room = meeting === undefined ? undefined : await kept.rooms.byId(meeting.room)
  if (caller === undefined || meeting === undefined || room === undefined) return [words]
  const isHost = 'role' in caller.state && caller.state.role === 'host'
  // Asked for by everybody who is alone, again and again; so who else belongs to it is looked up for hosts only.
  const waiting = isHost ? waiters(await companyAt(kept, room, meeting)) : []
  return waiting.length > 0 ? [{ name: 'someone-waits' }] : [words, ...startOf(room, at)]
}

/** Whoever came before the hour hears when it is. */
function startOf({ schedule }: Room, at: number): readonly Prompt[] {
  const now = openness(schedule, at)
  if (now.is !== 'soon' || schedule.is === 'always') return []
  return [{ name: 'waiting-early', values: { time: clockTime(now.startsAt, schedule.timeZone) } }]
}
