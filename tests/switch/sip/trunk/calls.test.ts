import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { establish, peer, request, wire } from '../wire.ts'

const provider = { ...peer, transport: 'TCP', trunk: '1' } as const

beforeEach(() => {
  jest.useFakeTimers()
})
afterEach(() => {
  jest.useRealTimers()
})

/** What our switch answers when that source hangs up a call of the provider. */
function byeFrom(source: Parameters<ReturnType<typeof wire>['say']>[1]) {
  const on = wire()
  on.say(request(), provider)
  on.calls.at(-1)?.call.answer('v=0\r\n')
  const tag = /\r\nTo: .*;tag=(\w+)/.exec(on.sent.splice(0).at(-1)?.text ?? '')?.[1] ?? ''
  on.say(request({ method: 'ACK', toTag: tag, body: '' }), provider)
  on.say(request({ method: 'BYE', toTag: tag, cseq: 2 }), source)
  return on.statuses().at(-1)
}

describe('S-70: who may speak in a call of a trunk', () => {
  test.each([
    ['the same connection', provider, 200],
    ['another machine of the provider', { ...provider, address: '127.0.0.8', port: 9 }, 200],
    ['another trunk', { ...provider, trunk: '2' }, 481],
    ['a telephone at the same address', { ...peer, transport: 'TCP' } as const, 481],
  ])('%s', (_who, source, status) => {
    expect(byeFrom(source)).toBe(status)
  })
  test('and no trunk in a call of a telephone', () => {
    const on = wire()
    const toTag = establish(on)
    on.say(request({ method: 'BYE', toTag, cseq: 2 }), { ...peer, trunk: '1' })
    expect(on.statuses()).toEqual([481])
  })
})

test('S-61: a provider that challenges our BYE hears nothing of a password', () => {
  const on = wire()
  on.say(request(), provider)
  const call = on.calls.at(-1)?.call
  call?.answer('v=0\r\n')
  const tag = /\r\nTo: .*;tag=(\w+)/.exec(on.sent.splice(0).at(-1)?.text ?? '')?.[1] ?? ''
  on.say(request({ method: 'ACK', toTag: tag, body: '' }), provider)
  call?.end()
  const bye = on.sent.splice(0).at(-1)?.text ?? ''
  expect(bye).toMatch(/^BYE /)
  const via = /\r\nVia: (.*)/.exec(bye)?.[1] ?? ''
  const challenged = [
    'SIP/2.0 407 Proxy Authentication Required',
    `Via: ${via}`,
    ...(bye.match(/^(?:From|To|Call-ID|CSeq): .*$/gm) ?? []).map((one) => one.trim()),
    'Proxy-Authenticate: Digest realm="provider.example", nonce="1"',
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n')
  on.say(challenged, provider)
  expect(on.sent).toEqual([])
  on.core.clients.close()
})
