import type { Prompt, PromptName } from './prompts.ts'

/*
 * The practice line: whoever calls it tries the keys and their own voice as often as they like, and
 * nobody listens. It has a room number and no PIN, and it belongs to no meeting.
 */

/** The usual number where everything may be tried: a pattern that no room is ever given (`isTrivial`). */
export const practiceNumberUsual = '123456'

/** Questions of one call; nobody plays with the keys for hours. */
export const practiceAsksMax = 60
/** Silences in a row at the last question. */
const silencesMax = 2
/** How late callers hear themselves, and how long. */
export const practiceEcho = { delaySeconds: 2, secondsMax: 60 } as const

/**
 * Where somebody is on the practice line.
 *
 *   pressing-keys ──silence──▶ switching ──silence──▶ hearing-oneself ──`*`, time──▶ once-more
 *     ▲  │  ▲                   │  ▲                                                  │    │
 *     │  └──┘                   └──┘                                      any key     │    │ silence twice
 *     └──────────────────────────────────────────────────────────────────────────────┘    ▼
 *                                                                    any ──hung up──▶ ended
 *
 *   pressing-keys    Every key that is pressed is said back.
 *   switching        `*6` is explained and tried; other keys are said back.
 *   hearing-oneself  The carrier plays the caller to themselves, late. Left out where it cannot.
 *   once-more        From the beginning, or hang up.
 *   ended            The goodbye is on its way, or the call is over.
 */
export type Practice = {
  readonly at: 'pressing-keys' | 'switching' | 'hearing-oneself' | 'once-more' | 'ended'
  readonly muted: boolean
  readonly silences: number
  readonly asks: number
}

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
    | { readonly do: 'echo'; readonly muted: boolean }
    | { readonly do: 'hang-up' }
}

/** Whether the carrier can play callers to themselves; only our own switch does. */
export type PracticeMeans = { readonly echo: boolean }

/** The caller has entered the practice number. */
export function beginPractice(): PracticeMoved {
  const state: Practice = { at: 'pressing-keys', muted: false, silences: 0, asks: 0 }
  return ask(state, { name: 'practice-welcome' }, { name: 'practice-keys' })
}

/** Where the caller goes on this event. An event that cannot be in this state counts as silence. */
export function practice(
  state: Practice,
  event: PracticeEvent,
  means: PracticeMeans,
): PracticeMoved {
  if (event.is === 'hung-up') return end(state)
  const keys = event.is === 'keys' ? event.keys : ''
  return steps[state.at](keys === '' ? state : { ...state, silences: 0 }, keys, means)
}

type Step = (state: Practice, keys: string, means: PracticeMeans) => PracticeMoved

const steps: Readonly<Record<Practice['at'], Step>> = {
  'pressing-keys': pressKeys,
  switching: switchOver,
  'hearing-oneself': (state) => onceMore(state),
  'once-more': decide,
  ended: (state) => end(state),
}

function pressKeys(state: Practice, keys: string): PracticeMoved {
  if (keys === '') return ask({ ...state, at: 'switching' }, { name: 'practice-microphone' })
  return ask(state, ...saidBack(keys), { name: 'practice-more-keys' })
}

function switchOver(state: Practice, keys: string, { echo }: PracticeMeans): PracticeMoved {
  if (keys.startsWith('*6')) {
    const muted = !state.muted
    const name = muted ? 'practice-microphone-is-off' : 'practice-microphone-is-on'
    return ask({ ...state, muted }, { name })
  }
  if (keys !== '') return ask(state, ...saidBack(keys), { name: 'practice-microphone' })
  if (!echo) return onceMore(state, { name: 'practice-without-echo' })
  return {
    state: { ...state, at: 'hearing-oneself' },
    prompts: [{ name: state.muted ? 'practice-echo-muted' : 'practice-echo' }],
    then: { do: 'echo', muted: state.muted },
  }
}

function decide(state: Practice, keys: string): PracticeMoved {
  if (keys !== '') {
    return ask({ ...state, at: 'pressing-keys', muted: false }, { name: 'practice-keys' })
  }
  const silences = state.silences + 1
  if (silences >= silencesMax) return end(state, { name: 'practice-goodbye' })
  return onceMore({ ...state, silences })
}

function onceMore(state: Practice, ...before: Prompt[]): PracticeMoved {
  return ask({ ...state, at: 'once-more' }, ...before, { name: 'practice-again' })
}

/** Each key by its name, one after the other. */
function saidBack(keys: string): readonly Prompt[] {
  return [{ name: 'practice-you-pressed' }, ...Array.from(keys, keyPrompt)]
}

function keyPrompt(key: string): Prompt {
  const name = namedKeys[key]
  return name === undefined ? { name: 'said-digit', values: { count: Number(key) } } : { name }
}

const namedKeys: Readonly<Record<string, PromptName>> = { '*': 'said-star', '#': 'said-hash' }

/** One key at a time, so that it is said at once; two for `*6`. */
function ask(state: Practice, ...prompts: Prompt[]): PracticeMoved {
  const asks = state.asks + 1
  if (asks > practiceAsksMax) return end(state, { name: 'practice-goodbye' })
  const keys = state.at === 'switching' ? 2 : 1
  return { state: { ...state, asks }, prompts, then: { do: 'ask', keys } }
}

function end(state: Practice, ...prompts: Prompt[]): PracticeMoved {
  return { state: { ...state, at: 'ended' }, prompts, then: { do: 'hang-up' } }
}
