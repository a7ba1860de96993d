import { offerCallback } from './callback.ts'
import type { At, Effect, Is, Moved, Question } from './callflow.ts'
import { goodbye, say, type Means, type Patience } from './flow-parts.ts'
import { join } from './in-meeting.ts'
import { readKeys, type Typed } from './keypad.ts'
import { lengths, pinLength } from '../room/numbers.ts'
import type { OwnNumber } from './own-number.ts'
import { beginPractice, practice, type PracticeMoved } from './practice.ts'
import type { Prompt, PromptName } from './prompts.ts'

/* From the first question to the PIN: the moves of the states that ask for numbers. */

/** Checked room-and-PIN pairs per call; the last failure ends it with help (TRUST §1.3). */
export const triesMax = 5
/** Questions in a row that met nothing but silence, ten seconds and more each. */
export const silencesMax = 5
/** Questions per call, whatever the answers were: nobody plays with the keys for hours. */
export const asksMax = 60

/** How many keys end the input by themselves. Once help was offered, the first key counts at once. */
export function keysWanted(state: Question): number {
  if (state.typed === '' && offersHelp(state.patience)) return 1
  return lengthAsked(state) - state.typed.length
}

export function readRoomNumber(
  state: At<'asking-room-number'>,
  { keys }: Is<'keys'>,
  means: Means,
): Moved {
  const typed = readKeys(state.typed, keys, lengths.roomNumber)
  if (typed.is !== 'complete') return askOn(state, keys, typed, means)
  const { number: roomNumber, rest } = typed
  const patience = { ...state.patience, silences: 0 }
  return [
    { at: 'looking-up', roomNumber, ahead: /\d/.test(rest) ? rest : '', patience },
    { do: 'look-up', roomNumber },
  ]
}

/** The number of one room was dialled: the PIN is all that is missing. */
export function beginAtPin({ roomNumber, pin }: OwnNumber, patience: Patience): Moved {
  const state: At<'asking-pin'> = {
    at: 'asking-pin',
    roomNumber,
    optional: pin === 'optional',
    typed: '',
    patience: { ...patience, ownNumber: pin },
  }
  return [state, ask(state, { name: 'greeting' }, firstForPin(state))]
}

/** Nobody has entered anything yet that one could say thank you for. */
function firstForPin(state: At<'asking-pin'>): Prompt {
  return state.optional ? { name: 'ask-pin-if-any' } : question(state, 'patiently')
}

/** Asks for the PIN, whether the room exists or not (S-31); what was typed ahead counts. */
export function lookedUp(
  { roomNumber, ahead, patience }: At<'looking-up'>,
  { pin }: Is<'looked-up'>,
  means: Means,
): Moved {
  if (pin === 'practice') return practising(beginPractice())
  const next: At<'asking-pin'> = {
    at: 'asking-pin',
    roomNumber,
    optional: pin === 'optional',
    typed: '',
    // Another question is explained anew.
    patience: { ...patience, helps: 0 },
  }
  if (ahead !== '') return readPin(next, { is: 'keys', keys: ahead }, means)
  if (next.optional) return asked(next, { name: 'ask-pin-if-any' })
  return asked(next, question(next, manner(patience)))
}

export function readPin(state: At<'asking-pin'>, { keys }: Is<'keys'>, means: Means): Moved {
  const typed = readKeys(state.typed, keys, lengthAsked(state))
  if (typed.is !== 'complete') return askOn(state, keys, typed, means)
  return check(state, typed.number)
}

function check({ roomNumber, patience }: At<'asking-pin'>, pin: string): Moved {
  return [
    { at: 'checking', roomNumber, pin, patience: { ...patience, silences: 0 } },
    { do: 'check', roomNumber, pin },
  ]
}

/** Very many try numbers: this entry is looked at when its place in the queue is reached. */
export function waitOneMoment(state: At<'checking'>, { seconds }: Is<'queued'>): Moved {
  return [{ ...state, at: 'queueing' }, say({ name: 'one-moment' }), { do: 'pause', seconds }]
}

export function lookAgain({ roomNumber, pin, patience }: At<'queueing'>): Moved {
  return [
    { at: 'checking', roomNumber, pin, patience },
    { do: 'check', roomNumber, pin, queued: true },
  ]
}

/** The number is not complete: wait for the rest, or ask again. None of this is a failed try. */
function askOn(
  state: Question,
  keys: string,
  typed: Exclude<Typed, { is: 'complete' }>,
  means: Means,
): Moved {
  const fresh = { ...state, typed: '', patience: { ...state.patience, silences: 0 } }
  if (typed.is === 'help') return helped(fresh, means)
  const untouched = typed.number === '' && !typed.again
  if (untouched) return asked({ ...state, typed: '' }, question(state, manner(state.patience)))
  const moreIsComing = typed.number !== '' && keys.length >= keysWanted(state)
  return moreIsComing
    ? asked({ ...fresh, typed: typed.number })
    : asked(fresh, question(fresh, 'again'))
}

/** The first `0` explains; after two failures, or the second time, it leads to a human, now or by a call back. */
function helped(state: Question, means: Means): Moved {
  const { patience } = state
  const next = { ...state, patience: { ...patience, helps: patience.helps + 1 } }
  if (patience.helps === 0 && patience.tries < 2)
    return asked(next, { name: questions[state.at].help }, question(next, 'patiently'))
  return means.human.is === 'dialled' ? toHuman(next) : offerCallback(next, [], means)
}

export function toHuman(then: At<'with-human'>['then']): Moved {
  return [
    { at: 'with-human', then },
    { do: 'ask-for-help' },
    say({ name: 'connecting-help' }),
    { do: 'dial-human' },
  ]
}

/** The human hung up, or nobody answered. */
export function backFromHuman({ then }: At<'with-human'>, { talked }: Is<'human-gone'>): Moved {
  const name: PromptName = talked ? 'help-over' : 'help-not-there'
  if (then === 'goodbye') return goodbye('goodbye-after-tries')
  if ('role' in then) return join(then, [{ name: 'back-in' }], { quiet: true })
  return asked(then, { name }, question(then, 'patiently'))
}

export function askAgain(state: Question, _: Is<'silence'>, means: Means): Moved {
  if (state.at === 'asking-pin' && state.optional && state.typed === '') return check(state, '')
  const silences = state.patience.silences + 1
  if (silences >= silencesMax) return giveUp('goodbye-after-silence', means)
  const next = { ...state, typed: '', patience: { ...state.patience, silences } }
  return asked(next, question(next, state.typed === '' ? manner(next.patience) : 'again'))
}

/**
 * Wrong room, wrong PIN, archived: the same words and the same way back for all of them (S-31). The room
 * number is read back, the PIN never.
 */
export function tryAgain(
  { roomNumber, patience }: At<'checking'>,
  { pinChanged }: Is<'refused'>,
  means: Means,
): Moved {
  const tries = patience.tries + 1
  if (tries >= triesMax) return giveUp('goodbye-after-tries', means)
  const why: Prompt = { name: pinChanged === true ? 'pin-changed' : 'not-found' }
  if (patience.ownNumber !== undefined) {
    const own = { optional: patience.ownNumber === 'optional', patience: { ...patience, tries } }
    const again: At<'asking-pin'> = { at: 'asking-pin', roomNumber, typed: '', ...own }
    return asked(again, why, question(again, manner(again.patience)))
  }
  const next: Question = {
    at: 'asking-room-number',
    typed: '',
    patience: { ...patience, tries },
  }
  const readBack: Prompt = { name: 'room-number-was', values: { roomNumber } }
  return asked(next, why, readBack, question(next, manner(next.patience)))
}

/** A human where there is one, else how to get help. */
function giveUp(name: PromptName, { human }: Means): Moved {
  if (human.is === 'dialled') return toHuman('goodbye')
  if (human.is === 'nobody') return goodbye(name)
  const [state, ...effects] = goodbye('goodbye-with-help-number', { helpNumber: human.number })
  return [state, { do: 'ask-for-help' }, ...effects]
}

export function practise(
  { practice: state }: At<'practising'>,
  { event, echo }: Is<'practised'>,
): Moved {
  return practising(practice(state, event, { echo }))
}

function practising({ state, prompts, then }: PracticeMoved): Moved {
  const next: At<'practising'> = { at: 'practising', practice: state }
  if (then.do === 'ask') return [next, { do: 'ask', prompts, keys: then.keys, manner: 'number' }]
  if (then.do === 'echo') return [next, say(...prompts), { do: 'practise', then: 'echo' }]
  return [{ at: 'ended' }, say(...prompts), { do: 'hang-up' }]
}

export function asked(state: Question, ...prompts: Prompt[]): Moved {
  const asks = state.patience.asks + 1
  if (asks > asksMax) return goodbye('goodbye-after-silence')
  return [{ ...state, patience: { ...state.patience, asks } }, ask(state, ...prompts)]
}

/** At the very first question nothing can be late, so `*` may answer at once instead of `#`. */
export function ask(state: Question, ...prompts: Prompt[]): Effect {
  const first = state.at === 'asking-room-number' && state.patience.tries === 0
  return {
    do: 'ask',
    prompts,
    keys: keysWanted(state),
    manner: first ? 'first-number' : 'number',
  }
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

export function question(state: Question, how: Manner): Prompt {
  return { name: questions[state.at][how], values: { digits: lengthAsked(state) } }
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
