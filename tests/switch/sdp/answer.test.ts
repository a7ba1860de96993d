import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Agreed, LocalSound } from '../../../src/switch/sdp/agreed.ts'
import { answerOffer } from '../../../src/switch/sdp/answer.ts'

const local: LocalSound = {
  address: '192.0.2.1',
  port: 10_000,
  sessionId: 4711,
  version: 3,
  mayReach: (address) => address.startsWith('192.0.2.'),
}

const offer = (...lines: string[]) =>
  ['v=0', 'o=- 1 1 IN IP4 192.0.2.7', 's=-', 'c=IN IP4 192.0.2.7', 't=0 0', ...lines, ''].join(
    '\r\n',
  )

const audio = (payloads: string, ...lines: string[]) =>
  offer(
    `m=audio 4000 RTP/AVP ${payloads}`,
    'a=rtpmap:8 PCMA/8000',
    'a=rtpmap:0 PCMU/8000',
    'a=rtpmap:101 telephone-event/8000',
    ...lines,
  )

const accepted = (text: string, before?: Agreed) => {
  const answer = answerOffer(text, local, before)
  if ('status' in answer) throw new Error(answer.why)
  return { ...answer, lines: answer.sdp.split('\r\n') }
}

describe('answers to offers (RFC 3264 §6)', () => {
  test('the whole answer to an everyday offer', () => {
    expect(accepted(audio('8 0 101')).lines).toEqual([
      'v=0',
      'o=- 4711 3 IN IP4 192.0.2.1',
      's=-',
      'c=IN IP4 192.0.2.1',
      't=0 0',
      'm=audio 10000 RTP/AVP 8 101',
      'a=rtpmap:8 PCMA/8000',
      'a=rtpmap:101 telephone-event/8000',
      'a=fmtp:101 0-15',
      'a=ptime:20',
      'a=sendrecv',
      '',
    ])
  })

  test.each([
    ['8 0 101', 'PCMA'],
    ['0 8 101', 'PCMA'],
    ['9 8 0 101', 'G722'],
    ['8 0 9', 'G722'],
    ['18 0 101', 'PCMU'],
    ['0', 'PCMU'],
    ['8', 'PCMA'],
  ])('A-13 of %s we speak %s, the best that both have', (payloads, codec) => {
    expect(accepted(audio(payloads)).agreed.codec).toBe(codec)
  })

  test('codecs need no rtpmap where RFC 3551 gives them a number', () => {
    expect(accepted(offer('m=audio 4000 RTP/AVP 0 8')).agreed.codec).toBe('PCMA')
  })

  test('a number that means something else here is not that codec', () => {
    const text = offer('m=audio 4000 RTP/AVP 8 0', 'a=rtpmap:8 L16/44100')
    expect(accepted(text).agreed.codec).toBe('PCMU')
  })

  test.each<[string, string[], { mux: boolean; port: number }]>([
    ['to the port above', [], { mux: false, port: 4001 }],
    ['to a port of their own (RFC 3605)', ['a=rtcp:4711'], { mux: false, port: 4711 }],
    ['to that port, at no other host', ['a=rtcp:4711 IN IP4 10.0.0.9'], { mux: false, port: 4711 }],
    ['with the sound (RFC 5761)', ['a=rtcp-mux'], { mux: true, port: 4001 }],
  ])('reports go %s', (_, lines, rtcp) => {
    const { agreed, lines: said } = accepted(audio('8 101', ...lines))
    expect(agreed.rtcp).toEqual(rtcp)
    expect(said.includes('a=rtcp-mux')).toBe(rtcp.mux)
  })

  test.each([96, 101, 127])('keys come at the payload type offered: %s', (payload) => {
    const text = offer(
      `m=audio 4000 RTP/AVP 8 ${payload}`,
      `a=rtpmap:${payload} telephone-event/8000`,
    )
    const { agreed, lines } = accepted(text)
    expect(agreed.telephoneEventPayloadType).toBe(payload)
    expect(lines).toContain(`m=audio 10000 RTP/AVP 8 ${payload}`)
  })

  test('no keys offered, none answered; those for wideband alone are none', () => {
    const wide = offer('m=audio 4000 RTP/AVP 8 97', 'a=rtpmap:97 telephone-event/16000')
    for (const text of [audio('8 0'), wide]) {
      const { agreed, sdp } = accepted(text)
      expect(agreed).not.toHaveProperty('telephoneEventPayloadType')
      expect(sdp).not.toContain('telephone-event')
    }
  })

  test('every other line is refused in its place', () => {
    const text = offer(
      'm=video 5000 RTP/AVP 96',
      'm=audio 4002 RTP/SAVP 8',
      'm=audio 4000 RTP/AVP 8',
      'm=image 6000 udptl t38',
    )
    expect(accepted(text).lines.filter((line) => line.startsWith('m='))).toEqual([
      'm=video 0 RTP/AVP 96',
      'm=audio 0 RTP/SAVP 8',
      'm=audio 10000 RTP/AVP 8',
      'm=image 0 udptl t38',
    ])
    expect(accepted(text).agreed.port).toBe(4000)
  })

  test.each([
    ['sendrecv', 'sendrecv'],
    ['sendonly', 'recvonly'],
    ['recvonly', 'sendonly'],
    ['inactive', 'inactive'],
  ])('%s is answered with %s', (theirs, ours) => {
    for (const text of [
      audio('8', `a=${theirs}`),
      audio('8').replace('t=0 0', `t=0 0\r\na=${theirs}`),
    ]) {
      const { agreed, lines } = accepted(text)
      expect(agreed.direction).toBe(ours)
      expect(lines).toContain(`a=${ours}`)
    }
  })

  test("a line's own address wins over the session's", () => {
    expect(accepted(audio('8', 'c=IN IP4 192.0.2.99')).agreed.address).toBe('192.0.2.99')
  })

  test('the same offer gets the same answer: a refresh changes no version', () => {
    expect(accepted(audio('8')).sdp).toBe(accepted(audio('8')).sdp)
  })
})

describe('hold by the old address (RFC 3264 §8.4)', () => {
  const held = audio('8 101').replace('c=IN IP4 192.0.2.7', 'c=IN IP4 0.0.0.0')

  test('keeps the place agreed on, sends nothing there', () => {
    const { agreed: before } = accepted(audio('8 101'))
    const { agreed, lines } = accepted(held, before)
    expect(agreed).toEqual({ ...before, direction: 'recvonly' })
    expect(lines).toContain('a=recvonly')
  })

  test('S-64 at the start of a call it is no address', () => {
    expect(answerOffer(held, local)).toMatchObject({ status: 488 })
  })
})

describe('offers refused with 488', () => {
  test.each([
    ['no codec of ours', audio('3 18')],
    ['encrypted sound only', offer('m=audio 4000 RTP/SAVP 8')],
    ['no audio', offer('m=video 5000 RTP/AVP 96')],
    ['audio switched off', offer('m=audio 0 RTP/AVP 8')],
    ['no line at all', offer()],
    ['no address', audio('8').replace('c=IN IP4 192.0.2.7\r\n', '')],
    ['a name for an address', audio('8').replace('IP4 192.0.2.7\r\nt', 'IP4 phone.example\r\nt')],
    ['another kind of address', audio('8').replace('c=IN IP4 192.0.2.7', 'c=IN IP6 2001:db8::1')],
    ['an address that lies about its kind', audio('8').replace('c=IN IP4', 'c=IN IP6')],
    ['a port beyond all', offer('m=audio 70000 RTP/AVP 8')],
    ['nothing', ''],
    ['something else', 'Guten Tag'],
    ['too much', audio('8', `a=x:${'x'.repeat(9000)}`)],
    ['too many lines', offer(...Array<string>(50).fill('m=audio 4000 RTP/AVP 8'))],
  ])('%s', (_, text) => {
    expect(answerOffer(text, local)).toMatchObject({ status: 488 })
  })

  test.each([
    '127.0.0.1',
    '0.0.0.0',
    '0.1.2.3',
    '224.0.0.1',
    '239.1.1.1',
    '255.255.255.255',
    '198.51.100.1',
  ])('S-64 sound for %s', (address) => {
    const text = audio('8').replace('c=IN IP4 192.0.2.7', `c=IN IP4 ${address}`)
    expect(answerOffer(text, local)).toMatchObject({ status: 488 })
  })

  test.each(['0.0.0.0', '224.0.0.1', '255.255.255.255'])(
    'S-64 %s even where the operator allowed every address',
    (address) => {
      const text = audio('8').replace('c=IN IP4 192.0.2.7', `c=IN IP4 ${address}`)
      expect(answerOffer(text, { ...local, mayReach: () => true })).toMatchObject({ status: 488 })
    },
  )

  test.each(['::', 'ff02::1', '::ffff:192.0.2.7', '0:0:0:0:0:0:0:0'])(
    'S-64 %s over IPv6',
    (address) => {
      const six = { ...local, address: '2001:db8::1', mayReach: () => true }
      const text = (to: string) => audio('8').replace('c=IN IP4 192.0.2.7', `c=IN IP6 ${to}`)
      expect(answerOffer(text(address), six)).toMatchObject({ status: 488 })
      expect(answerOffer(text('2001:DB8:0::7'), six)).toMatchObject({
        agreed: { address: '2001:db8::7' },
      })
    },
  )

  test('any text at all: an answer or 488, never an error', () => {
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom(
        ...['c=IN IP4 192.0.2.7', 'm=audio 4000 RTP/AVP 8', 'm=audio', 'a=rtpmap:8', 'a=sendonly'],
        ...['a=rtpmap:8 PCMA/8000', 'm=audio 1 RTP/AVP', 'a=rtpmap:101 telephone-event/8000', 'm='],
        ...[
          'c=IN IP4 ',
          'c=IN IP4 5',
          'a=rtpmap: /',
          'm=audio 4000 RTP/AVP 8 x -1 101',
          'o=',
          'v=',
        ],
      ),
    )
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const answer = answerOffer(lines.join('\r\n'), local)
        if ('status' in answer) expect(answer.status).toBe(488)
        else expect(local.mayReach(answer.agreed.address)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })
})
