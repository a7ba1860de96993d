/** What strangers and broken telephones send, in any amount. */
import { randomBytes, randomInt } from 'node:crypto'
import fc from 'fast-check'
import { inputsFor, targets, type Target } from '../../fuzz/targets.ts'

/** Endless, and of one kind after the other. */
export type Rubbish = () => Buffer

const mutatedMessages = 4000
const mutatedPackets = 4000
const seed = 4475

const mutated = (name: string, count: number): Buffer[] => {
  const target = targets.find((one): one is Target => one.name === name)
  if (!target) throw new Error(`nothing is known of ${name}`)
  return fc.sample(inputsFor(target), { numRuns: count, seed })
}

const inTurn = (...kinds: readonly Rubbish[]): Rubbish => {
  let turn = 0
  return () => kinds[turn++ % kinds.length]!()
}
const again = (all: readonly Buffer[]): Rubbish => {
  let at = 0
  return () => all[at++ % all.length]!
}
const bytes = (most: number): Rubbish => {
  return () => randomBytes(randomInt(1, most))
}

/** Each is new to the switch: another branch, Call-ID and tag. */
function request(method: string, body = ''): Rubbish {
  let sent = 0
  return () => {
    const one = `${method}${process.pid}x${++sent}`
    return Buffer.from(
      [
        `${method} sip:${100 + (sent % 900)}@127.0.0.1 SIP/2.0`,
        `Via: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bK${one};rport`,
        `From: "sipvicious" <sip:100@1.1.1.1>;tag=${one}`,
        'To: "sipvicious" <sip:100@1.1.1.1>',
        `Call-ID: ${one}`,
        `CSeq: 1 ${method}`,
        'Contact: <sip:100@127.0.0.1:5060>',
        'Max-Forwards: 70',
        'User-Agent: friendly-scanner',
        ...(body === '' ? [] : ['Content-Type: application/sdp']),
        `Content-Length: ${body.length}`,
        '',
        body,
      ].join('\r\n'),
    )
  }
}

const offer = [
  ...['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 'c=IN IP4 127.0.0.1', 't=0 0'],
  ...['m=audio 9 RTP/AVP 8 0 101', 'a=rtpmap:101 telephone-event/8000', ''],
].join('\r\n')

/** SIP: broken in the ways of RFC 4475 and others, noise, and what scanners ask; one in eight is a call. */
export function sipRubbish(): Rubbish {
  return inTurn(
    again(mutated('SIP as a datagram', mutatedMessages)),
    request('REGISTER'),
    request('OPTIONS'),
    bytes(1200),
    again(mutated('SIP as a datagram', mutatedMessages)),
    request('INVITE', offer),
    request('MESSAGE'),
    request('BYE'),
  )
}

/** RTP and RTCP: broken, empty, cut short, or sound of somebody else. */
export function rtpRubbish(): Rubbish {
  const stranger = Buffer.alloc(172, 0x55)
  stranger[0] = 0x80
  stranger[1] = 8
  return inTurn(
    again(mutated('RTP', mutatedPackets)),
    bytes(200),
    again(mutated('RTCP', mutatedPackets)),
    () => {
      // Another source and a number that leads nowhere: not to be heard (RFC 3550 §A.1).
      stranger.writeUInt16BE(randomInt(2 ** 16), 2)
      stranger.writeUInt32BE(randomInt(2 ** 32), 8)
      return stranger
    },
    again([Buffer.alloc(0), Buffer.alloc(1), Buffer.from([0x80]), Buffer.alloc(1500, 0xff)]),
  )
}
