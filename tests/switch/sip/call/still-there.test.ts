import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { answerOf, establish, request, wire } from '../wire.ts'

beforeEach(() => {
  jest.useFakeTimers()
})
afterEach(() => {
  jest.useRealTimers()
})

describe('a call is asked whether it is there (R-25)', () => {
  it.each([
    [200, true],
    [405, true],
    [501, true],
    [481, false],
    [408, false],
  ])('%s to our OPTIONS: %s', async (status, there) => {
    const on = wire()
    establish(on)
    const asked = on.calls[0]!.call.isThere()
    const options = on.next()
    expect(options).toMatchObject({ method: 'OPTIONS', uri: 'sip:ada@127.0.0.7:5062' })
    on.say(answerOf(options, status))
    expect(await asked).toBe(there)
    expect(on.calls[0]?.ended).toEqual([])
  })

  it('no answer within 32 s is a no', async () => {
    const on = wire()
    establish(on)
    const asked = on.calls[0]!.call.isThere()
    jest.advanceTimersByTime(32_000)
    expect(await asked).toBe(false)
  })
})

describe('reliable answers before the call (RFC 3262)', () => {
  it('who requires them hears 420, and which extension it was', () => {
    const on = wire()
    on.say(request({ headers: ['Require: 100rel'] }))
    const refusal = on.sent[0]!.text
    expect(refusal).toContain('SIP/2.0 420 ')
    expect(refusal).toContain('Unsupported: 100rel\r\n')
    expect(on.calls).toEqual([])
  })

  it('who only knows them rings as ever: no answer of ours asks for a PRACK', () => {
    const on = wire()
    on.say(request({ headers: ['Supported: 100rel'] }))
    on.calls[0]!.call.ring()
    expect(on.sent.map(({ text }) => text).join('')).not.toMatch(/100rel|RSeq/)
    expect(on.statuses()).toEqual([100, 180])
  })

  it('a PRACK for nothing hears 481', () => {
    const on = wire()
    const tag = establish(on)
    on.say(request({ method: 'PRACK', toTag: tag, cseq: 2, headers: ['RAck: 1 1 INVITE'] }))
    expect(on.statuses()).toEqual([481])
    expect(on.calls[0]?.ended).toEqual([])
  })
})

describe('S-61 a challenge to a request of ours within a call', () => {
  it.each([401, 407])(
    '%s to our BYE or OPTIONS: nothing is said, no password least of all',
    (status) => {
      const challenge = ['WWW-Authenticate: Digest realm="trunk.example", nonce="1", qop="auth"']
      const on = wire()
      establish(on)
      void on.calls[0]!.call.isThere()
      on.say(answerOf(on.next(), status, challenge))
      on.calls[0]!.call.end()
      on.say(answerOf(on.next(), status, challenge))
      jest.advanceTimersByTime(60_000)
      expect(on.statuses()).toEqual([])
      expect(on.core.calls.all()).toEqual([])
    },
  )
})
