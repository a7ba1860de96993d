import type { At, Is, Moved, Question } from './callflow.ts'
import type { Inside, Means } from './flow-parts.ts'
import type { HelpStage } from '../staff/help-request.ts'
import { join } from './in-meeting.ts'
import { inThrees, lengths } from '../room/numbers.ts'
import type { Prompt, PromptName } from './prompts.ts'
import { asked, question } from './way-in.ts'

/*
 * Nobody can be connected with this caller: their request goes to staff, and they may leave a number to be called back.
 * Silence and `#` go on without one; the call is then where it was before.
 */

/** Shorter ones are nobody's, longer ones do not exist (ITU-T E.164). */
export const callbackDigits = { min: 6, max: 15 } as const
/** Questions for the number; nobody plays with the keys for hours. */
export const callbackAsksMax = 5

/**
 * Where somebody is who may leave a number.
 *
 *   0 ──▶ asking ── 6 to 15 digits ──▶ repeating ── 1 ──▶ back, with a number
 *          ▲  │ ▲                        │  │  ▲ │
 *          └──┘ └─────────── 2 ──────────┘  │  └─┘ silence, another key: once more
 *    * or too short                         │
 *             │ silence, #                  │ and again
 *             └─────────────────────────────┴──▶ back, without
 */
export type Callback =
  | { readonly at: 'asking'; readonly asks: number }
  | {
      readonly at: 'repeating'
      readonly number: string
      readonly asks: number
      readonly again: boolean
    }

type Leaving = At<'leaving-number'>
type Then = Question | Inside

/** The request itself is noted at once: somebody who hangs up now still asked for help. */
export function offerCallback(then: Then, before: readonly Prompt[], { human }: Means): Moved {
  const instead: Prompt =
    human.is === 'told'
      ? { name: 'help-number-is', values: { helpNumber: human.number } }
      : { name: 'help-from-inviter' }
  const prompts = [...before, instead, ...say('callback-offer', 'callback-number')]
  const [state, ...effects] = askNumber(then, 1, prompts)
  const request = { do: 'request-help', stage: stageOf(then), number: undefined } as const
  return [state, { do: 'ask-for-help' }, request, ...effects]
}

export function takeCallbackKeys(state: Leaving, { keys }: Is<'keys'>): Moved {
  const { callback, then } = state
  if (callback.at === 'repeating') return confirm(then, callback, keys[0])
  const typed = keys.slice(keys.lastIndexOf('*') + 1)
  const number = typed.replace(/\D/g, '')
  if (number === '' && !keys.includes('*')) return without(then, callback)
  if (number.length < callbackDigits.min || mayHoldPin(number)) return askAgain(then, callback)
  return readBack(then, { at: 'repeating', number, asks: callback.asks, again: false })
}

export function callbackSilence({ callback, then }: Leaving): Moved {
  return callback.at === 'repeating' ? confirm(then, callback, undefined) : without(then, callback)
}

/** Somebody who was asked for a PIN a moment ago may have keyed it here, with the room or without: it is not said back. */
function mayHoldPin(number: string): boolean {
  const pins = [lengths.pin, lengths.confidentialPin]
  const lengthsOfBoth = [...pins, ...pins.map((pin) => lengths.roomNumber + pin)]
  return lengthsOfBoth.includes(number.length) && !number.startsWith('0')
}

type Repeating = Extract<Callback, { at: 'repeating' }>

/** Nobody is called back under a number they did not confirm. */
function confirm(then: Then, callback: Repeating, key: string | undefined): Moved {
  if (key === '1') return noted(then, callback)
  if (key === '2') return askAgain(then, callback)
  return callback.again ? without(then, callback) : readBack(then, { ...callback, again: true })
}

function askAgain(then: Then, callback: Callback): Moved {
  return callback.asks >= callbackAsksMax
    ? without(then, callback)
    : askNumber(then, callback.asks + 1, say('callback-number-again'))
}

function askNumber(then: Then, asks: number, prompts: readonly Prompt[]): Moved {
  return [
    { at: 'leaving-number', then, callback: { at: 'asking', asks } },
    { do: 'ask', prompts, keys: callbackDigits.max, manner: 'number' },
  ]
}

function readBack(then: Then, callback: Repeating): Moved {
  const was = { callbackNumber: inThrees(callback.number) }
  const prompts: Prompt[] = [
    { name: 'callback-number-was', values: was },
    { name: 'callback-right' },
  ]
  return [
    { at: 'leaving-number', then, callback },
    { do: 'ask', prompts, keys: 1, manner: 'menu' },
  ]
}

function noted(then: Then, callback: Repeating): Moved {
  const [state, ...effects] = goOn(then, callback, 'callback-noted')
  const { number } = callback
  return [state, { do: 'request-help', stage: stageOf(then), number }, ...effects]
}

function without(then: Then, callback: Callback): Moved {
  return goOn(then, callback, 'callback-without')
}

/** Back to where the call was: the same question, or the meeting. */
function goOn(then: Then, { asks }: Callback, said: PromptName): Moved {
  if ('role' in then) return join(then, say(said, 'back-in'), { quiet: true })
  const { patience } = then
  const next = { ...then, patience: { ...patience, asks: patience.asks + asks } }
  return asked(next, { name: said }, question(next, 'patiently'))
}

function stageOf(then: Then): HelpStage {
  if ('role' in then) return 'meeting'
  return then.at === 'asking-pin' ? 'pin' : 'room-number'
}

function say(...names: readonly PromptName[]): Prompt[] {
  return names.map((name) => ({ name }))
}
