import { readKeys, type Typed } from './keypad.ts'
import type { SentOut } from './meeting.ts'
import { lengths, pinLength } from './numbers.ts'
import type { Prompt, PromptName } from './prompts.ts'
import type { Locale, Role } from './room.ts'

/*
 * What a caller goes through between dialling and talking. Everything that decides it is in this file:
 * the states, the table of moves, and what is done on each. The telephone side carries the effects out.
 */

/** Checked room-and-PIN pairs per call; the last failure ends it with a word about help (TRUST §1.3). */
export const triesMax = 5
/** Questions in a row that met nothing but silence, ten seconds and more each. */
export const silencesMax = 5
/** Questions per call, whatever the answers were: nobody plays with the keys for hours. */
export const asksMax = 60
/** How often a call may come back into the meeting after `*`. */
export const returnsMax = 200

/**
 * Where a call is.
 *
 *    answered
 *       │
 *       ▼        all digits                 all digits
 *   asking-room-number ───────▶ asking-pin ───────────▶ checking
 *     ▲  │    ▲                   ▲  │                   │    │
 *     └──┘    │                   └──┘                   │    │ admitted
 *    # * 0 or silence: asks on                           │    ▼
 *             │               refused: tries again       │  joining ──────┐
 *             └──────────────────────────────────────────┘    │ here      │ left by *
 *                                                             ▼           ▼
 *                                                        in-meeting ◀─── away
 *                                                                  here
 *
 *   any ──▶ ended: hung up, tries or patience used up, room full, meeting over, removed
 *
 *   asking-room-number  The caller hears the question; we wait for keys.
 *   asking-pin          The same for the PIN, asked for rooms that do not exist as well.
 *   checking            Nobody hears this: the answer is looked up before the carrier is answered.
 *   joining             The carrier has our document and is taking the caller in.
 *   in-meeting          The carrier said the caller is there.
 *   away                The caller pressed `*` and is on the way back.
 *   ended               The last document is out, or the call is over.
 */
export type State =
  | ({ readonly at: 'asking-room-number' } & Asking)
  | ({ readonly at: 'asking-pin'; readonly roomNumber: string } & Asking)
  | {
      readonly at: 'checking'
      readonly roomNumber: string
      readonly pin: string
      readonly patience: Patience
    }
  | ({ readonly at: 'joining' } & Admitted)
  | ({ readonly at: 'in-meeting' } & Admitted)
  | ({ readonly at: 'away' } & Admitted)
  | { readonly at: 'ended' }

/** What has been used up of this call's patience. */
type Patience = { readonly tries: number; readonly silences: number; readonly asks: number }

/** `typed` holds the digits of a number that is not complete yet. */
type Asking = { readonly typed: string; readonly patience: Patience }

type Admitted = { readonly role: Role; readonly locale: Locale; readonly returns: number }

/** The states in which we wait for keys. */
export type Question = At<'asking-room-number'> | At<'asking-pin'>

export type Event =
  /** Keys were pressed, in this order; a `#` that ended the input is among them. */
  | { readonly is: 'keys'; readonly keys: string }
  | { readonly is: 'silence' }
  | { readonly is: 'refused' }
  | {
      readonly is: 'admitted'
      readonly role: Role
      readonly locale: Locale
      readonly others: number
    }
  | { readonly is: 'full' }
  | { readonly is: 'here' }
  /** The carrier let the caller out of the conference; `sentOut` when it was told to. */
  | { readonly is: 'left'; readonly sentOut: SentOut | undefined }
  | { readonly is: 'hung-up' }

export type Effect =
  /** Say this and wait for up to `keys` keys. Without prompts: wait for the rest of a number. */
  | { readonly do: 'ask'; readonly prompts: readonly Prompt[]; readonly keys: number }
  | { readonly do: 'check'; readonly roomNumber: string; readonly pin: string }
  | { readonly do: 'say'; readonly prompts: readonly Prompt[] }
  | { readonly do: 'join' }
  | { readonly do: 'hang-up' }

type Moved = readonly [State, ...Effect[]]
type At<S extends State['at']> = Extract<State, { at: S }>
type Is<E extends Event['is']> = Extract<Event, { is: E }>
type Table = {
  readonly [S in State['at']]: {
    readonly [E in Event['is']]?: (state: At<S>, event: Is<E>) => Moved
  }
}

const ended: State = { at: 'ended' }
const hangUp: () => Moved = () => [ended]

/** Every move there is. A pair that is missing here changes nothing. */
const moves: Table = {
  'asking-room-number': { keys: readRoomNumber, silence: askAgain, 'hung-up': hangUp },
  'asking-pin': { keys: readPin, silence: askAgain, 'hung-up': hangUp },
  checking: { refused: tryAgain, admitted: letIn, full: sayFull, 'hung-up': hangUp },
  joining: { here: arrive, left: comeBack, 'hung-up': hangUp },
  'in-meeting': { left: comeBack, 'hung-up': hangUp },
  away: { here: arrive, left: comeBack, 'hung-up': hangUp },
  ended: {},
}

/** The first state, and what a caller hears first. */
export function begin(): Moved {
  const state: Question = {
    at: 'asking-room-number',
    typed: '',
    patience: { tries: 0, silences: 0, asks: 1 },
  }
  return [state, ask(state, { name: 'greeting' }, question(state, 'plain'))]
}

/** Where the call goes on this event, and what is to be done. */
export function step(state: State, event: Event): Moved {
  const move = moves[state.at][event.is] as ((state: State, event: Event) => Moved) | undefined
  return move === undefined ? [state] : move(state, event)
}

/** How many keys end the input by themselves. Once help was offered, the first key counts at once. */
export function keysWanted(state: Question): number {
  if (state.typed === '' && offersHelp(state.patience)) return 1
  return lengthAsked(state) - state.typed.length
}

function readRoomNumber(state: At<'asking-room-number'>, { keys }: Is<'keys'>): Moved {
  const typed = readKeys(state.typed, keys, lengths.roomNumber)
  if (typed.is !== 'complete') return askOn(state, keys, typed)
  const next: At<'asking-pin'> = {
    at: 'asking-pin',
    roomNumber: typed.number,
    typed: '',
    patience: { ...state.patience, silences: 0 },
  }
  if (/\d/.test(typed.rest)) return readPin(next, { is: 'keys', keys: typed.rest })
  return asked(next, question(next, manner(next.patience)))
}

function readPin(state: At<'asking-pin'>, { keys }: Is<'keys'>): Moved {
  const typed = readKeys(state.typed, keys, lengthAsked(state))
  if (typed.is !== 'complete') return askOn(state, keys, typed)
  const { roomNumber, patience } = state
  const pin = typed.number
  return [
    { at: 'checking', roomNumber, pin, patience: { ...patience, silences: 0 } },
    { do: 'check', roomNumber, pin },
  ]
}

/** The number is not complete: wait for the rest, or ask again. None of this is a failed try. */
function askOn(state: Question, keys: string, typed: Exclude<Typed, { is: 'complete' }>): Moved {
  const fresh = { ...state, typed: '', patience: { ...state.patience, silences: 0 } }
  if (typed.is === 'help') return asked(fresh, help(fresh), question(fresh, 'patiently'))
  const untouched = typed.number === '' && !typed.again
  if (untouched) return asked({ ...state, typed: '' }, question(state, manner(state.patience)))
  const moreIsComing = typed.number !== '' && keys.length >= keysWanted(state)
  return moreIsComing
    ? asked({ ...fresh, typed: typed.number })
    : asked(fresh, question(fresh, 'again'))
}

function askAgain(state: Question): Moved {
  const silences = state.patience.silences + 1
  if (silences >= silencesMax) return goodbye('goodbye-after-silence')
  const next = { ...state, typed: '', patience: { ...state.patience, silences } }
  return asked(next, question(next, state.typed === '' ? manner(next.patience) : 'again'))
}

/** Wrong room, wrong PIN: the same words and the same way back for all of them (S-31). */
function tryAgain({ patience }: At<'checking'>): Moved {
  const tries = patience.tries + 1
  if (tries >= triesMax) return goodbye('goodbye-after-tries')
  const next: Question = {
    at: 'asking-room-number',
    typed: '',
    patience: { ...patience, tries },
  }
  return asked(next, { name: 'not-found' }, question(next, manner(next.patience)))
}

function letIn(_: At<'checking'>, { role, locale, others }: Is<'admitted'>): Moved {
  const welcome: Prompt[] = [{ name: 'not-recorded' }, { name: 'you-are-in' }]
  if (others === 1) welcome.push({ name: 'one-other-here' })
  if (others > 1) welcome.push({ name: 'others-here', values: { count: others } })
  return [
    { at: 'joining', role, locale, returns: 0 },
    { do: 'say', prompts: welcome },
    { do: 'join' },
  ]
}

function sayFull(): Moved {
  return goodbye('room-full')
}

function arrive({ role, locale, returns }: Admitted): Moved {
  return [{ at: 'in-meeting', role, locale, returns }]
}

function comeBack({ role, locale, returns }: Admitted, { sentOut }: Is<'left'>): Moved {
  if (sentOut === 'caller') return goodbye('removed')
  if (sentOut === 'meeting' || returns >= returnsMax) return goodbye('meeting-over')
  return [
    { at: 'away', role, locale, returns: returns + 1 },
    { do: 'say', prompts: [{ name: 'back-in' }] },
    { do: 'join' },
  ]
}

function goodbye(name: PromptName): Moved {
  return [ended, { do: 'say', prompts: [{ name }] }, { do: 'hang-up' }]
}

function asked(state: Question, ...prompts: Prompt[]): Moved {
  const asks = state.patience.asks + 1
  if (asks > asksMax) return goodbye('goodbye-after-silence')
  return [{ ...state, patience: { ...state.patience, asks } }, ask(state, ...prompts)]
}

function ask(state: Question, ...prompts: Prompt[]): Effect {
  return { do: 'ask', prompts, keys: keysWanted(state) }
}

/** After two silences or two failures the questions get longer and simpler, and offer help. */
type Manner = 'plain' | 'again' | 'patiently' | 'simply'

const questions = {
  'asking-room-number': {
    plain: 'ask-room-number',
    again: 'ask-room-number-again',
    patiently: 'ask-room-number-patiently',
    simply: 'ask-room-number-simply',
    help: 'help-room-number',
  },
  'asking-pin': {
    plain: 'ask-pin',
    again: 'ask-pin-again',
    patiently: 'ask-pin-patiently',
    simply: 'ask-pin-simply',
    help: 'help-pin',
  },
} as const satisfies Record<Question['at'], Record<Manner | 'help', PromptName>>

function question(state: Question, how: Manner): Prompt {
  return { name: questions[state.at][how], values: { digits: lengthAsked(state) } }
}

function help(state: Question): Prompt {
  return { name: questions[state.at].help }
}

function manner(patience: Patience): Manner {
  if (offersHelp(patience)) return 'simply'
  return patience.silences === 1 ? 'patiently' : 'plain'
}

function offersHelp({ silences, tries }: Patience): boolean {
  return silences >= 2 || tries >= 2
}

function lengthAsked(state: Question): number {
  return state.at === 'asking-pin' ? pinLength(state.roomNumber) : lengths.roomNumber
}
