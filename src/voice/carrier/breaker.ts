import {
  afterAsking,
  beforeAsking,
  closed,
  type Breaker,
  type BreakerRules,
} from '../../conference/limits/breaker.ts'
import type { Happening } from '../../conference/happenings.ts'

/** Five in a row are no accident. A minute is the longest that people should wait for a carrier that is back. */
export const carrierRules: BreakerRules = {
  failuresMax: 5,
  waitMs: 5000,
  waitMsMax: 60_000,
  probeMsMax: 30_000,
}

/** Nobody was asked: the carrier has not answered for a while. */
export class CarrierAway extends Error {
  override readonly name = 'CarrierAway'
}

export type Guarded = <T>(ask: () => Promise<T>) => Promise<T>

export type BreakerParts = {
  /** Monotonic, ms. */
  readonly now: () => number
  readonly announce: (happening: Happening) => void
  /** Whether an error means that nobody was there, rather than a no. */
  readonly isAway: (error: unknown) => boolean
}

/** Lets questions through while the carrier answers. @throws CarrierAway instead of asking in vain */
export function carrierBreaker({ now, announce, isAway }: BreakerParts): Guarded {
  let breaker: Breaker = closed

  const note = (was: 'answered' | 'failed'): void => {
    const before = breaker
    breaker = afterAsking(before, was, now(), carrierRules)
    if (before.is === 'closed' && breaker.is === 'open') announce({ event: 'carrier.away' })
    if (before.is !== 'closed' && breaker.is === 'closed') {
      const awaySeconds = Math.round((now() - before.away) / 1000)
      announce({ event: 'carrier.back', awaySeconds })
    }
  }

  return async (ask) => {
    const asking = beforeAsking(breaker, now(), carrierRules)
    if (asking === undefined) throw new CarrierAway('the carrier does not answer')
    breaker = asking
    try {
      const answer = await ask()
      note('answered')
      return answer
    } catch (error) {
      note(isAway(error) ? 'failed' : 'answered')
      throw error
    }
  }
}
