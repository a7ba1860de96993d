import type { Caller } from '../conference/call/caller.ts'
import type { Event } from '../conference/call/callflow.ts'
import { callerNumber } from '../conference/call/caller-number.ts'
import type { Kept } from '../conference/ports.ts'
import type { StepName } from './addresses.ts'
import type { Answered } from './admit.ts'
import { inMenu, inWaitingRoom, leavingNumber, left, staying } from './decide.ts'
import type { CallForm } from './forms.ts'
import { wasRemoved } from './lines.ts'
import type { Writing } from './parts.ts'

export type ToEvent = (
  kept: Kept,
  caller: Caller,
  form: CallForm,
) => Promise<Event | Answered> | Event | Answered

export type AskingSteps = {
  readonly writing: Writing
  /** Whether the practice line gives callers back to themselves. */
  readonly echo: boolean
}

/** What each step means for the caller. */
const toEvents = {
  'room-number': () => (_kept, _caller, form) => keysOf(form),
  pin: () => (_kept, _caller, form) => keysOf(form),
  queue: () => () => ({ is: 'your-turn' }),
  human:
    () =>
    (_kept, _caller, { DialCallStatus }) => ({
      is: 'human-gone',
      talked: DialCallStatus === 'completed' || DialCallStatus === 'answered',
    }),
  callback: () => (kept, caller, form) => leavingNumber(kept, caller, keysOf(form)),
  'waiting-room':
    ({ writing }) =>
    (kept, caller, { From }) =>
      inWaitingRoom(writing, kept, caller, callerNumber(From)),
  menu: () => (kept, caller, form) => inMenu(kept, caller, pressedIn(form)),
  stay:
    ({ writing }) =>
    (kept, caller, form) =>
      staying(writing, kept, caller, pressedIn(form)),
  practice:
    ({ echo }) =>
    (_kept, _caller, form) => ({
      is: 'practised',
      event: form.DialCallStatus === undefined ? keysOf(form) : { is: 'left' },
      echo,
    }),
} as const satisfies Partial<Record<StepName, (asking: AskingSteps) => ToEvent>>

/** Steps of those who are inside: whoever was removed meanwhile is told so, and nothing else. */
const insideSteps: ReadonlySet<StepName> = new Set(['menu', 'stay', 'human', 'callback'])

export function toEventOf(has: AskingSteps, name: AskedStep): ToEvent {
  const toEvent: ToEvent = toEvents[name](has)
  return insideSteps.has(name) ? unlessRemoved(has, toEvent) : toEvent
}

export function unlessRemoved(
  { writing: { clock } }: Pick<AskingSteps, 'writing'>,
  toEvent: ToEvent,
): ToEvent {
  return async (kept, caller, form) =>
    (await wasRemoved(kept, caller, callerNumber(form.From), clock()))
      ? left({ sentOut: 'caller' })
      : toEvent(kept, caller, form)
}

export type AskedStep = keyof typeof toEvents

function pressedIn({ Digits = '', FinishedOnKey = '' }: CallForm): string {
  return Digits + FinishedOnKey
}

/** Keys in the order they were pressed, with the one that ended them (Twilio, FinishedOnKey). */
function keysOf(form: CallForm): { is: 'silence' } | { is: 'keys'; keys: string } {
  const keys = pressedIn(form)
  return keys === '' ? { is: 'silence' } : { is: 'keys', keys }
}
