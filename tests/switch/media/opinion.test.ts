import { describe, expect, it, test } from '@jest/globals'
import fc from 'fast-check'
import { meanOpinion, opinionOf } from '../../../src/switch/media/opinion.ts'

describe('the opinion that belongs to a rating', () => {
  // ITU-T G.107, table B.1.
  test.each([
    [90, 4.34],
    [80, 4.03],
    [70, 3.6],
    [60, 3.1],
    [50, 2.58],
  ])('R = %d is a MOS of %d', (rating, mos) => {
    expect(opinionOf(rating)).toBeCloseTo(mos, 1)
  })
  it('is never below 1 nor above 4.5', () => {
    expect([opinionOf(-20), opinionOf(0), opinionOf(100), opinionOf(120)]).toEqual([1, 1, 4.5, 4.5])
  })
})

/** Of computing with fractions. */
const rounding = 1e-9

describe('the opinion of a line', () => {
  it('is good when nothing is missing and nothing takes long', () => {
    expect(meanOpinion(0, 60)).toBeGreaterThan(4.3)
  })
  it('of one packet in twenty missing: people notice', () => {
    expect(meanOpinion(5, 60)).toBeGreaterThan(3.5)
    expect(meanOpinion(5, 60)).toBeLessThan(4.1)
  })
  it('more that is missing, or that comes later, is never better', () => {
    const percent = fc.double({ min: 0, max: 100, noNaN: true })
    const ms = fc.double({ min: 0, max: 2000, noNaN: true })
    fc.assert(
      fc.property(percent, percent, ms, ms, (one, other, soon, late) => {
        const better = meanOpinion(Math.min(one, other), Math.min(soon, late))
        const worse = meanOpinion(Math.max(one, other), Math.max(soon, late))
        expect(better).toBeGreaterThanOrEqual(worse - rounding)
      }),
    )
  })
})
