import { describe, expect, it, test } from '@jest/globals'
import fc from 'fast-check'
import { tryingOf } from '../../../src/switch/webhook/overrides.ts'

describe('connection overrides', () => {
  it.each([
    ['http://h/', { connectMs: 5000, readMs: 15_000, totalMs: 15_000, retries: 1 }],
    [
      'http://h/#ct=100&rt=200&tt=300&rc=0',
      { connectMs: 100, readMs: 200, totalMs: 300, retries: 0 },
    ],
    ['http://h/#rp=all', { retryAfter: new Set(['ct', 'rt', '4xx', '5xx']) }],
    ['http://h/#rp=5xx,ct', { retryAfter: new Set(['5xx', 'ct']) }],
    ['http://h/#e=frankfurt&sni=n', { retries: 1 }],
  ])('%s', (url, expected) => {
    expect(tryingOf(url)).toMatchObject({ trying: expected, bad: [] })
  })

  it.each([
    ['rc=6', 11200],
    ['rt=99', 11200],
    ['ct=x', 11200],
    ['rp=sometimes', 11243],
  ])('#%s keeps the default and is named: %i', (fragment, code) => {
    const { trying, bad } = tryingOf(`http://h/#${fragment}`)
    expect(trying).toEqual(tryingOf('http://h/').trying)
    expect(bad).toEqual([{ code, message: expect.any(String) }])
  })

  test('any fragment gives limits within their ranges', () => {
    fc.assert(
      fc.property(fc.string(), (fragment) => {
        const { trying } = tryingOf(`http://h/#${fragment}`)
        expect(trying.retries).toBeLessThanOrEqual(5)
        expect(trying.totalMs).toBeLessThanOrEqual(15_000)
      }),
    )
  })
})
