import type { Caller } from '../conference/call/caller.ts'
import { withheld, type CallerNumber } from '../conference/call/caller-number.ts'
import type { Happening } from '../conference/happenings.ts'
import { insideOf, type Line } from '../conference/meeting/line.ts'
import { sentOut } from '../conference/meeting/meeting.ts'
import { testKind } from '../conference/call/number-kind.ts'
import type { Kept } from '../conference/ports.ts'
import { guessed } from './guessed.ts'
import { keepOut, leaveLine } from './lines.ts'

/** What is known of the end of a call. */
export type CallEnd = {
  /** Undefined when the carrier does not say; `withheld` when the caller does not. */
  readonly from: CallerNumber | undefined
  /** ms since 1970. */
  readonly at: number
  /** Whether the carrier shall forget the call, too. */
  readonly deletedAtCarrier?: boolean
}

/**
 * The call is over: forgets its caller, and ends the meeting when that was the last one. Answers what
 * happened, nothing when it was known already. Whoever was cut off may come straight back (`from`).
 */
export async function callOver(
  kept: Kept,
  call: string,
  now: number,
  { from, at, deletedAtCarrier = false }: CallEnd = { from: undefined, at: now },
): Promise<readonly Happening[]> {
  // Also when we never heard of it: its first request may have come to nobody.
  if (deletedAtCarrier) await kept.carrierRecords.note(call, now)
  const caller = await kept.callers.find(call)
  const line = caller?.meeting === undefined ? undefined : await kept.lines.byCall(call)
  if (caller !== undefined) await keepPlace(kept, caller, line, now, from ?? withheld)
  if (line?.removed === true) await keepOut(kept, line.meeting, from, now)
  if (line !== undefined) await leaveLine(kept, line, at)
  const warnings = caller === undefined ? [] : await guessed(kept, caller)
  await kept.callers.end(call, now)
  if (caller === undefined || caller.shown.kind === testKind) return []
  const happened: Happening[] = [...warnings, { event: 'call.ended', call }]
  const ended = caller.meeting === undefined ? [] : await meetingOver(kept, caller.meeting, at)
  return [...happened, ...ended]
}

/** Ends the meeting if that was the last one, and keeps the line that stays of it. */
async function meetingOver(kept: Kept, id: string, at: number): Promise<readonly Happening[]> {
  const meeting = await kept.meetings.byId(id)
  if (meeting === undefined) return []
  const { firstIn, mostAtOnce, stayedMs } = await kept.sittings.of(id)
  if (!(await kept.meetings.endIfEmpty(id))) return []
  const { room, opened } = meeting
  const callerMinutes = Math.round(stayedMs / 60_000)
  if (firstIn !== undefined) {
    await kept.pastMeetings.add({
      room,
      started: firstIn,
      ended: Math.max(firstIn, at),
      mostCallersAtOnce: mostAtOnce,
      callerMinutes,
    })
  }
  const minutes = Math.max(0, Math.round((at - opened) / 60_000))
  const people = { callerMinutes, mostCallersAtOnce: mostAtOnce }
  return [{ event: 'meeting.ended', meeting: id, room, minutes, ...people }]
}

/** A ticket for whoever was inside. */
async function keepPlace(
  kept: Kept,
  { call, state, meeting: id }: Caller,
  line: Line | undefined,
  at: number,
  from: CallerNumber,
): Promise<void> {
  const inside = insideOf(state)
  if (inside === undefined || id === undefined) return
  const meeting = await kept.meetings.byId(id)
  if (meeting === undefined) return
  const { role, muted, hand } = inside
  const removed = line?.removed === true ? ('caller' as const) : undefined
  const out = removed ?? sentOut(await kept.meetings.picture(id), call)
  const was = { role, muted, hand, line: line?.number ?? 0 }
  await kept.returning.keep({ ...was, room: meeting.room, meeting: id, from, sentOut: out, at })
}
