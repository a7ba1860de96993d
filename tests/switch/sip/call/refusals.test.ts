import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { transactionsMax } from '../../../../src/switch/sip/transaction/server-transactions.ts'
import {
  newCallsOfAllBurstMax,
  newCallsOfAllPerSecondMax,
} from '../../../../src/switch/sip/transport/token-bucket.ts'
import { headerOf } from '../../../../src/switch/sip/message/message.ts'
import { establish, ourSdp, peer, request, wire } from '../wire.ts'

beforeEach(() => {
  jest.useFakeTimers()
})
afterEach(() => {
  jest.useRealTimers()
})

describe('what is no call of ours is refused', () => {
  it.each(['REGISTER', 'SUBSCRIBE', 'NOTIFY', 'REFER', 'MESSAGE', 'PUBLISH'])(
    'S-62 %s hears 405 with Allow, inside a call as outside',
    (method) => {
      const on = wire()
      const tag = establish(on)
      for (const toTag of [undefined, tag]) {
        on.say(request({ method, cseq: 2, ...(toTag === undefined ? {} : { toTag }) }))
        const answer = on.next()
        expect(answer).toMatchObject({ status: 405 })
        expect(headerOf(answer.headers, 'allow')).toContain('INVITE, ACK, BYE')
      }
      expect(on.core.calls.upCount).toBe(1)
    },
  )

  it.each(['BOGUS', 'constructor', '__proto__', 'invite'])('%s hears 501', (method) => {
    const on = wire()
    on.say(request({ method }))
    expect(on.statuses()).toEqual([501])
  })

  it.each(['BYE', 'INFO', 'UPDATE', 'PRACK', 'INVITE', 'OPTIONS', 'CANCEL'])(
    '%s for a call that does not exist hears 481',
    (method) => {
      const on = wire()
      on.say(request({ method, toTag: 'nobody' }))
      expect(on.statuses()).toEqual([481])
    },
  )

  it('never answers an ACK', () => {
    const on = wire()
    on.say(request({ method: 'ACK', toTag: 'nobody' }))
    on.say(request({ method: 'ACK' }).replace('CSeq: 1 ACK', 'CSeq: nonsense'))
    expect(on.statuses()).toEqual([])
  })

  it('answers OPTIONS with what it can do', () => {
    const on = wire()
    on.say(request({ method: 'OPTIONS' }))
    const answer = on.next()
    expect(answer).toMatchObject({ status: 200 })
    expect(headerOf(answer.headers, 'accept')).toBe('application/sdp')
    expect(headerOf(answer.headers, 'supported')).toBe('timer')
    expect(headerOf(answer.headers, 'allow')).toContain('OPTIONS')
  })

  it.each<[string, string[], number, string, string | undefined]>([
    ['an extension we do not know', ['Require: 100rel, timer'], 420, 'unsupported', '100rel'],
    ['a body we cannot read', ['Content-Encoding: gzip'], 415, 'accept-encoding', 'identity'],
    ['no session description wanted', ['Accept: text/plain'], 406, 'accept', 'application/sdp'],
  ])('refuses an INVITE with %s', (_, headers, status, name, value) => {
    const on = wire()
    on.say(request({ headers }))
    const answer = on.next()
    expect(answer).toMatchObject({ status })
    expect(headerOf(answer.headers, name)).toBe(value)
    expect(on.calls).toEqual([])
  })

  it('S-67 refuses multipart bodies', () => {
    const on = wire()
    on.say(request({ type: 'multipart/mixed;boundary=x' }))
    expect(on.statuses()).toEqual([415])
  })

  it('answers without a call alike every time it is asked (RFC 3261 §8.2.7)', () => {
    const on = wire()
    const options = request({ method: 'OPTIONS' })
    on.say(options)
    on.say(options)
    expect(on.sent[0]?.text).toBe(on.sent[1]?.text)
    expect(on.core.servers.count).toBe(0)
  })

  it('hears 482 when one INVITE comes on two ways (RFC 3261 §8.2.2.2)', () => {
    const on = wire()
    on.say(request())
    on.say(request())
    expect(on.statuses()).toEqual([100, 482])
  })
})

describe('S-70 nobody else speaks in a call', () => {
  it.each<[string, { callId?: string; fromTag?: string; toTag?: string }]>([
    ['another Call-ID', { callId: 'other' }],
    ['another From tag', { fromTag: 'eve' }],
    ['another To tag', { toTag: '0'.repeat(32) }],
  ])('BYE with %s hears 481 and the call stays', (_, forged) => {
    const on = wire()
    const toTag = establish(on)
    on.say(request({ method: 'BYE', toTag, cseq: 2, ...forged }))
    expect(on.statuses()).toEqual([481])
    expect(on.core.calls.upCount).toBe(1)
  })

  it.each(['BYE', 'INVITE', 'UPDATE', 'INFO'])('%s from another port hears 481', (method) => {
    const on = wire()
    const toTag = establish(on)
    on.say(request({ method, toTag, cseq: 2 }), { ...peer, port: 6666 })
    expect(on.statuses()).toEqual([481])
    expect(on.calls[0]?.ended).toEqual([])
    expect(on.calls[0]?.offers).toEqual([])
  })

  it('CANCEL from another port hears 481', () => {
    const on = wire({
      onNew: (call) => {
        call.ring()
      },
    })
    on.say(request({ branch: 'z9hG4bKmine' }))
    on.statuses()
    on.say(request({ method: 'CANCEL', branch: 'z9hG4bKmine' }), { ...peer, port: 6666 })
    expect(on.statuses()).toEqual([481])
    expect(on.calls[0]?.ended).toEqual([])
  })

  it('an old CSeq hears 500', () => {
    const on = wire()
    const toTag = establish(on, { cseq: 7 })
    on.say(request({ method: 'BYE', toTag, cseq: 7 }))
    expect(on.statuses()).toEqual([500])
    expect(on.core.calls.upCount).toBe(1)
  })

  it('an ACK from elsewhere does not count', () => {
    const on = wire({
      onNew: (call) => {
        call.answer(ourSdp)
      },
    })
    on.say(request())
    const toTag = /tag=([0-9a-f]{32})/.exec(on.sent[1]!.text)![1]!
    on.say(request({ method: 'ACK', toTag }), { ...peer, address: '127.0.0.8' })
    expect(on.calls[0]?.acknowledged).toEqual([])
  })
})

describe('S-66 nothing grows without end', () => {
  it('503 with Retry-After when all lines are taken, and room again after a BYE', () => {
    const on = wire({ callsMax: 1 })
    const toTag = establish(on)
    on.say(request({ callId: 'two' }))
    const full = on.next()
    expect(full).toMatchObject({ status: 503 })
    expect(headerOf(full.headers, 'retry-after')).toBe('30')
    on.say(request({ method: 'BYE', toTag, cseq: 2 }))
    on.say(request({ callId: 'three' }))
    expect(on.statuses()).toEqual([200, 100])
  })

  it('a burst of new calls from one address, then so many a second; others are not concerned', () => {
    const on = wire({ newCallsBurstMax: 2, newCallsPerSecondMax: 1 })
    for (const callId of ['a', 'b', 'c']) on.say(request({ callId }))
    expect(on.statuses()).toEqual([100, 100, 503])
    on.say(request({ callId: 'd' }), { ...peer, address: '127.0.0.8' })
    expect(on.statuses()).toEqual([100])
    jest.advanceTimersByTime(1_000)
    on.say(request({ callId: 'e' }))
    on.say(request({ callId: 'f' }))
    expect(on.statuses()).toEqual([100, 503])
  })

  it('S-66: many addresses together get no more than a burst and so many a second; a trunk is not one of them', () => {
    const on = wire({ callsMax: 10_000, newCallsBurstMax: 1 })
    const from = (host: number, trunk?: string) => ({
      ...peer,
      address: `127.1.${host >> 8}.${host & 255}`,
      ...(trunk && { trunk }),
    })
    for (let i = 0; i < newCallsOfAllBurstMax; i++) on.say(request({ callId: `${i}` }), from(i))
    expect(new Set(on.statuses())).toEqual(new Set([100]))
    on.say(request({ callId: 'one more' }), from(2000))
    on.say(request({ callId: 'by a trunk' }), from(3000, 'provider'))
    expect(on.statuses()).toEqual([503, 100])
    jest.advanceTimersByTime(1000 / newCallsOfAllPerSecondMax)
    on.say(request({ callId: 'later' }), from(4000))
    expect(on.statuses()).toEqual([100])
  })

  it('a flood outside calls leaves nothing behind', () => {
    const on = wire()
    for (let i = 0; i < 2_000; i++) {
      on.say(request({ method: i % 2 === 0 ? 'REGISTER' : 'OPTIONS', callId: String(i) }))
      on.say(request({ method: 'INVITE', toTag: 'nobody', callId: String(i) }))
    }
    expect(on.core.servers.count).toBe(0)
    expect(jest.getTimerCount()).toBe(0)
    expect(transactionsMax).toBeLessThanOrEqual(100_000)
  })

  it('a call that nobody answers is given up after three minutes', () => {
    const on = wire({
      onNew: (call) => {
        call.ring()
      },
    })
    on.say(request())
    on.statuses()
    jest.advanceTimersByTime(180_000)
    expect(on.statuses()[0]).toBe(480)
    expect(on.core.calls.upCount).toBe(0)
  })
})

describe('answers find their way', () => {
  it('to the port the request came from when rport is asked for (RFC 3581)', () => {
    const on = wire()
    on.say(request({ method: 'OPTIONS' }), { ...peer, port: 40_000 })
    expect(on.sent[0]?.to.port).toBe(40_000)
    expect(on.sent[0]?.text).toMatch(/^Via: .*;rport=40000;received=127.0.0.7\r$/m)
  })

  it('to the port of the Via without rport, but always to the address it came from', () => {
    const on = wire()
    const forged = request({ method: 'OPTIONS' }).replace('127.0.0.7:5062', '192.0.2.1:5070')
    on.say(forged.replace(';rport', ''), { ...peer, port: 40_000 })
    expect(on.sent[0]?.to).toEqual({ ...peer, port: 5070 })
    expect(on.sent[0]?.text).toMatch(/^Via: SIP\/2.0\/UDP 192.0.2.1:5070;.*;received=127.0.0.7\r$/m)
  })

  it('two requests whose branch has no cookie are told apart (RFC 3261 §17.2.3)', () => {
    const on = wire({
      onNew: (call) => {
        call.ring()
      },
    })
    const first = request({ branch: 'z9hG4bK', callId: 'one' })
    on.say(first)
    on.say(request({ branch: 'z9hG4bK', callId: 'two' }))
    on.say(first)
    expect(on.statuses()).toEqual([100, 180, 100, 180, 180])
  })
})
