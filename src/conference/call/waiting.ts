import type { Admitted, At, Is, Moved } from './callflow.ts'
import { goodbye, say } from './flow-parts.ts'
import { letIn, welcome } from './in-meeting.ts'
import type { Prompt, PromptName } from './prompts.ts'
import { hasWaitingRoom, type Locale, type Role, type Room } from '../room/room.ts'
import type { ClockTime } from './spoken-time.ts'

/*
 * The waiting room. Whoever waits is in no conference: nobody hears them, and they hear nobody. They hear a
 * sentence every half minute and quiet music between; each round asks again whether they may come in, so
 * that somebody who was let in gets in even when the carrier could not be told.
 *
 *              a host, the hour, an open door
 *   waiting ──────────────────────────────────▶ joining
 *     │  ▲ every half minute
 *     └──┘──▶ ended: turned away, nobody came for an hour, hung up
 */

/** Why somebody waits: `asked` is the room's waiting room, or a limit that nobody is told of. */
export type WaitReason = 'asked' | 'locked' | 'host' | 'early'

/**
 * The limit ladder says so; a withheld caller was removed from this meeting; staff protect the whole service; or staff
 * brought them here, without a PIN.
 */
export type WaitLimit = 'guessing' | 'removed' | 'protected' | 'brought'

export type Waiting = {
  readonly because: WaitReason
  readonly role: Role
  readonly locale: Locale
  /** ms since 1970; the line forms by it. */
  readonly since: number
  readonly turns: number
  /** Why they may not come in by themselves, whatever the room says. */
  readonly limit: WaitLimit | undefined
  /** What the host decided. */
  readonly fate: 'waits' | 'let-in' | 'turned-away' | 'over'
}

/** Whether somebody who goes now had the right PIN and was kept out by the ladder alone: they may have guessed it. */
export function mayHaveGuessed(
  { limit, role, fate }: Pick<Waiting, 'limit' | 'role' | 'fate'>,
  room: Room,
): boolean {
  const waitedAnyway = role === 'guest' && hasWaitingRoom(room)
  return limit === 'guessing' && fate !== 'let-in' && !waitedAnyway
}

/** How it stands when a round is over. */
export type Turn = {
  readonly to: 'waiting' | 'room' | 'given-up'
  readonly admitted: Admitted
  /** Why they wait now. */
  readonly because: WaitReason
  /** How many wait before this caller, and in all. */
  readonly ahead: number
  readonly all: number
  readonly starts: ClockTime | undefined
}

/** Nobody waits longer; a forgotten receiver costs somebody money. */
export const waitingMinutesMax = 60

export function toWait(_: At<'checking'>, { waiting, turn }: Is<'to-wait'>): Moved {
  return waitOn({ at: 'waiting', ...waiting }, turn)
}

export function takeTurn(state: At<'waiting'>, turn: Is<'turn'>): Moved {
  if (state.fate === 'turned-away') return goodbye('turned-away')
  if (state.fate === 'over') return goodbye('meeting-over')
  if (turn.to === 'given-up') return goodbye('waited-too-long')
  if (turn.to === 'waiting') return waitOn(state, turn)
  const [next, , joins] = letIn(state, turn.admitted)
  const prompts = welcome(turn.admitted)
  const lets: readonly Prompt[] = state.fate === 'let-in' ? [{ name: 'let-in' }] : []
  return joins === undefined ? [next] : [next, say(...lets, ...prompts), joins]
}

function waitOn(state: At<'waiting'>, turn: Turn): Moved {
  const first = state.turns === 0
  const prompts: Prompt[] = [whyPrompt(turn, first)]
  if (first && state.limit === 'brought') prompts.unshift({ name: 'brought-to-waiting-room' })
  if (turn.because === 'asked' || turn.because === 'locked') prompts.push(place(turn))
  if (turn.all > 1) prompts.push({ name: 'waiting-all', values: { count: turn.all } })
  if (first) prompts.push({ name: 'waiting-leave' })
  prompts.push({ name: 'waiting-music' })
  return [
    { ...state, because: turn.because, turns: state.turns + 1 },
    say(...prompts),
    { do: 'wait' },
  ]
}

const whyNames = {
  asked: ['waiting-room', 'waiting-room-still'],
  locked: ['waiting-locked', 'waiting-room-still'],
  host: ['waiting-for-host', 'waiting-for-host'],
} as const satisfies Record<Exclude<WaitReason, 'early'>, readonly [PromptName, PromptName]>

function whyPrompt({ because, starts }: Turn, first: boolean): Prompt {
  if (because !== 'early') return { name: whyNames[because][first ? 0 : 1] }
  return starts === undefined
    ? { name: 'waiting-room-still' }
    : { name: 'waiting-early', values: { time: starts } }
}

function place({ ahead }: Turn): Prompt {
  if (ahead === 0) return { name: 'waiting-next' }
  return ahead === 1
    ? { name: 'waiting-behind-one' }
    : { name: 'waiting-behind', values: { count: ahead } }
}
