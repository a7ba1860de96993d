import type { Caller } from '../conference/caller.ts'
import { withheld, type CallerNumber } from '../conference/caller-number.ts'
import type { Happening } from '../conference/happenings.ts'
import { sentOut } from '../conference/meeting.ts'
import type { Kept } from '../conference/ports.ts'

/**
 * The call is over: forgets its caller, and ends the meeting when that was the last one. Answers what
 * happened, nothing when it was known already. Whoever was cut off may come straight back (`from`).
 */
export async function callOver(
  kept: Kept,
  call: string,
  now: number,
  from: CallerNumber = withheld,
): Promise<readonly Happening[]> {
  const caller = await kept.callers.find(call)
  if (caller !== undefined) await keepPlace(kept, caller, now, from)
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

/** A ticket for whoever was inside. */
async function keepPlace(kept: Kept, caller: Caller, at: number, from: CallerNumber) {
  const { state, meeting: id } = caller
  if (!('until' in state) || id === undefined) return
  const meeting = await kept.meetings.byId(id)
  if (meeting === undefined) return
  const { role, muted, hand } = state
  const out = sentOut(await kept.meetings.picture(id), caller.call)
  await kept.returning.keep({
    room: meeting.room,
    meeting: id,
    role,
    muted,
    hand,
    from,
    sentOut: out,
    at,
  })
}
