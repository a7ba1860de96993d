import type { Happening } from '../conference/happenings.ts'
import type { Kept } from '../conference/ports.ts'

/**
 * The call is over: forgets its caller, and ends the meeting when that was the last one. Answers what
 * happened, nothing when it was known already.
 */
export async function callOver(
  kept: Kept,
  call: string,
  now: number,
): Promise<readonly Happening[]> {
  const caller = await kept.callers.find(call)
  await kept.callers.end(call, now)
  if (caller === undefined) return []
  const happened: Happening[] = [{ event: 'call.ended', call }]
  if (caller.meeting === undefined) return happened
  const meeting = await kept.meetings.byId(caller.meeting)
  if (meeting !== undefined && (await kept.meetings.endIfEmpty(meeting.id))) {
    const minutes = Math.round((now - meeting.opened) / 60_000)
    happened.push({ event: 'meeting.ended', meeting: meeting.id, room: meeting.room, minutes })
  }
  return happened
}
