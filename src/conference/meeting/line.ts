import type { State } from '../call/callflow.ts'
import type { Inside } from '../call/flow-parts.ts'
import type { Round } from './speaking-round.ts'

/**
 * A telephone line as an organiser knows it during one meeting: a number by the order of coming, and what they call
 * it. It is kept over the menu, from the waiting room into the room, and when somebody who was cut off comes back.
 *
 *   waits or comes in ── line 3 ──▶ cut off ── comes back within ten minutes ──▶ line 3 again
 *                                     └── stays away ──▶ the line and its name are forgotten
 */
export type Line = {
  readonly meeting: string
  /** 1 for the first who came to this meeting. */
  readonly number: number
  /** The call; the last one while nobody is on the line. */
  readonly call: string
  /** Typed by the organiser; empty when nobody did. */
  readonly name: string
  /** Since when they are inside; undefined for those who wait or are gone. ms since 1970. */
  readonly insideSince: number | undefined
  readonly handSince: number | undefined
  /** The organiser wants them out: whatever the call asks for next, it is told so. */
  readonly removed: boolean
  /** When the call was over; undefined while it goes on. */
  readonly gone: number | undefined
}

export type LineChange = Partial<
  Pick<Line, 'name' | 'insideSince' | 'handSince' | 'removed' | 'gone'>
>

export type Lines = {
  /** The line of a call that is going on. */
  byCall(call: string): Promise<Line | undefined>
  /** All lines of a meeting, gone ones too, by number. */
  of(meeting: string): Promise<readonly Line[]>
  /** A new number, or the old line again of somebody who came back; `number` is 0 for a new one. */
  open(meeting: string, call: string, number: number): Promise<Line>
  change(line: Pick<Line, 'meeting' | 'number'>, what: LineChange): Promise<void>
  /** Forgets the lines of calls that were over before this time. */
  sweep(before: number): Promise<void>
}

/** What is remembered of a whole meeting beside its lines, while it lasts. */
export type Sitting = {
  /** A caller without a number was removed: from now on such callers wait to be let in by hand. */
  readonly withheldWait: boolean
  readonly round: Round | undefined
  /** When the first came in; undefined while people only waited. */
  readonly firstIn: number | undefined
  readonly mostAtOnce: number
  /** Stays that are over, together. */
  readonly stayedMs: number
}

export type Sittings = {
  of(meeting: string): Promise<Sitting>
  change(meeting: string, what: Partial<Pick<Sitting, 'withheldWait' | 'round'>>): Promise<void>
  /** Somebody came in: the first moment, and the most at once, are noted. */
  came(meeting: string, at: number): Promise<void>
  /** A stay is over. */
  stayed(meeting: string, ms: number): Promise<void>
}

/** How somebody is inside, wherever they are for the moment: in the meeting, its menu, or away for help. */
export function insideOf(state: State): Inside | undefined {
  if ('until' in state) return state
  const then = 'then' in state ? state.then : undefined
  return typeof then === 'object' && 'until' in then ? then : undefined
}

/** The same state, with something decided about how they are inside. */
export function withInside(
  state: State,
  change: Partial<Pick<Inside, 'role' | 'muted' | 'hand'>>,
): State {
  if ('until' in state) return { ...state, ...change }
  if (state.at !== 'with-human' || insideOf(state) === undefined) return state
  return { ...state, then: { ...(state.then as Inside), ...change } }
}

/** What changes about a line when its call is there now; nothing when all is as it was. */
export function lineAt(line: Line, state: State, at: number): LineChange {
  const inside = insideOf(state)
  const insideSince = inside === undefined ? undefined : (line.insideSince ?? at)
  const handSince = inside?.hand === true ? (line.handSince ?? at) : undefined
  return {
    ...(insideSince !== line.insideSince && { insideSince }),
    ...(handSince !== line.handSince && { handSince }),
  }
}
