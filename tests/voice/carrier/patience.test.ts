import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import {
  failureOf,
  inOrder,
  insist,
  triesMax,
  usualPatience,
  type Patience,
} from '../../../src/voice/carrier/patience.ts'

describe('insisting', () => {
  const fails = (status: number) => Object.assign(new Error(String(status)), { status })
  const patience: Patience = { ...usualPatience, wait: () => Promise.resolve() }

  it('whatever goes wrong, "done" is only said of what is so', async () => {
    const trouble = fc.constantFrom('works', 'lost before', 'lost after', 'too many')
    await fc.assert(
      fc.asyncProperty(fc.array(trouble, { minLength: 1, maxLength: 8 }), async (troubles) => {
        let so = false
        let at = 0
        const ask = () => {
          const how = troubles[at++ % troubles.length]
          if (how === 'works' || how === 'lost after') so = true
          if (how === 'too many') return Promise.reject(fails(429))
          return how === 'works' ? Promise.resolve() : Promise.reject(fails(500))
        }
        const outcome = await insist({ ask, ifUnknown: () => Promise.resolve(so) }, patience).catch(
          () => 'thrown',
        )
        expect(outcome === 'done').toBe(so)
        expect(at).toBeLessThanOrEqual(triesMax)
      }),
    )
  })

  it('a mistake of our own is no answer of the carrier', () => {
    expect(failureOf(new TypeError('undefined is not a function'))).toBe('refused')
    expect(failureOf('no error at all')).toBe('refused')
  })

  it('one thing after the other for each line, side by side for different lines', async () => {
    const orderly = inOrder()
    const happened: string[] = []
    const gate = Promise.withResolvers<undefined>()
    const slow = orderly('a', async () => {
      await gate.promise
      happened.push('a1')
    })
    const failing = orderly('a', () => {
      happened.push('a2')
      return Promise.reject(new Error('no'))
    })
    const last = orderly('a', () => Promise.resolve(happened.push('a3')))
    await orderly('b', () => Promise.resolve(happened.push('b')))
    gate.resolve(undefined)
    await expect(failing).rejects.toThrow('no')
    await Promise.all([slow, last])
    expect(happened).toEqual(['b', 'a1', 'a2', 'a3'])
  })
})
