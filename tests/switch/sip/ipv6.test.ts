import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { afterEach, beforeEach, describe, expect, it, jest, test } from '@jest/globals'
import type { Source } from '../../../src/switch/sip/call/call.ts'
import { openSipEndpoint } from '../../../src/switch/sip/endpoint.ts'
import { headerOf } from '../../../src/switch/sip/message/message.ts'
import { readDatagram } from '../../../src/switch/sip/message/read.ts'
import { ourSdp, request, wire } from './wire.ts'

const peer: Source = { transport: 'UDP', address: '2001:db8::9', port: 5062 }

type Case = readonly [
  section: string,
  what: string,
  change: readonly [from: string, to: string][],
  answers: number[],
]

const target = 'sip:konferenz@127.0.0.1 SIP'
const via = 'SIP/2.0/UDP 127.0.0.7:5062;branch=z9hG4bKsix;rport'

// The cases of RFC 5118, each in words of our own.
const cases: readonly Case[] = [
  ['4.1', 'an address in brackets', [[target, 'sip:konferenz@[2001:db8::10] SIP']], [100]],
  [
    '4.2',
    'an address without them, which could end in a port',
    [[target, 'sip:2001:db8::10 SIP']],
    [400],
  ],
  [
    '4.3',
    'brackets around what may be meant as a port',
    [[target, 'sip:[2001:db8::10:5070] SIP']],
    [100],
  ],
  ['4.4', 'a port behind the brackets', [[target, 'sip:[2001:db8::10]:5070 SIP']], [100]],
  ['4.5', 'received in brackets', [[via, `${via};received=[2001:db8::9:255]`]], [100]],
  ['4.5', 'received without them', [[via, `${via};received=2001:db8::9:255`]], [100]],
  [
    '4.6',
    'an address of each kind in two Vias',
    [[via, `SIP/2.0/UDP [2001:db8::9]:5062;branch=z9hG4bKsix;rport, ${via}`]],
    [100],
  ],
  [
    '4.9',
    'an IPv4 address inside one of IPv6',
    [[target, 'sip:[::ffff:192.0.2.10]:19823 SIP']],
    [100],
  ],
  [
    '4.10',
    'three colons, as the grammar of RFC 3261 once had it',
    [[target, 'sip:[2001:db8:::192.0.2.1] SIP']],
    [400],
  ],
]

describe('RFC 5118', () => {
  beforeEach(() => {
    jest.useFakeTimers()
  })
  afterEach(() => {
    jest.useRealTimers()
  })

  it.each(cases)('§%s: %s', (_section, _what, change, answers) => {
    const on = wire({ mayTalk: () => true })
    let text = request({ branch: 'z9hG4bKsix' })
    for (const [from, to] of change) {
      expect(text).toContain(from)
      text = text.replace(from, to)
    }
    on.say(text, peer)
    expect(on.statuses()).toEqual(answers)
  })

  it('answers and requests of ours go to the address, with brackets where RFC 3261 wants them', () => {
    const on = wire({ mayTalk: () => true })
    const contact = '<sip:ada@[2001:db8::9]:5070>'
    on.say(request().replace('<sip:ada@127.0.0.7:5062>', contact), peer)
    on.calls[0]!.call.answer(ourSdp)
    const ok = on.sent[1]!
    expect(ok.to).toMatchObject({ address: peer.address, port: peer.port })
    expect(ok.text).toMatch(/^Via: .*;rport=5062;received=2001:db8::9\r$/m)
    const tag = /\r\nTo: .*;tag=(\w+)/.exec(ok.text)![1]!
    on.say(request({ method: 'ACK', toTag: tag, body: '' }), peer)
    on.sent.splice(0)
    on.calls[0]!.call.end()
    expect(on.sent[0]!.to).toMatchObject({ address: '2001:db8::9', port: 5070 })
    expect(on.next()).toMatchObject({ method: 'BYE', uri: 'sip:ada@[2001:db8::9]:5070' })
  })

  it('S-70 nobody speaks in the call from another address of the same network', () => {
    const on = wire({ mayTalk: () => true })
    on.say(request(), peer)
    on.calls[0]!.call.answer(ourSdp)
    const tag = /\r\nTo: .*;tag=(\w+)/.exec(on.sent[1]!.text)![1]!
    on.statuses()
    on.say(request({ method: 'BYE', toTag: tag, cseq: 2 }), { ...peer, address: '2001:db8::a' })
    expect(on.statuses()).toEqual([481])
    expect(on.calls[0]?.ended).toEqual([])
  })
})

const loopback = '::1'
const hasIpv6 = Object.values(networkInterfaces()).some((all) =>
  all?.some(({ address }) => address === loopback),
)

// A machine may have no IPv6 at all; then there is nothing to listen on.
const onIpv6 = hasIpv6 ? test : test.skip

onIpv6('a call comes in over IPv6, by UDP and by TCP', async () => {
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
  await using stack = new AsyncDisposableStack()
  const endpoint = await openSipEndpoint({
    ...{ host: loopback, port: 0, callsMax: 10, log, mayTalk: (address) => address === loopback },
    onCall(call) {
      call.listen({
        acknowledged: () => undefined,
        reoffered: () => ourSdp,
        pressed: () => undefined,
        ended: () => undefined,
      })
      call.refuse(486)
    },
  })
  stack.defer(() => endpoint.close())

  const socket = createSocket('udp6')
  stack.defer(() => void socket.close())
  socket.bind(0, loopback)
  await once(socket, 'listening')
  const answers: string[] = []
  socket.on('message', (bytes) => answers.push(bytes.toString('latin1')))
  socket.send(request(), endpoint.port, loopback)
  while (answers.length < 2) await once(socket, 'message')
  const busy = readDatagram(Buffer.from(answers[1]!, 'latin1'))
  if (busy.is !== 'response') throw new Error('no answer')
  expect(busy.status).toBe(486)
  expect(headerOf(busy.headers, 'via')).toContain(`;received=${loopback}`)

  const stream = connect(endpoint.port, loopback)
  stack.defer(() => void stream.destroy())
  stream.write(request({ callId: 'call-2' }).replace('SIP/2.0/UDP', 'SIP/2.0/TCP'))
  let heard = ''
  stream.on('data', (bytes) => (heard += bytes.toString('latin1')))
  while (!heard.includes('SIP/2.0 486')) await once(stream, 'data')
  expect(heard).toContain('SIP/2.0 100')
})
