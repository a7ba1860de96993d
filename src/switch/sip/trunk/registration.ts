import type { Target } from './locate.ts'

/** How long we ask to be registered for; the registrar may say less. */
export const expiresUsualSeconds = 600
/** A registrar that wants more than a day between refreshes is mistaken. */
export const expiresMaxSeconds = 24 * 60 * 60
const expiresMinSeconds = 10
/** When a registration is refreshed, as a share of its time. */
const refreshShare = 0.8
/** Pauses after failed rounds: 5 s, 10 s, 20 s … 5 min. */
const pauseMinMs = 5_000
const pauseMaxMs = 5 * 60_000
/** How much of a pause is left to chance, so that not everybody comes back in the same second. */
const pauseJitterShare = 0.2

/** Why a line is not registered. `status` is the registrar's, `code` the system's or the certificate's. */
export type Trouble = {
  readonly why:
    | 'name' // the provider's name leads nowhere
    | 'unreachable' // no connection
    | 'certificate' // a connection, but to whom?
    | 'no-answer'
    | 'refused' // a final answer that is no 2xx
    | 'password' // challenged again although we had answered
    | 'no-digest'
    | 'other-realm'
    | 'weaker-digest'
  readonly status?: number
  readonly code?: string
  /** The provider asks to be left alone for so long. */
  readonly retryAfterSeconds?: number
}

/**
 * The registration of one trunk.
 *
 *                          found                 accepted
 *   ┌─▶ locating ─────────────────────▶ asking ───────────▶ registered
 *   │      │ ▲                          │ ▲ │                 │
 *   │      │ └── a refresh that failed ─┘ │ └ failed: the     │ wake (80 % of its time)
 *   │      │ not found                    │   next machine    │ lost (connection, keep-alive)
 *   │      ▼                              └───────────────────┘
 *   └── waiting ◀── failed: the last machine, or a no that all would say
 *     wake (5 s … 5 min)
 *
 * locating    names are looked up, each round anew.
 * asking      one machine after the other; `refreshing` while the last registration may still stand.
 * registered  calls can come.
 * waiting     the round failed; `failures` rounds one after the other make the pause longer.
 */
export type Registration =
  | { readonly at: 'locating'; readonly failures: number; readonly trouble?: Trouble }
  | {
      readonly at: 'asking'
      /** The machine that is asked, and those after it. */
      readonly targets: readonly [Target, ...(readonly Target[])]
      readonly expiresSeconds: number
      readonly refreshing: boolean
      readonly failures: number
      readonly trouble?: Trouble
    }
  | { readonly at: 'registered'; readonly target: Target; readonly expiresSeconds: number }
  | { readonly at: 'waiting'; readonly failures: number; readonly trouble: Trouble }

export type RegistrationEvent =
  | { readonly is: 'found'; readonly targets: readonly Target[] }
  | { readonly is: 'not-found'; readonly trouble: Trouble }
  | { readonly is: 'accepted'; readonly expiresSeconds: number }
  | { readonly is: 'too-brief'; readonly minSeconds: number }
  | { readonly is: 'failed'; readonly trouble: Trouble }
  | { readonly is: 'wake' }
  | { readonly is: 'lost' }

export type RegistrationEffect =
  | { readonly do: 'locate' }
  | { readonly do: 'ask'; readonly target: Target; readonly expiresSeconds: number }
  /** Instead of any wake before. */
  | { readonly do: 'wake-after'; readonly ms: number }

type At = Registration['at']
type Is = RegistrationEvent['is']
type StateAt<A extends At> = Extract<Registration, { readonly at: A }>
type Event<I extends Is> = Extract<RegistrationEvent, { readonly is: I }>
type Step = readonly [Registration, ...(readonly RegistrationEffect[])]
type Table = {
  readonly [A in At]: {
    readonly [I in Is]?: (state: StateAt<A>, event: Event<I>, random: () => number) => Step
  }
}

export const begin: Step = [{ at: 'locating', failures: 0 }, { do: 'locate' }]

/** Every move there is. A pair that is missing here changes nothing. */
const moves: Table = {
  locating: {
    found: ({ failures, trouble }, { targets: [first, ...others] }, random) =>
      first === undefined
        ? wait(failures, { why: 'name' }, random)
        : ask({
            ...{ at: 'asking', targets: [first, ...others], failures, refreshing: false },
            ...{ expiresSeconds: expiresUsualSeconds, ...(trouble && { trouble }) },
          }),
    'not-found': ({ failures }, { trouble }, random) => wait(failures, trouble, random),
  },
  asking: {
    accepted: ({ targets: [target] }, { expiresSeconds }) => registered(target, expiresSeconds),
    'too-brief': (state, { minSeconds }, random) =>
      minSeconds > state.expiresSeconds && minSeconds <= expiresMaxSeconds
        ? ask({ ...state, expiresSeconds: minSeconds })
        : wait(state.failures, { why: 'refused', status: 423 }, random),
    failed(state, { trouble }, random) {
      const [, next, ...others] = state.targets
      if (state.refreshing) return [{ at: 'locating', failures: 0, trouble }, { do: 'locate' }]
      if (next === undefined || saysForAll(trouble)) return wait(state.failures, trouble, random)
      return ask({ ...state, targets: [next, ...others], trouble })
    },
  },
  registered: { wake: refresh, lost: refresh },
  waiting: {
    wake: ({ failures, trouble }) => [{ at: 'locating', failures, trouble }, { do: 'locate' }],
  },
}

/** What follows from an event; `random` is from 0 to below 1. */
export function step(state: Registration, event: RegistrationEvent, random: () => number): Step {
  const inState: { readonly [I in Is]?: unknown } = moves[state.at]
  const move = inState[event.is] as
    ((state: Registration, event: RegistrationEvent, random: () => number) => Step) | undefined
  return move?.(state, event, random) ?? [state]
}

function ask(state: StateAt<'asking'>): Step {
  const { targets, expiresSeconds } = state
  return [state, { do: 'ask', target: targets[0], expiresSeconds }]
}

function registered(target: Target, grantedSeconds: number): Step {
  const expiresSeconds = Math.min(expiresMaxSeconds, Math.max(expiresMinSeconds, grantedSeconds))
  const ms = expiresSeconds * refreshShare * 1000
  return [
    { at: 'registered', target, expiresSeconds },
    { do: 'wake-after', ms },
  ]
}

function refresh({ target, expiresSeconds }: StateAt<'registered'>): Step {
  const asked = Math.max(expiresSeconds, expiresUsualSeconds)
  return ask({
    ...{ at: 'asking', targets: [target], expiresSeconds: asked },
    ...{ refreshing: true, failures: 0 },
  })
}

function wait(failures: number, trouble: Trouble, random: () => number): Step {
  const pauseMs = Math.min(pauseMaxMs, pauseMinMs * 2 ** Math.min(failures, 16))
  const askedMs = Math.min(pauseMaxMs, (trouble.retryAfterSeconds ?? 0) * 1000)
  const jittered = Math.max(pauseMs, askedMs) * (1 - pauseJitterShare * random())
  const ms = Math.round(Math.max(pauseMinMs, jittered))
  return [
    { at: 'waiting', failures: failures + 1, trouble },
    { do: 'wake-after', ms },
  ]
}

/** A no that the provider's other machines would say as well; asking them only counts against our password. */
function saysForAll({ why, status = 0 }: Trouble): boolean {
  if (why === 'refused') return (status < 500 && status !== 408) || status >= 600
  return ['password', 'no-digest', 'other-realm', 'weaker-digest'].includes(why)
}
