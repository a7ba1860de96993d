import type { State } from './callflow.ts'
import type { CallerKind } from './number-kind.ts'

/**
 * Where a call is, in the words of the staff's board, in the order in which callers go through:
 *
 *   greeting ─▶ room ─▶ pin ─▶ waiting ─▶ meeting ◀─▶ menu      help, practice: beside the way      goodbye
 */
export const stages = [
  'greeting',
  'room',
  'pin',
  'waiting',
  'meeting',
  'menu',
  'help',
  'practice',
  'goodbye',
] as const
export type Stage = (typeof stages)[number]

/** The way in, and what lies beside it. */
export const wayStages = stages.slice(0, 6)
export const besideStages = stages.slice(6)

const usual: Readonly<Record<State['at'], Stage>> = {
  'asking-room-number': 'room',
  'looking-up': 'pin',
  'asking-pin': 'pin',
  checking: 'pin',
  queueing: 'pin',
  'with-human': 'help',
  'leaving-number': 'help',
  waiting: 'waiting',
  joining: 'meeting',
  'in-meeting': 'meeting',
  'in-menu': 'menu',
  staying: 'meeting',
  practising: 'practice',
  ended: 'goodbye',
}

/** Until the first answer to the first question a caller hears the greeting. */
export function stageOf(state: State): Stage {
  const greeted = state.at !== 'asking-room-number' || state.patience.asks > 1 || state.typed !== ''
  return greeted ? usual[state.at] : 'greeting'
}

/** What staff see of a call; nothing in it tells who it is (P-06). */
export type ShownToStaff = {
  /** The smallest number that was free when the call came in; 0 of a test call, which takes none. */
  readonly line: number
  readonly kind: CallerKind
  /** When the call came in, ms since 1970. */
  readonly began: number
  /** Since when it is at its stage. */
  readonly since: number
}

/** The same call after a step: another stage begins now. */
export function shownAfter(shown: ShownToStaff, from: State, to: State, at: number): ShownToStaff {
  return stageOf(from) === stageOf(to) ? shown : { ...shown, since: at }
}

/** The smallest number from 1 that is not taken. */
export function freeLine(taken: readonly number[]): number {
  const known = new Set(taken)
  let line = 1
  while (known.has(line)) line += 1
  return line
}
