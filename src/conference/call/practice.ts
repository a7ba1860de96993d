import { microphoneIs } from './menu.ts'
import type { Prompt } from './prompts.ts'

/*
 * The practice line: whoever calls it tries the keys and their own voice, and nobody listens. It has a room number and no PIN, and it belongs to no meeting.
 */

/** The usual number where everything may be tried: a pattern that no room is ever given (`isTrivial`). */
export const practiceNumberUsual = '123456'

/** Keys said back before it goes on by itself: as many as a room number has. */
const keysPractisedMax = 6
/** Questions about `*6`, so that nobody is kept there. */
const switchingsMax = 4
/** How late callers hear themselves, and how long. */
export const practiceEcho = { delaySeconds: 2, secondsMax: 60 } as const

/**
 * Where somebody is on the practice line.
 *
 *   pressing-keys ──silence, enough──▶ switching ──`*6` twice, silence──▶ hearing-oneself ──`*`, time──▶ ended
 *     │  ▲                              │  ▲
 *     └──┘ a key: said back             └──┘ other keys: said back
 *
 *   pressing-keys    Every key is said back.
 *   switching        `*6` is explained and tried: off, and on again.
 *   hearing-oneself  The carrier plays the caller to themselves, late. Left out where it cannot.
 *   ended            The goodbye is on its way, or the call is over.
 */
export type Practice =
  | { readonly at: 'pressing-keys'; readonly keys: number }
  | { readonly at: 'switching'; readonly muted: boolean; readonly asks: number }
  | { readonly at: 'hearing-oneself' }
  | { readonly at: 'ended' }

export type PracticeEvent =
  | { readonly is: 'keys'; readonly keys: string }
  | { readonly is: 'silence' }
  /** Back from hearing themselves, by `*` or because the time was over. */
  | { readonly is: 'left' }
  | { readonly is: 'hung-up' }

export type PracticeMoved = {
  readonly state: Practice
  readonly prompts: readonly Prompt[]
  /** Afterwards wait for `keys` keys, let the caller hear themselves, or hang up. */
  readonly then:
    | { readonly do: 'ask'; readonly keys: number }
    | { readonly do: 'echo' }
    | { readonly do: 'hang-up' }
}

/** Whether the carrier can play callers to themselves; only our own switch does. */
export type PracticeMeans = { readonly echo: boolean }

/** The caller has entered the practice number. */
export function beginPractice(): PracticeMoved {
  return askForKeys(0, { name: 'practice-welcome' }, { name: 'practice-keys' })
}

/** Where the caller goes on this event. An event that cannot be in this state counts as silence. */
export function practice(
  state: Practice,
  event: PracticeEvent,
  means: PracticeMeans,
): PracticeMoved {
  if (event.is === 'hung-up') return end()
  const keys = event.is === 'keys' ? event.keys : ''
  switch (state.at) {
    case 'pressing-keys':
      return pressKeys(state.keys, keys)
    case 'switching':
      return switchOver(state, keys, means)
    case 'hearing-oneself':
      return end({ name: 'practice-goodbye' })
    case 'ended':
      return end()
  }
}

function pressKeys(before: number, keys: string): PracticeMoved {
  const many = before + keys.length
  if (many === 0) return explainSwitch({ name: 'practice-no-key' })
  if (keys === '') return explainSwitch()
  return many < keysPractisedMax ? askForKeys(many, saidBack(keys)) : explainSwitch(saidBack(keys))
}

function explainSwitch(...before: readonly Prompt[]): PracticeMoved {
  return askForSwitch(false, 1, ...before, { name: 'practice-star-six' })
}

function switchOver(
  { muted, asks }: Extract<Practice, { at: 'switching' }>,
  keys: string,
  means: PracticeMeans,
): PracticeMoved {
  if (keys.startsWith('*6')) {
    const right: Prompt = { name: 'practice-right' }
    if (muted) return hearOneself(means, right, ...microphoneIs(false))
    return askForSwitch(true, asks, right, ...microphoneIs(true))
  }
  if (keys === '' || asks >= switchingsMax)
    return hearOneself(means, ...(muted ? microphoneIs(false) : []))
  const how: Prompt = { name: muted ? 'microphone-how-on' : 'practice-star-six' }
  return askForSwitch(muted, asks + 1, saidBack(keys), how)
}

function hearOneself({ echo }: PracticeMeans, ...before: readonly Prompt[]): PracticeMoved {
  if (!echo) return end(...before, { name: 'practice-without-echo' }, { name: 'practice-goodbye' })
  return {
    state: { at: 'hearing-oneself' },
    prompts: [...before, { name: 'practice-echo' }],
    then: { do: 'echo' },
  }
}

/** Each key by its name, one after the other. */
function saidBack(keys: string): Prompt {
  return { name: 'practice-you-pressed', values: { keys } }
}

/** One key at a time: what is pressed is said at once. */
function askForKeys(keys: number, ...prompts: readonly Prompt[]): PracticeMoved {
  return { state: { at: 'pressing-keys', keys }, prompts, then: { do: 'ask', keys: 1 } }
}

/** `*6` is two keys. */
function askForSwitch(muted: boolean, asks: number, ...prompts: readonly Prompt[]): PracticeMoved {
  return { state: { at: 'switching', muted, asks }, prompts, then: { do: 'ask', keys: 2 } }
}

function end(...prompts: readonly Prompt[]): PracticeMoved {
  return { state: { at: 'ended' }, prompts, then: { do: 'hang-up' } }
}
