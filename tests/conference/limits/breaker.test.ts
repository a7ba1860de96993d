import { describe, expect, it, test } from '@jest/globals'
import fc from 'fast-check'
import {
  afterAsking,
  beforeAsking,
  closed,
  type Breaker,
  type BreakerRules,
} from '../../../src/conference/limits/breaker.ts'

const rules: BreakerRules = { failuresMax: 3, waitMs: 1000, waitMsMax: 4000, probeMsMax: 500 }

const failing = (failures: number): Breaker => ({ is: 'closed', failures })
const open = (until: number, waitMs = 1000): Breaker => ({ is: 'open', until, waitMs, away: 0 })
const probing = (since: number, waitMs = 1000): Breaker => ({
  is: 'probing',
  since,
  waitMs,
  away: 0,
})

// at 100 ms        who wants to ask            what it is then
const before: readonly (readonly [Breaker, Breaker | 'may not'])[] = [
  [closed, closed],
  [failing(2), failing(2)],
  [open(101), 'may not'],
  [open(100), probing(100)],
  [open(50, 2000), probing(100, 2000)],
  [probing(90), 'may not'],
  [probing(-399), 'may not'],
  // The one who asked never came back.
  [probing(-400), probing(100)],
]
test.each(before)('%j ──▶ %j', (breaker, then) => {
  expect(beforeAsking(breaker, 100, rules)).toEqual(then === 'may not' ? undefined : then)
})

// at 100 ms        what became of it           what it is then
const after: readonly (readonly [Breaker, 'answered' | 'failed', Breaker])[] = [
  [closed, 'answered', closed],
  [closed, 'failed', failing(1)],
  [failing(1), 'answered', closed],
  [failing(2), 'failed', { is: 'open', until: 1100, waitMs: 1000, away: 100 }],
  [open(900), 'failed', open(900)],
  [open(900), 'answered', closed],
  [probing(90), 'answered', closed],
  [probing(90), 'failed', open(2100, 2000)],
  [probing(90, 2000), 'failed', open(4100, 4000)],
  [probing(90, 4000), 'failed', open(4100, 4000)],
]
test.each(after)('%j, %s ──▶ %j', (breaker, was, then) => {
  expect(afterAsking(breaker, was, 100, rules)).toEqual(then)
})

describe('whatever happens', () => {
  it('somebody who is away is asked ever more seldom, and somebody who is back is asked again', () => {
    const aways = fc.array(fc.record({ lasts: fc.nat(20_000) }), { maxLength: 4 })
    fc.assert(
      fc.property(aways, (times) => {
        let breaker: Breaker = closed
        let now = 0
        for (const { lasts } of times) {
          const until = now + lasts
          let asked = 0
          for (; now < until; now += 50) {
            const asking = beforeAsking(breaker, now, rules)
            if (asking === undefined) continue
            asked += 1
            breaker = afterAsking(asking, 'failed', now, rules)
          }
          // Three find out, and then one a second at most, in the end one every four.
          expect(asked).toBeLessThanOrEqual(rules.failuresMax + 2 + lasts / rules.waitMsMax)
          const back = now
          for (; breaker.is !== 'closed'; now += 50) {
            const asking = beforeAsking(breaker, now, rules)
            if (asking !== undefined) breaker = afterAsking(asking, 'answered', now, rules)
            expect(now - back).toBeLessThanOrEqual(rules.waitMsMax)
          }
        }
      }),
    )
  })
})
