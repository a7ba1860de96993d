import type { Caller } from '../conference/call/caller.ts'
import type { CallerNumber } from '../conference/call/caller-number.ts'
import { insideOf, lineAt, type Line } from '../conference/meeting/line.ts'
import type { Kept } from '../conference/ports.ts'

/* What an organiser knows of a call follows the call: its line opens, goes in and out, and is left. */

/** A step of this call was taken. Whoever comes back gets the line of this `number` again. */
export async function follow(kept: Kept, caller: Caller, at: number, number = 0): Promise<void> {
  const { call, state, meeting } = caller
  if (meeting === undefined) return
  const belongs = state.at === 'waiting' || insideOf(state) !== undefined
  const known = await kept.lines.byCall(call)
  if (known === undefined && !belongs) return
  const line = known ?? (await kept.lines.open(meeting, call, number))
  const change = lineAt(line, state, at)
  if (Object.keys(change).length > 0) await kept.lines.change(line, change)
  if (!('insideSince' in change)) return
  if (change.insideSince !== undefined) await kept.sittings.came(meeting, at)
  else await stayed(kept, line, at)
}

/** The call of this line is over. Name and hand are kept for a while, in case they come back. */
export async function leaveLine(kept: Kept, line: Line, at: number): Promise<void> {
  await stayed(kept, line, at)
  await kept.lines.change(line, { insideSince: undefined, gone: at })
}

async function stayed(kept: Kept, { meeting, insideSince }: Line, at: number): Promise<void> {
  if (insideSince !== undefined) await kept.sittings.stayed(meeting, Math.max(0, at - insideSince))
}

/**
 * Whoever was removed stays out for the rest of the meeting. A withheld number cannot be told from another, so from
 * now on all of them wait to be let in by hand (S-37). `from` is undefined when the carrier could not say.
 */
export async function keepOut(
  kept: Kept,
  meeting: string,
  from: CallerNumber | undefined,
  at: number,
): Promise<void> {
  if (from === undefined) return
  if (from.is === 'withheld') await kept.sittings.change(meeting, { withheldWait: true })
  else {
    await kept.bans.add(from, meeting, at)
    await kept.returning.drop(from, meeting, at)
  }
}

/** Whether this call was removed, whatever it was doing; then it is also kept out. */
export async function wasRemoved(
  kept: Kept,
  { call, meeting }: Pick<Caller, 'call' | 'meeting'>,
  from: CallerNumber,
  at: number,
): Promise<boolean> {
  const line = meeting === undefined ? undefined : await kept.lines.byCall(call)
  if (line?.removed !== true) return false
  await keepOut(kept, line.meeting, from, at)
  return true
}
