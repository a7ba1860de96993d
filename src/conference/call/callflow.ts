import {
  askAgain,
  backFromHuman,
  lookedUp,
  practise,
  question,
  readPin,
  readRoomNumber,
  tryAgain,
  beginAtPin,
  waitOneMoment,
  ask,
  lookAgain,
} from './way-in.ts'
import {
  arrive,
  leave,
  letIn,
  pressInMenu,
  sendAway,
  stayOrGo,
  stopAtTheDoor,
} from './in-meeting.ts'
import { callbackSilence, takeCallbackKeys, type Callback } from './callback.ts'
import { goodbye, type Means, type Inside, type Patience, type Asking } from './flow-parts.ts'
import type { HelpStage } from '../staff/help-request.ts'
import type { Menu, MenuAction, MenuEvent, Who } from './menu.ts'
import type { SentOut } from '../meeting/meeting.ts'
import type { OwnNumber } from './own-number.ts'
import type { Practice, PracticeEvent } from './practice.ts'
import type { Prompt } from './prompts.ts'
import type { Locale, Role } from '../room/room.ts'
import type { SpokenMoment } from './spoken-time.ts'
import { takeTurn, toWait, type Turn, type Waiting } from './waiting.ts'

/*
 * What a caller goes through from dialling to hanging up: the states, the events, and the table of moves.
 * The moves of each stage are in a file of their own: way-in.ts, waiting.ts, in-meeting.ts. The telephone
 * side carries the effects out.
 */

/**
 * Where a call is.
 *
 *    answered ── from the number that was cut off just now ─────────────────────┐
 *       │                                                                       │
 *       ▼        all digits                 there   all digits                  │
 *   asking-room-number ──▶ looking-up ──▶ asking-pin ──▶ checking ◀──▶ queueing │
 *     ▲  │    ▲               │             ▲  │          │ │ │                 │
 *     └──┘    │               ▼             └──┘          │ │ │ admitted        │
 *    # * 0 or silence     practising                      │ │ ▼                 ▼
 *             │      refused: tries again                 │ │ joining ◀─────────┘
 *             └───────────────────────────────────────────┘ │  ▲ │ here
 *                                     not yet, by hand      ▼  │ ▼
 *                                           waiting ──let in──▶│ in-meeting ──time──▶ staying
 *                                            │  ▲              │   │ *               │
 *                                            └──┘              └── in-menu           │ 1
 *                                         every half minute    └─────────────────────┘
 *
 *   any question, in-menu ──0, where a human can be dialled──▶ with-human ──▶ back to where it was
 *   any question, in-menu ──0, elsewhere──▶ leaving-number ──▶ back to where it was
 *   any ──▶ ended: hung up, tries or patience used up, room full or closed, meeting over, removed
 *
 *   asking-room-number  The caller hears the question; we wait for keys.
 *   looking-up          Nobody hears this: does the room have a PIN, is it the practice line?
 *   asking-pin          The same for the PIN, asked for rooms that do not exist as well.
 *   checking            Nobody hears this: the answer is looked up before the carrier is answered.
 *   queueing            Very many try numbers: every entry waits for its place before it is looked at.
 *   with-human          The call is connected with the one number that may ever be dialled.
 *   leaving-number      Staff know of the caller, who may leave a number to be called back (callback.ts).
 *   (A room may have a telephone number of its own: whoever dials it begins at asking-pin, and is asked there again.)
 *   waiting             In no conference: a spoken loop, heard by nobody.
 *   joining             The carrier has our document and is taking the caller in.
 *   in-meeting          The carrier said the caller is there.
 *   in-menu             The caller pressed `*`; away from the others for these seconds.
 *   staying             The time is up; whoever presses nothing is hung up.
 *   practising          On the practice line (practice.ts).
 *   ended               The last document is out, or the call is over.
 */
export type State =
  | ({ readonly at: 'asking-room-number' } & Asking)
  | ({ readonly at: 'looking-up'; readonly roomNumber: string; readonly ahead: string } & Trying)
  | ({
      readonly at: 'asking-pin'
      readonly roomNumber: string
      /** Silence goes on without a PIN: the room has none. */
      readonly optional: boolean
    } & Asking)
  | ({ readonly at: 'checking'; readonly roomNumber: string; readonly pin: string } & Trying)
  | ({ readonly at: 'queueing'; readonly roomNumber: string; readonly pin: string } & Trying)
  | { readonly at: 'with-human'; readonly then: Question | 'goodbye' | Inside }
  | {
      readonly at: 'leaving-number'
      readonly then: Question | Inside
      readonly callback: Callback
    }
  | ({ readonly at: 'waiting' } & Waiting)
  | ({ readonly at: 'joining' } & Inside)
  | ({ readonly at: 'in-meeting' } & Inside)
  | ({ readonly at: 'in-menu'; readonly menu: Menu } & Inside)
  | ({ readonly at: 'staying' } & Inside)
  | { readonly at: 'practising'; readonly practice: Practice }
  | { readonly at: 'ended' }

type Trying = { readonly patience: Patience }

/** The states in which we wait for a number. */
export type Question = At<'asking-room-number'> | At<'asking-pin'>

export type Event =
  /** Keys were pressed, in this order; a `#` that ended the input is among them. */
  | { readonly is: 'keys'; readonly keys: string }
  | { readonly is: 'silence' }
  /** What there is to ask after this room number. */
  | { readonly is: 'looked-up'; readonly pin: 'needed' | 'optional' | 'practice' }
  | { readonly is: 'queued'; readonly seconds: number }
  /** The place in the queue is reached. */
  | { readonly is: 'your-turn' }
  /** Wrong like any other; but with the PIN of an old sheet of paper one is told that it has changed. */
  | { readonly is: 'refused'; readonly pinChanged?: boolean }
  | ({ readonly is: 'admitted' } & Admitted)
  | { readonly is: 'to-wait'; readonly waiting: Waiting; readonly turn: Turn }
  | ({ readonly is: 'turn' } & Turn)
  | { readonly is: 'full' }
  /** Removed from this meeting before. */
  | { readonly is: 'banned' }
  /** The PIN was right, and there is no meeting now. */
  | { readonly is: 'closed'; readonly next: SpokenMoment | undefined }
  | { readonly is: 'here' }
  /** The carrier let the caller out of the conference. */
  | ({ readonly is: 'left' } & Left)
  | { readonly is: 'in-menu'; readonly press: MenuEvent; readonly who: Who }
  | { readonly is: 'practised'; readonly event: PracticeEvent; readonly echo: boolean }
  /** Whether the caller stays; `until` is when they are asked again. */
  | { readonly is: 'stays'; readonly keys: string; readonly until: number }
  | { readonly is: 'human-gone'; readonly talked: boolean }
  | { readonly is: 'hung-up' }

export type Admitted = {
  readonly role: Role
  readonly locale: Locale
  /** How many are there already; undefined where the room does not tell. */
  readonly others: number | undefined
  readonly muted: boolean
  readonly hand: boolean
  readonly until: number
  /** Cut off and called again: the short way in. */
  readonly back: boolean
}

export type Left = {
  /** Who was told to go; undefined for a `*`. */
  readonly sentOut: SentOut | undefined
  /** The time of this caller in the meeting is up. */
  readonly timeIsUp: boolean
  readonly who: Who
}

export type Effect =
  /** Say this and wait for up to `keys` keys. Without prompts: wait for the rest of a number. */
  | {
      readonly do: 'ask'
      readonly prompts: readonly Prompt[]
      readonly keys: number
      /** A menu takes every key as it comes and does not wait long. */
      readonly manner: 'number' | 'first-number' | 'menu'
    }
  | { readonly do: 'look-up'; readonly roomNumber: string }
  | {
      readonly do: 'check'
      readonly roomNumber: string
      readonly pin: string
      /** It has waited for its place. */
      readonly queued?: boolean
    }
  | { readonly do: 'say'; readonly prompts: readonly Prompt[] }
  /** `quiet`: back from the menu, so that nobody hears it. */
  | { readonly do: 'join'; readonly muted: boolean; readonly quiet: boolean }
  /** Play on and come again. */
  | { readonly do: 'wait' }
  | { readonly do: 'pause'; readonly seconds: number }
  | { readonly do: 'dial-human' }
  /** Staff hear that somebody asks for help. */
  | { readonly do: 'ask-for-help' }
  /** It is noted for them, with a number to call back once there is one. */
  | {
      readonly do: 'request-help'
      readonly stage: HelpStage
      readonly number: string | undefined
    }
  /** What a host decided about the others. */
  | { readonly do: 'act'; readonly action: MenuAction }
  | { readonly do: 'practise'; readonly then: 'echo' }
  | { readonly do: 'hang-up' }

export type Moved = readonly [State, ...Effect[]]
export type At<S extends State['at']> = Extract<State, { at: S }>
export type Is<E extends Event['is']> = Extract<Event, { is: E }>
type Table = {
  readonly [S in State['at']]: {
    readonly [E in Event['is']]?: (state: At<S>, event: Is<E>, means: Means) => Moved
  }
}

const hangUp: () => Moved = () => [{ at: 'ended' }]

/** Every move there is. A pair that is missing here changes nothing. */
const moves: Table = {
  'asking-room-number': {
    keys: readRoomNumber,
    silence: askAgain,
    admitted: letIn,
    full: stopAtTheDoor,
    'hung-up': hangUp,
  },
  'looking-up': { 'looked-up': lookedUp, 'hung-up': hangUp },
  'asking-pin': { keys: readPin, silence: askAgain, 'hung-up': hangUp },
  checking: {
    queued: waitOneMoment,
    refused: tryAgain,
    admitted: letIn,
    'to-wait': toWait,
    full: stopAtTheDoor,
    closed: stopAtTheDoor,
    banned: stopAtTheDoor,
    'hung-up': hangUp,
  },
  queueing: { 'your-turn': lookAgain, 'hung-up': hangUp },
  'with-human': { 'human-gone': backFromHuman, left: sendAway, 'hung-up': hangUp },
  'leaving-number': {
    keys: takeCallbackKeys,
    silence: callbackSilence,
    left: sendAway,
    'hung-up': hangUp,
  },
  waiting: {
    turn: takeTurn,
    full: stopAtTheDoor,
    closed: stopAtTheDoor,
    banned: stopAtTheDoor,
    'hung-up': hangUp,
  },
  joining: { here: arrive, left: leave, full: stopAtTheDoor, 'hung-up': hangUp },
  'in-meeting': { left: leave, 'hung-up': hangUp },
  'in-menu': { 'in-menu': pressInMenu, left: leave, 'hung-up': hangUp },
  staying: { stays: stayOrGo, left: leave, 'hung-up': hangUp },
  practising: { practised: practise, 'hung-up': hangUp },
  ended: {},
}

/** Whoever may not call now hears why, and what to do; nothing else is said to them. */
export function turnedAwayAtOnce(because: 'paused' | 'blocked'): Moved {
  return goodbye(because === 'paused' ? 'no-new-calls' : 'blocked')
}

/** The first state, and what a caller hears first; `own` when they dialled the number of one room. */
export function begin(own?: OwnNumber): Moved {
  const patience: Patience = { tries: 0, silences: 0, asks: 1, helps: 0 }
  if (own !== undefined) return beginAtPin(own, patience)
  const state: Question = { at: 'asking-room-number', typed: '', patience }
  return [state, ask(state, { name: 'greeting' }, question(state, 'plain'))]
}

/** Where the call goes on this event, and what is to be done. */
export function step(state: State, event: Event, means: Means): Moved {
  type Move = (state: State, event: Event, means: Means) => Moved
  const move = moves[state.at][event.is] as Move | undefined
  return move === undefined ? [state] : move(state, event, means)
}

export { asksMax, keysWanted, silencesMax, triesMax } from './way-in.ts'
export { returnsMax } from './in-meeting.ts'
