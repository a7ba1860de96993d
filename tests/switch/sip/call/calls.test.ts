import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { headerOf } from '../../../../src/switch/sip/message/message.ts'
import { answerOf, establish, ourSdp, peer, request, theirSdp, wire } from '../wire.ts'

beforeEach(() => {
  jest.useFakeTimers()
})
afterEach(() => {
  jest.useRealTimers()
})

describe('a call that comes in', () => {
  it('hears 100 at once, then rings, then is answered and acknowledged', () => {
    const on = wire()
    on.say(request())
    expect(on.statuses()).toEqual([100])
    const { call, acknowledged } = on.calls[0]!
    expect(call).toMatchObject({
      callId: 'call-1',
      requestUri: 'sip:konferenz@127.0.0.1',
      offer: theirSdp,
    })
    call.ring()
    call.answer(ourSdp)
    expect(on.next()).toMatchObject({ status: 180 })
    const ok = on.next()
    expect(ok).toMatchObject({ status: 200, to: { tag: expect.stringMatching(/^[0-9a-f]{32}$/) } })
    expect(ok.body.toString()).toBe(ourSdp)
    expect(headerOf(ok.headers, 'contact')).toBe('<sip:rundruf@127.0.0.1:5060>')
    on.say(request({ method: 'ACK', toTag: ok.to.tag! }))
    expect(acknowledged).toEqual([undefined])
    expect(on.core.calls.upCount).toBe(1)
    on.say(request({ method: 'BYE', toTag: ok.to.tag!, cseq: 2 }))
    expect(on.statuses()).toEqual([200])
    expect(on.calls[0]?.ended).toEqual(['caller-hung-up'])
    expect(on.core.calls.upCount).toBe(0)
  })

  it('finds header fields by compact and oddly written names, several lines joined', () => {
    const on = wire()
    on.say(
      request({
        headers: ['x: 1800', 'SUPPORTED: a', 'k :b', 'P-Called-Party-ID: <sip:J\xc3\xb6@x>'],
      }),
    )
    const { call } = on.calls[0]!
    expect(call.header('session-expires')).toBe('1800')
    expect(call.header('Supported')).toBe('a, b')
    expect(call.header('P-Called-Party-Id')).toBe('<sip:Jö@x>')
    expect(call.header('Nothing')).toBeUndefined()
  })

  it('absorbs the INVITE sent again, with our last answer', () => {
    const on = wire()
    const invite = request()
    on.say(invite)
    on.calls[0]?.call.ring()
    on.statuses()
    on.say(invite)
    expect(on.statuses()).toEqual([180])
    expect(on.calls).toHaveLength(1)
  })

  it('gets our 200 again after 0.5, 1, 2, 4, 4 … s until the ACK comes', () => {
    const on = wire({
      onNew: (call) => {
        call.answer(ourSdp)
      },
    })
    on.say(request())
    const tag = /tag=([0-9a-f]{32})/.exec(on.sent[1]!.text)![1]!
    on.statuses()
    const pauses: number[] = []
    for (let ms = 0, last = 0; ms < 12_000; ms += 100) {
      jest.advanceTimersByTime(100)
      if (on.statuses().length > 0) {
        pauses.push(ms + 100 - last)
        last = ms + 100
      }
    }
    expect(pauses).toEqual([500, 1000, 2000, 4000, 4000])
    on.say(request({ method: 'ACK', toTag: tag }))
    jest.advanceTimersByTime(60_000)
    expect(on.statuses()).toEqual([])
  })

  it('ends with BYE when no ACK comes within 32 s (RFC 3261 §13.3.1.4)', () => {
    const on = wire({
      onNew: (call) => {
        call.answer(ourSdp)
      },
    })
    on.say(request())
    jest.advanceTimersByTime(31_999)
    expect(on.calls[0]?.ended).toEqual([])
    on.statuses()
    jest.advanceTimersByTime(1)
    expect(on.statuses()).toEqual(['BYE'])
    expect(on.calls[0]?.ended).toEqual(['never-acknowledged'])
  })

  it('answers in the ACK when our 200 held the offer', () => {
    const on = wire()
    on.say(request({ body: '' }))
    expect(on.calls[0]?.call.offer).toBeUndefined()
    on.calls[0]?.call.answer(ourSdp)
    const tag = /tag=([0-9a-f]{32})/.exec(on.sent[1]!.text)![1]!
    on.say(request({ method: 'ACK', toTag: tag, body: theirSdp }))
    expect(on.calls[0]?.acknowledged).toEqual([theirSdp])
  })

  it('is cancelled while ringing: 200 to the CANCEL, 487 to the INVITE', () => {
    const on = wire({
      onNew: (call) => {
        call.ring()
      },
    })
    on.say(request({ branch: 'z9hG4bKsame' }))
    on.statuses()
    on.say(request({ method: 'CANCEL', branch: 'z9hG4bKsame' }))
    expect(on.statuses()).toEqual([200, 487])
    expect(on.calls[0]?.ended).toEqual(['cancelled'])
    on.calls[0]?.call.answer(ourSdp)
    expect(on.statuses()).toEqual([])
    jest.advanceTimersByTime(500)
    expect(on.statuses()).toEqual([487])
    on.say(request({ method: 'ACK', branch: 'z9hG4bKsame' }))
    jest.advanceTimersByTime(60_000)
    expect(on.statuses()).toEqual([])
    expect(on.core.servers.count).toBe(0)
  })

  it('is not cancelled once answered', () => {
    const on = wire({
      onNew: (call) => {
        call.answer(ourSdp)
      },
    })
    on.say(request({ branch: 'z9hG4bKsame' }))
    on.statuses()
    on.say(request({ method: 'CANCEL', branch: 'z9hG4bKsame' }))
    expect(on.statuses()).toEqual([200])
    expect(on.calls[0]?.ended).toEqual([])
  })

  it('is refused with any final status and its headers', () => {
    const on = wire({
      onNew: (call) => {
        call.refuse(486, { 'Retry-After': '5' })
      },
    })
    on.say(request())
    expect(on.next()).toMatchObject({ status: 100 })
    const busy = on.next()
    expect(busy).toMatchObject({ status: 486 })
    expect(headerOf(busy.headers, 'retry-after')).toBe('5')
    expect(on.calls[0]?.ended).toEqual(['refused'])
  })

  it('ends by our BYE along the route set, to nobody else than an allowed address', () => {
    const on = wire()
    establish(on, {
      headers: ['Record-Route: <sip:127.0.0.8:5099;lr>, <sip:proxy.example;lr>'],
    })
    on.calls[0]?.call.end()
    expect(on.sent[0]?.to).toEqual({ transport: 'UDP', address: '127.0.0.8', port: 5099 })
    const bye = on.next()
    expect(bye).toMatchObject({ method: 'BYE', uri: 'sip:ada@127.0.0.7:5062' })
    expect(bye.headers.filter(({ name }) => name === 'route').map(({ value }) => value)).toEqual([
      '<sip:127.0.0.8:5099;lr>',
      '<sip:proxy.example;lr>',
    ])
    expect(on.calls[0]?.ended).toEqual(['we-hung-up'])
    jest.advanceTimersByTime(500)
    expect(on.statuses()).toEqual(['BYE'])
    on.say(answerOf(bye, 200))
    jest.advanceTimersByTime(60_000)
    expect(on.statuses()).toEqual([])
    expect(on.core.clients.count).toBe(0)
    expect(on.core.calls.all()).toEqual([])
  })

  it('is not led to a foreign address by its Contact', () => {
    const on = wire()
    establish(on, { headers: ['Record-Route: <sip:192.0.2.66;lr>'] })
    on.calls[0]?.call.end()
    expect(on.sent[0]?.to).toEqual(peer)
  })

  it('gets the BYE only after its ACK when we hang up very early (RFC 3261 §15)', () => {
    const on = wire({
      onNew: (call) => {
        call.answer(ourSdp)
        call.end()
      },
    })
    on.say(request())
    const tag = /tag=([0-9a-f]{32})/.exec(on.sent[1]!.text)![1]!
    expect(on.statuses()).toEqual([100, 200])
    on.say(request({ method: 'ACK', toTag: tag }))
    expect(on.statuses()).toEqual(['BYE'])
    expect(on.calls[0]?.ended).toEqual(['we-hung-up'])
    expect(on.calls[0]?.acknowledged).toEqual([])
  })

  it('ends alone when its listener fails: 500 before the answer, BYE after it', () => {
    const on = wire({
      onNew: () => {
        throw new Error('bug')
      },
    })
    on.say(request())
    expect(on.statuses()).toEqual([100, 500])
    expect(on.core.calls.upCount).toBe(0)

    const later = wire({
      reoffered: () => {
        throw new Error('bug')
      },
    })
    const tag = establish(later)
    establish(later, { callId: 'call-2' })
    later.say(request({ toTag: tag, cseq: 2 }))
    expect(later.statuses()).toEqual(['BYE', 500])
    expect(later.core.calls.upCount).toBe(1)
    expect(later.errors).toHaveLength(1)
  })
})
