import type { Prompt } from '../conference/prompts.ts'
import type { Kept } from '../conference/ports.ts'
import { openness } from '../conference/schedule-openness.ts'
import { clockTime } from '../conference/spoken-time.ts'
import { companyOf, waiters, type Company } from './company.ts'

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
  const company = await companyOf(kept, caller?.meeting)
  if (caller === undefined || company === undefined) return [words]
  const isHost = 'role' in caller.state && caller.state.role === 'host'
  if (isHost && waiters(company).length > 0) return [{ name: 'someone-waits' }]
  return [words, ...startOf(company, at)]
}

/** Whoever came before the hour hears when it is. */
function startOf({ room: { schedule } }: Company, at: number): readonly Prompt[] {
  const now = openness(schedule, at)
  if (now.is !== 'soon' || schedule.is === 'always') return []
  return [{ name: 'waiting-early', values: { time: clockTime(now.startsAt, schedule.timeZone) } }]
}
