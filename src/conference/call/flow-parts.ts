import type { Effect, Moved } from './callflow.ts'
import type { OwnNumber } from './own-number.ts'
import type { Prompt, PromptName } from './prompts.ts'
import type { Locale, Role } from '../room/room.ts'

/** What the stages of the call flow share. */

/** What has been used up of this call's patience. */
export type Patience = {
  /** Room-and-PIN pairs that were checked and did not fit. */
  readonly tries: number
  readonly silences: number
  readonly asks: number
  readonly helps: number
  /** A number of the room's own was dialled: only the PIN is asked for. */
  readonly ownNumber?: OwnNumber['pin']
}

/** `typed` holds the digits of a number that is not complete yet. */
export type Asking = { readonly typed: string; readonly patience: Patience }

/** How somebody is in the meeting; kept over the menu and over a cut line. */
export type Inside = {
  readonly role: Role
  readonly locale: Locale
  readonly muted: boolean
  readonly hand: boolean
  /** How often the call has come back into the meeting. */
  readonly returns: number
  /** When they are asked whether they stay, ms since 1970. */
  readonly until: number
}

/** What there is for somebody who needs a human. */
export type Means = {
  readonly human:
    | { readonly is: 'dialled' }
    /** This carrier does not call out: the number is said, and staff hear of it. */
    | { readonly is: 'told'; readonly number: string }
    | { readonly is: 'nobody' }
}

/** Without a help number. */
export const withoutHuman: Means = { human: { is: 'nobody' } }

export function say(...prompts: readonly Prompt[]): Effect {
  return { do: 'say', prompts }
}

/** The last words; never a bare goodbye. */
export function goodbye(name: PromptName, values?: Prompt['values']): Moved {
  const prompt: Prompt = values === undefined ? { name } : { name, values }
  return [{ at: 'ended' }, say(prompt), { do: 'hang-up' }]
}
