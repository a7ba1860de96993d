import { afterEach, beforeEach, expect, it, jest, test } from '@jest/globals'
import { headerOf } from '../../../src/switch/sip/message/message.ts'
import type { ReceivedRequest, ReceivedResponse } from '../../../src/switch/sip/message/message.ts'
import { answerOf, establish, ourSdp, peer, request, theirSdp, wire, type Wire } from './wire.ts'

/* Session timers (RFC 4028) with a peer that makes us refresh and takes no UPDATE. */

beforeEach(() => {
  jest.useFakeTimers()
})
afterEach(() => {
  jest.useRealTimers()
})

const headers = ['Supported: timer', 'Session-Expires: 200;refresher=uas']
const halfMs = 100_000
const timerHeader = 'Session-Expires: 200;refresher=uac'
type Ours = ReceivedRequest | ReceivedResponse

/** A call at half time, and the re-INVITE that we send then. */
function atHalfTime(on: Wire): { readonly tag: string; readonly invite: Ours } {
  const tag = establish(on, { headers })
  jest.advanceTimersByTime(halfMs)
  const invite = on.next()
  expect(invite).toMatchObject({ method: 'INVITE' })
  return { tag, invite }
}

/** 200 to our re-INVITE; the peer speaks from another place from now on. */
function okOf(invite: Ours, body = theirSdp): string {
  return answerOf(invite, 200, [
    ...[timerHeader, 'Contact: <sip:ada@127.0.0.8:5070>', 'Content-Type: application/sdp'],
  ])
    .replace('Content-Length: 0', `Content-Length: ${body.length}`)
    .concat(body)
}

it('refreshes by re-INVITE with what we said last, and acknowledges every 200', () => {
  const on = wire()
  const { invite } = atHalfTime(on)
  expect(invite.body.toString()).toBe(ourSdp)
  expect(headerOf(invite.headers, 'session-expires')).toBe('200;refresher=uac')
  expect(headerOf(invite.headers, 'contact')).toBe('<sip:rundruf@127.0.0.1:5060>')
  on.say(answerOf(invite, 100))
  on.say(okOf(invite))
  on.say(okOf(invite))
  const [ack, again] = [on.sent[0], on.sent[1]]
  expect(ack?.text).toMatch(/^ACK sip:ada@127\.0\.0\.8:5070 SIP\/2\.0\r\n/)
  expect(ack?.text).toContain(`CSeq: ${invite.cseq.number} ACK\r\n`)
  expect(ack?.to).toEqual({ ...peer, address: '127.0.0.8', port: 5070 })
  expect(again).toEqual(ack)
  // What the peer answered is heard once.
  expect(on.calls[0]?.acknowledged).toEqual([undefined, theirSdp])
  on.statuses()
  jest.advanceTimersByTime(halfMs)
  expect(on.next()).toMatchObject({ method: 'INVITE', uri: 'sip:ada@127.0.0.8:5070' })
})

it('steps back when both invite at once, and the call goes on', () => {
  const on = wire()
  const { tag, invite } = atHalfTime(on)
  on.say(request({ toTag: tag, cseq: 2, branch: 'z9hG4bKglare' }))
  on.say(request({ method: 'UPDATE', toTag: tag, cseq: 3, body: theirSdp }))
  on.say(answerOf(invite, 491))
  expect(on.statuses()).toEqual([491, 491, 'ACK'])
  on.say(request({ method: 'ACK', toTag: tag, cseq: 2, branch: 'z9hG4bKglare' }))
  // Theirs comes again, and is taken while ours waits.
  on.say(request({ toTag: tag, cseq: 4, headers }))
  expect(on.statuses()).toEqual([200])
  on.say(request({ method: 'ACK', toTag: tag, cseq: 4 }))
  jest.advanceTimersByTime(halfMs)
  const second = on.next()
  expect(second).toMatchObject({ method: 'INVITE' })
  on.say(answerOf(second, 491))
  on.statuses()
  jest.advanceTimersByTime(2_000)
  expect(on.next()).toMatchObject({ method: 'INVITE' })
  expect(on.calls[0]?.ended).toEqual([])
})

test.each([408, 481])('%i to the refresh: the call is gone over there', (status) => {
  const on = wire()
  const { invite } = atHalfTime(on)
  on.say(answerOf(invite, status))
  expect(on.statuses()).toEqual(['ACK', 'BYE'])
  expect(on.calls[0]?.ended).toEqual(['session-expired'])
})

it('gives the call up when nobody answers, or only says that it tries', () => {
  for (const trying of [false, true]) {
    const on = wire()
    const { invite } = atHalfTime(on)
    if (trying) on.say(answerOf(invite, 100))
    jest.advanceTimersByTime(32_000)
    expect(on.calls[0]?.ended).toEqual(['session-expired'])
    expect(on.statuses().at(-1)).toBe('BYE')
  }
})

it('keeps nothing of a refresh when the call ends meanwhile, and still acknowledges', () => {
  const on = wire()
  const { tag, invite } = atHalfTime(on)
  on.say(request({ method: 'BYE', toTag: tag, cseq: 2 }))
  on.say(okOf(invite))
  expect(on.statuses()).toEqual([200, 'ACK'])
  jest.advanceTimersByTime(64_000)
  expect(jest.getTimerCount()).toBe(0)
  expect(on.core.clients.count).toBe(0)
})
