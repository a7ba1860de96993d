import type { CallerNumber } from './caller-number.ts'
import type { SentOut } from '../meeting/meeting.ts'
import type { Role } from '../room/room.ts'

/** Whoever is cut off and calls again within this time is let straight back in. */
export const returnMaxMs = 10 * 60_000

/**
 * What lets a caller back into the meeting they were cut off from, without keying anything, as they were:
 *
 *   leaves, not removed ──▶ ticket ──▶ calls again from the same number ──▶ used, gone
 *                             ├──▶ ten minutes are over ─────────────────▶ gone
 *                             └──▶ the meeting ends ─────────────────────▶ gone
 */
export type Ticket = {
  readonly room: string
  readonly meeting: string
  readonly role: Role
  readonly muted: boolean
  readonly hand: boolean
  /** Number of the line they come back to; 0 when they had none. */
  readonly line: number
  /** ms since 1970. */
  readonly until: number
}

/** How somebody was in the meeting just before they were gone. */
export type Leaving = Omit<Ticket, 'until'> & {
  readonly from: CallerNumber
  readonly sentOut: SentOut | undefined
  readonly at: number
}

/** The ticket of somebody who left; none for a removed or withheld caller, or after the meeting was ended. */
export function ticketFor({ from, sentOut, at, ...was }: Leaving): Ticket | undefined {
  if (from.is === 'withheld' || sentOut !== undefined) return undefined
  const { room, meeting, role, muted, hand, line } = was
  return { room, meeting, role, muted, hand, line, until: at + returnMaxMs }
}

/** Over at its minute; not from a clock that was wrong either. */
export function isOpen({ until }: Ticket, at: number): boolean {
  return at < until && until <= at + returnMaxMs
}
