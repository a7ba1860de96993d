import type { Guarded } from './breaker.ts'

/*
 * How the carrier is asked for something until it is so.
 *
 *   answered                          ──▶ done
 *   404, or a call that is over       ──▶ gone: nothing is left to be done
 *   429, or nobody was reached        ──▶ a little later again: it was never processed (Twilio, error 20429)
 *   5xx, timeout, connection lost     ──▶ nobody knows: look whether it is so, and only then again
 *   anything else                     ──▶ thrown, unless it is so already
 */

export type Outcome = 'done' | 'gone'

export type Wish = {
  ask(): Promise<unknown>
  /**
   * What to do when nobody knows whether it happened: look, ask again because that does no harm, or give up
   * because twice would be wrong.
   */
  readonly ifUnknown: 'ask-again' | 'give-up' | (() => Promise<boolean>)
}

/** Time as a test may want it. */
export type Patience = {
  /** Longer than a carrier needs, shorter than anybody waits (S-54). */
  readonly timeoutMs: number
  readonly wait: (ms: number) => Promise<void>
  /** From 0 up to but not including 1. */
  readonly random: () => number
  /** Every question goes through it; it may refuse to ask in vain. */
  readonly guard: Guarded
}

export const usualPatience: Patience = {
  timeoutMs: 5000,
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  random: Math.random,
  guard: (ask) => ask(),
}

/** How often something is asked for. */
export const triesMax = 4
/** The wait before the second try; it doubles, and a random part of it is left out. */
const firstWaitMs = 250

/**
 * Asks until it is so.
 * @throws the carrier's last error: refused, or the tries are used up, or the outcome stays unknown
 */
export async function insist(wish: Wish, patience: Patience): Promise<Outcome> {
  const { wait, random, guard } = patience
  for (let tries = 1; ; tries++) {
    try {
      await guard(() => wish.ask())
      return 'done'
    } catch (error) {
      const failure = failureOf(error)
      if (failure === 'gone') return 'gone'
      const seen = failure === 'later' ? 'not-so' : await look(wish, failure, guard)
      if (seen === 'done' || seen === 'gone') return seen
      if (failure === 'refused' || seen === 'unknown' || tries === triesMax) throw error
    }
    await wait(firstWaitMs * 2 ** (tries - 1) * (0.5 + random() / 2))
  }
}

/** Whether it is so already, after an answer that leaves it open. */
async function look(
  { ifUnknown }: Wish,
  failure: 'unknown' | 'refused',
  guard: Guarded,
): Promise<Outcome | 'not-so' | 'unknown'> {
  if (ifUnknown === 'give-up') return 'unknown'
  if (ifUnknown === 'ask-again') return failure === 'refused' ? 'unknown' : 'not-so'
  try {
    return (await guard(ifUnknown)) ? 'done' : 'not-so'
  } catch (error) {
    return failureOf(error) === 'gone' ? 'gone' : 'not-so'
  }
}

type Failure = 'gone' | 'later' | 'unknown' | 'refused'

/** Twilio's codes: not found; the call is not in the state for it, because it is over. */
const goneCodes: readonly unknown[] = [20404, 21220]
/** Node's: the request never left this machine. */
const notReachedCodes: readonly unknown[] = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']

/** What an error of the carrier's client means: its own have a `status`, those of the wire do not. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return 'refused'
  const code = 'code' in error ? error.code : undefined
  const status = 'status' in error && typeof error.status === 'number' ? error.status : undefined
  if (status === 404 || goneCodes.includes(code)) return 'gone'
  if (status === 429 || notReachedCodes.includes(code)) return 'later'
  if (status === undefined) return typeof code === 'string' ? 'unknown' : 'refused'
  return status >= 500 ? 'unknown' : 'refused'
}

/** Whether nobody was there, rather than somebody who says no or is busy. */
export function isAway(error: unknown): boolean {
  const failure = failureOf(error)
  return failure === 'unknown' || (failure === 'later' && !(error as Error & Status).status)
}
type Status = { readonly status?: number }

/** Does one thing after the other for each name; what is asked for later never overtakes. */
export function inOrder(): <T>(name: string, work: () => Promise<T>) => Promise<T> {
  const last = new Map<string, Promise<unknown>>()
  return async (name, work) => {
    const before = last.get(name) ?? Promise.resolve()
    const mine = before.then(work, work)
    last.set(name, mine)
    try {
      return await mine
    } finally {
      if (last.get(name) === mine) last.delete(name)
    }
  }
}
