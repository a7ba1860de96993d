import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { headerOf } from '../../../src/switch/sip/message/message.ts'
import { answerOf, establish, ourSdp, request, theirSdp, wire } from './wire.ts'

beforeEach(() => {
  jest.useFakeTimers()
})
afterEach(() => {
  jest.useRealTimers()
})

describe('a call that changes', () => {
  it('is held and resumed by re-INVITE', () => {
    const on = wire()
    const tag = establish(on)
    on.say(request({ toTag: tag, cseq: 2, body: 'hold' }))
    expect(on.statuses()).toEqual([200])
    on.say(request({ method: 'ACK', toTag: tag, cseq: 2 }))
    expect(on.calls[0]?.offers).toEqual(['hold'])
    expect(on.calls[0]?.acknowledged).toEqual([undefined])
    jest.advanceTimersByTime(60_000)
    expect(on.calls[0]?.ended).toEqual([])
  })

  it('goes on when the change is refused', () => {
    const on = wire({ reoffered: () => ({ status: 488 }) })
    const tag = establish(on)
    on.say(request({ toTag: tag, cseq: 2 }))
    expect(on.statuses()).toEqual([488])
    expect(on.core.calls.upCount).toBe(1)
  })

  it('is offered anew by us when the re-INVITE holds no offer', () => {
    const on = wire()
    const tag = establish(on)
    on.say(request({ toTag: tag, cseq: 2, body: '' }))
    on.say(request({ toTag: tag, cseq: 3 }))
    expect(on.statuses()).toEqual([200, 491])
    on.say(request({ method: 'ACK', toTag: tag, cseq: 2, body: theirSdp }))
    expect(on.calls[0]?.acknowledged).toEqual([undefined, theirSdp])
  })

  it('hears 500 with Retry-After for an UPDATE before we have answered (RFC 3311 §5.2)', () => {
    const on = wire({
      onNew: (call) => {
        call.ring()
      },
    })
    on.say(request())
    const tag = /tag=([0-9a-f]{32})/.exec(on.sent[1]!.text)![1]!
    on.statuses()
    on.say(request({ method: 'UPDATE', toTag: tag, cseq: 2, body: theirSdp }))
    const answer = on.next()
    expect(answer).toMatchObject({ status: 500 })
    expect(Number(headerOf(answer.headers, 'retry-after'))).toBeLessThanOrEqual(10)
  })

  it('takes UPDATE with an offer and without one', () => {
    const on = wire()
    const tag = establish(on)
    on.say(request({ method: 'UPDATE', toTag: tag, cseq: 2, body: theirSdp }))
    expect(on.next().body.toString()).toBe(ourSdp)
    on.say(request({ method: 'UPDATE', toTag: tag, cseq: 3 }))
    expect(on.next().body).toHaveLength(0)
    expect(on.calls[0]?.offers).toEqual([theirSdp])
  })

  it.each([
    ['application/dtmf-relay', 'Signal=5\r\nDuration=160\r\n', ['5']],
    ['application/dtmf-relay', 'Signal= *\r\n', ['*']],
    ['application/dtmf-relay', 'Signal=11\r\n', ['#']],
    ['application/dtmf-relay', 'Signal=16\r\n', []],
    ['application/dtmf-relay', 'Signal=constructor\r\n', []],
    ['application/dtmf', '7\r\n', ['7']],
    ['application/dtmf', 'd', ['D']],
  ])('hears keys by INFO: %s %j', (type, body, keys) => {
    const on = wire()
    const tag = establish(on)
    on.say(request({ method: 'INFO', toTag: tag, cseq: 2, type, body }))
    expect(on.statuses()).toEqual([200])
    expect(on.calls[0]?.keys).toEqual(keys)
  })

  it('refuses INFO of any other type with 415', () => {
    const on = wire()
    const tag = establish(on)
    on.say(request({ method: 'INFO', toTag: tag, cseq: 2, type: 'text/plain', body: '5' }))
    expect(on.statuses()).toEqual([415])
  })
})

describe('session timers (RFC 4028)', () => {
  const timer = (value: string) => ['Supported: timer', `Session-Expires: ${value}`]

  it('lets the caller refresh, and hangs up shortly before the end when nobody does', () => {
    const on = wire({
      onNew: (call) => {
        call.answer(ourSdp)
      },
    })
    on.say(request({ headers: timer('600;refresher=uac') }))
    const ok = on.sent[1]!.text
    expect(ok).toContain('Session-Expires: 600;refresher=uac\r\n')
    expect(ok).toContain('Require: timer\r\n')
    on.say(request({ method: 'ACK', toTag: /tag=([0-9a-f]{32})/.exec(ok)![1]! }))
    on.statuses()
    jest.advanceTimersByTime((600 - 32) * 1000 - 1)
    expect(on.statuses()).toEqual([])
    jest.advanceTimersByTime(1)
    expect(on.statuses()).toEqual(['BYE'])
    expect(on.calls[0]?.ended).toEqual(['session-expired'])
  })

  it('starts again with every refresh', () => {
    const on = wire()
    const headers = timer('90;refresher=uac')
    const tag = establish(on, { headers })
    for (let cseq = 2; cseq < 12; cseq++) {
      jest.advanceTimersByTime(45_000)
      on.say(request({ method: 'UPDATE', toTag: tag, cseq, headers }))
    }
    expect(on.calls[0]?.ended).toEqual([])
    jest.advanceTimersByTime(60_000)
    expect(on.calls[0]?.ended).toEqual(['session-expired'])
  })

  it('refreshes by UPDATE at half time when the caller makes us', () => {
    const on = wire()
    establish(on, { headers: [...timer('200;refresher=uas'), 'Allow: INVITE, UPDATE'] })
    jest.advanceTimersByTime(100_000)
    const update = on.next()
    expect(update).toMatchObject({ method: 'UPDATE' })
    expect(headerOf(update.headers, 'session-expires')).toBe('200;refresher=uac')
    on.say(answerOf(update, 200, ['Session-Expires: 200;refresher=uac']))
    jest.advanceTimersByTime(99_000)
    expect(on.statuses()).toEqual([])
    jest.advanceTimersByTime(1_000)
    const second = on.next()
    on.say(answerOf(second, 491))
    jest.advanceTimersByTime(2_000)
    const third = on.next()
    expect(third).toMatchObject({ method: 'UPDATE' })
    on.say(answerOf(third, 481))
    expect(on.calls[0]?.ended).toEqual(['session-expired'])
  })

  it('refuses less than 90 s with 422 and Min-SE', () => {
    const on = wire()
    on.say(request({ headers: timer('89') }))
    const answer = on.next()
    expect(answer).toMatchObject({ status: 422 })
    expect(headerOf(answer.headers, 'min-se')).toBe('90')
    expect(on.calls).toEqual([])
  })

  it('starts no timer when the caller says nothing about one', () => {
    const on = wire()
    establish(on)
    jest.advanceTimersByTime(24 * 3_600_000)
    expect(on.calls[0]?.ended).toEqual([])
    expect(jest.getTimerCount()).toBe(0)
  })
})
