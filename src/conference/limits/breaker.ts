/**
 * Whether to ask somebody who may be away. Asking in vain costs whoever waits for the answer, so after some failures in
 * a row nobody is asked for a while; then one asks, and what becomes of that decides for all.
 *
 *             so many failures in a row            time is over
 *   closed ─────────────────────────────▶ open ───────────────────▶ probing
 *     ▲                                    ▲                          │  │
 *     │                                    └── failed: twice as long ─┘  │
 *     └───────────────────────── answered ───────────────────────────────┘
 *
 *   closed   Everybody may ask.
 *   open     Nobody may.
 *   probing  One is asking; the others may not, unless that one never comes back.
 *
 * Times are monotonic milliseconds, so that a clock that jumps opens and closes nothing.
 */
export type Breaker =
  | { readonly is: 'closed'; readonly failures: number }
  | { readonly is: 'open'; readonly until: number; readonly waitMs: number; readonly away: number }
  | {
      readonly is: 'probing'
      readonly since: number
      readonly waitMs: number
      readonly away: number
    }

export type BreakerRules = {
  readonly failuresMax: number
  readonly waitMs: number
  readonly waitMsMax: number
  /** A probe that takes longer is taken for lost. */
  readonly probeMsMax: number
}

export const closed: Breaker = { is: 'closed', failures: 0 }

/** The breaker of somebody who wants to ask now; undefined when nobody may. */
export function beforeAsking(
  breaker: Breaker,
  now: number,
  { probeMsMax }: BreakerRules,
): Breaker | undefined {
  switch (breaker.is) {
    case 'closed':
      return breaker
    case 'open': {
      const { waitMs, away } = breaker
      return now < breaker.until ? undefined : { is: 'probing', since: now, waitMs, away }
    }
    case 'probing':
      return now - breaker.since < probeMsMax ? undefined : { ...breaker, since: now }
  }
}

/** What has become of asking. An answer to a question from before it opened closes it, too: somebody is there. */
export function afterAsking(
  breaker: Breaker,
  was: 'answered' | 'failed',
  now: number,
  { failuresMax, waitMs: firstWaitMs, waitMsMax }: BreakerRules,
): Breaker {
  if (was === 'answered') return closed
  switch (breaker.is) {
    case 'closed': {
      const failures = breaker.failures + 1
      if (failures < failuresMax) return { is: 'closed', failures }
      return { is: 'open', until: now + firstWaitMs, waitMs: firstWaitMs, away: now }
    }
    // Failures of those who asked before it opened tell nothing new.
    case 'open':
      return breaker
    case 'probing': {
      const waitMs = Math.min(2 * breaker.waitMs, waitMsMax)
      return { is: 'open', until: now + waitMs, waitMs, away: breaker.away }
    }
  }
}
