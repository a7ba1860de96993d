import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { openPhone } from '../../src/voice/phone.ts'
import { failureOf, inOrder, insist, triesMax, type Patience } from '../../src/voice/patience.ts'
import { pretendRest, problem, type Asked, type Reply } from '../kit/pretend-rest.ts'

const accountSid = `AC${'0'.repeat(32)}`
const seat = { conference: `CF${'1'.repeat(32)}`, call: `CA${'2'.repeat(32)}` }
const participant = (muted: boolean): Reply => ({
  status: 200,
  body: { call_sid: seat.call, conference_sid: seat.conference, muted },
})

/** A phone whose waiting takes no time, at a carrier that answers as told; the answers go round and round. */
async function phoneAt(answer: (asked: Asked, times: number) => Reply) {
  let times = 0
  const carrier = await pretendRest((asked) => answer(asked, ++times))
  const waited: number[] = []
  const patience: Patience = {
    timeoutMs: 200,
    wait: (ms) => {
      waited.push(ms)
      return Promise.resolve()
    },
    random: () => 0.5,
  }
  const key = { apiKeySid: `SK${'0'.repeat(32)}`, apiKeySecret: 'secret' }
  const phone = openPhone({ accountSid, ...key, apiUrl: carrier.url }, patience)
  return {
    phone,
    waited,
    methods: () => carrier.asked.map(({ method }) => method),
    [Symbol.asyncDispose]: () => carrier[Symbol.asyncDispose](),
  }
}

describe('429: never processed, so it is asked again (R-16)', () => {
  it('a little later each time, until it is done', async () => {
    await using it = await phoneAt((_, times) =>
      times < 4 ? problem(429, 20429) : participant(true),
    )
    expect(await it.phone.setMuted(seat, true)).toBe('done')
    expect(it.methods()).toEqual(['POST', 'POST', 'POST', 'POST'])
    expect(it.waited).toEqual([187.5, 375, 750])
  })

  it('an announcement too, because it was not heard', async () => {
    await using it = await phoneAt((_, times) =>
      times < 2 ? problem(429, 20429) : participant(false),
    )
    expect(await it.phone.announceTo(seat, 'https://app.example/a')).toBe('done')
  })

  it('but not for ever', async () => {
    await using it = await phoneAt(() => problem(429, 20429))
    await expect(it.phone.setMuted(seat, true)).rejects.toMatchObject({ status: 429 })
    expect(it.methods()).toHaveLength(triesMax)
  })
})

describe('nobody knows whether it happened', () => {
  it.each<[string, Reply]>([
    ['500', problem(500, 20500)],
    ['503', problem(503, 20503)],
    ['no answer in time', { then: 'nothing' }],
    ['the line was cut', { then: 'hang-up' }],
  ])('%s, but it did: it is looked at and not asked again', async (_, unclear) => {
    let muted = false
    await using it = await phoneAt(({ method }) => {
      if (method === 'GET') return participant(muted)
      muted = true
      return unclear
    })
    expect(await it.phone.setMuted(seat, true)).toBe('done')
    expect(it.methods()).toEqual(['POST', 'GET'])
  })

  it('and it did not: it is asked again', async () => {
    await using it = await phoneAt(({ method }, times) => {
      if (method === 'GET') return participant(false)
      return times === 1 ? problem(500, 20500) : participant(true)
    })
    expect(await it.phone.setMuted(seat, true)).toBe('done')
    expect(it.methods()).toEqual(['POST', 'GET', 'POST'])
  })

  it('and meanwhile the caller has hung up', async () => {
    await using it = await phoneAt(({ method }) =>
      method === 'GET' ? problem(404, 20404) : problem(500, 20500),
    )
    expect(await it.phone.setMuted(seat, true)).toBe('gone')
  })

  it('an announcement that may have been heard is not said again', async () => {
    await using it = await phoneAt(() => problem(500, 20500))
    await expect(it.phone.announceTo(seat, 'https://app.example/a')).rejects.toMatchObject({
      status: 500,
    })
    expect(it.methods()).toEqual(['POST'])
  })

  it('removing is asked again, and found done', async () => {
    await using it = await phoneAt((_, times) =>
      times === 1 ? { then: 'hang-up' } : problem(404, 20404),
    )
    expect(await it.phone.remove(seat)).toBe('gone')
    expect(it.methods()).toEqual(['DELETE', 'DELETE'])
  })

  it('ending twice is refused by the carrier, and counts as done', async () => {
    const conference = (status: string) => ({ sid: seat.conference, status })
    await using it = await phoneAt(({ method, path }) => {
      if (method === 'POST') return problem(400, 20001)
      const list = { conferences: [conference('in-progress')], next_page_uri: null, page: 0 }
      return { status: 200, body: path.includes('FriendlyName') ? list : conference('completed') }
    })
    expect(await it.phone.endConference('evening')).toBe('done')
  })
})

describe('what is refused', () => {
  it.each([
    [400, 20001],
    [401, 20003],
    [403, 20403],
  ])('%d is thrown and not asked again', async (status, code) => {
    await using it = await phoneAt(({ method }) =>
      method === 'GET' ? participant(false) : problem(status, code),
    )
    await expect(it.phone.setMuted(seat, true)).rejects.toMatchObject({ status })
    expect(it.methods().filter((method) => method === 'POST')).toHaveLength(1)
  })

  it('nobody is at that address: asked again, then thrown', async () => {
    const gone = await phoneAt(() => participant(true))
    await gone[Symbol.asyncDispose]()
    await expect(gone.phone.announceTo(seat, 'https://app.example/a')).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    })
    expect(gone.waited).toHaveLength(triesMax - 1)
  })
})

describe('insisting', () => {
  const fails = (status: number) => Object.assign(new Error(String(status)), { status })
  const patience: Patience = { timeoutMs: 1, wait: () => Promise.resolve(), random: Math.random }

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
