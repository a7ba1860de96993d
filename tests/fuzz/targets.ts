import fc from 'fast-check'
import { emptyRtpPacket, readRtp, rtpHeaderBytes } from '../../src/switch/media/wire/rtp.ts'
import { looksLikeRtcp, readRtcp } from '../../src/switch/media/wire/rtcp.ts'
import { readTelephoneEvent } from '../../src/switch/media/wire/telephone-event.ts'
import { readDescription } from '../../src/switch/sdp/read.ts'
import { answerOffer } from '../../src/switch/sdp/answer.ts'
import { readDatagram } from '../../src/switch/sip/message/read.ts'
import { framing } from '../../src/switch/sip/transport/stream.ts'
import { TwimlError } from '../../src/switch/twiml/errors.ts'
import { readDocument } from '../../src/switch/twiml/read.ts'
import { depthMax } from '../../src/switch/twiml/xml.ts'
import { torture } from '../fixtures/sip/torture.ts'
import { peer, wire } from '../switch/sip/wire.ts'

/** One reader of what strangers send: where to begin, what to mix in, and what must hold whatever comes. */
export type Target = {
  readonly name: string
  readonly seeds: readonly Buffer[]
  /** Words that the format knows, and numbers that programs stumble over. */
  readonly words: readonly string[]
  /** @throws when something does not hold */
  readonly holds: (bytes: Buffer) => void
}

const naughtyNumbers = [
  ...['-1', '0', '00', '65535', '65536', '2147483647', '2147483648', '4294967295', '4294967296'],
  ...[
    '9007199254740993',
    '18446744073709551616',
    '1e9',
    '0x10',
    '١',
    'NaN',
    '+5',
    ' 7 ',
    '9'.repeat(60),
  ],
]
const latin = (text: string): Buffer => Buffer.from(text, 'latin1')
const sipSeeds = torture.map(({ message }) => latin(message))
const sipWords = [
  ...[
    '\r\n',
    '\r\n ',
    '\r\n\r\n',
    '\n',
    '\r',
    '\0',
    ';',
    ',',
    '<',
    '>',
    '"',
    '\\',
    '%',
    '%00',
    '?',
    '@',
  ],
  ...[
    ';tag=',
    ';branch=',
    ';rport',
    ';lr',
    ';maddr=',
    ';ttl=',
    'SIP/2.0',
    'sip:',
    'sips:',
    'tel:',
    '[::1]',
  ],
  ...[
    'Via: ',
    'v: ',
    'CSeq: ',
    'Content-Length: ',
    'l: ',
    'Route: ',
    'Record-Route: ',
    'Contact: *',
  ],
  ...[
    'Session-Expires: ',
    'Min-SE: ',
    'Require: ',
    'INVITE',
    'ACK',
    'CANCEL',
    'BYE',
    'UPDATE',
    ' '.repeat(500),
  ],
]

const offer = [
  ...['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 'c=IN IP4 127.0.0.1', 't=0 0'],
  ...['m=audio 4000 RTP/AVP 8 0 101', 'a=rtpmap:101 telephone-event/8000', 'a=fmtp:101 0-15'],
  ...['a=ptime:20', 'a=sendrecv', ''],
].join('\r\n')
const us = {
  ...{ address: '127.0.0.1', port: 5000, sessionId: 1, version: 1 },
  ...{ mayReach: () => true, standsFor: (address: string) => address },
}

const documents = [
  '<?xml version="1.0" encoding="UTF-8"?><Response><Gather action="/a" numDigits="6" timeout="10"><Say language="de-DE">Guten Tag</Say><Play>/a.wav</Play></Gather><Redirect>/b?x=1&amp;y=2</Redirect></Response>',
  '<Response><Dial action="/left" hangupOnStar="true"><Conference beep="false" waitUrl="" statusCallbackEvent="start end">r&#x41;&#65;</Conference></Dial></Response>',
  '<Response><Pause length="3"/><!-- c --><Say><![CDATA[<a>]]></Say><Hangup/></Response>',
]

function sipHolds(bytes: Buffer): void {
  const on = wire()
  try {
    on.say(bytes.toString('latin1'))
    if (on.errors.length > 0)
      throw new Error(`a message failed in our hands: ${JSON.stringify(on.errors)}`)
    // Answers go back to where the request came from, and are messages, unless what they repeat was none.
    const sound = readDatagram(bytes).is === 'request'
    for (const { text, to } of on.sent) {
      if (sound && readDatagram(latin(text)).is !== 'response')
        throw new Error(`we sent nonsense: ${text}`)
      if (to.address !== peer.address) throw new Error(`an answer went to ${to.address}`)
    }
  } finally {
    for (const { call } of on.calls) call.refuse(486)
    on.core.servers.close()
    on.core.clients.close()
  }
}

/** In pieces or whole, a stream is the same messages. */
function streamHolds(bytes: Buffer): void {
  const [whole, half] = [framing(), framing()]
  const at = bytes.length >> 1
  const first = whole.take(bytes)
  const parts = half.take(bytes.subarray(0, at))
  const more = parts.lost ? undefined : half.take(bytes.subarray(at))
  const seen = [...parts.readings, ...(more?.readings ?? [])]
  const kinds = (readings: readonly { readonly is: string }[]) =>
    readings.map(({ is }) => is).join()
  if (kinds(first.readings) !== kinds(seen)) throw new Error('pieces are read in another way')
  if (whole.pendingBytes > bytes.length) throw new Error('more is kept than came')
}

function documentHolds(bytes: Buffer): void {
  try {
    readDocument(bytes, 'http://127.0.0.1/voice')
  } catch (error) {
    if (!(error instanceof TwimlError)) throw error
  }
}

function rtpHolds(bytes: Buffer): void {
  const packet = emptyRtpPacket()
  if (readRtp(bytes, packet)) {
    const inside =
      packet.start >= rtpHeaderBytes && packet.start <= packet.end && packet.end <= bytes.length
    if (!inside) throw new Error('the payload lies outside the packet')
    readTelephoneEvent(bytes, packet.start, packet.end)
  }
}

export const targets: readonly Target[] = [
  { name: 'SIP as a datagram', seeds: sipSeeds, words: sipWords, holds: sipHolds },
  { name: 'SIP on a stream', seeds: sipSeeds, words: sipWords, holds: streamHolds },
  {
    name: 'SDP',
    seeds: [latin(offer), latin(offer.replace('AVP', 'SAVP'))],
    words: [
      'm=audio ',
      'm=video ',
      'a=',
      'c=IN IP6 ::1',
      'c=IN IP4 0.0.0.0',
      'a=rtpmap:',
      'a=fmtp:',
      'a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:',
      '\r\n',
      '\n',
      '/',
      ' ',
    ],
    holds: (bytes) => {
      readDescription(bytes.toString())
      answerOffer(bytes.toString(), us)
    },
  },
  {
    name: 'RTP',
    seeds: [
      Buffer.from('800800010000000a00000001d5d5d5d5', 'hex'),
      Buffer.from(
        'b1e5000100000001000000070000000100000002bede0001000000000100000a0500a0000004',
        'hex',
      ),
    ],
    words: ['\x80', '\xff', '\0\0\0\0'],
    holds: rtpHolds,
  },
  {
    name: 'RTCP',
    seeds: [
      Buffer.from('80c90001000000018 1cb00010000000100'.replaceAll(' ', ''), 'hex'),
      Buffer.from('81c8000c00000001'.padEnd(104, '0'), 'hex'),
    ],
    words: ['\x81\xc8', '\x80\xc9', '\x81\xca', '\x81\xcb', '\xff\xff'],
    holds: (bytes) => {
      if (looksLikeRtcp(bytes)) readRtcp(bytes)
    },
  },
  {
    name: 'TwiML',
    seeds: documents.map((text) => Buffer.from(text)),
    words: [
      '<',
      '>',
      '</',
      '/>',
      '&',
      '&amp;',
      '&#0;',
      '&#x10FFFF;',
      '&#99999999999;',
      '&lol;',
      '<!DOCTYPE a>',
      '<![CDATA[',
      ']]>',
      '<!--',
      '-->',
      '<?x?>',
      '"',
      "'",
      '<Record/>',
      '<Gather>'.repeat(depthMax + 2),
      '\0',
      '\ufeff',
      ' xmlns:a="b"',
    ],
    holds: documentHolds,
  },
]

type Edit = { readonly at: number; readonly take: number; readonly put: Buffer }

/** Texts like the seeds, with some of it changed, cut, doubled, or taken from elsewhere. */
export function inputsFor({ seeds, words }: Target): fc.Arbitrary<Buffer> {
  const put = fc.oneof(
    fc.constantFrom(...words, ...naughtyNumbers).map(latin),
    fc.uint8Array({ maxLength: 8 }).map((bytes) => Buffer.from(bytes)),
    fc
      .tuple(fc.constantFrom(...seeds), fc.double({ min: 0, max: 1, noNaN: true }))
      .map(([seed, at]) => seed.subarray(Math.floor(seed.length * at)).subarray(0, 200)),
    fc
      .tuple(fc.constantFrom(...words), fc.integer({ min: 2, max: 120 }))
      .map(([word, times]) => latin(word.repeat(times))),
  )
  const edit: fc.Arbitrary<Edit> = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    take: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 40 })),
    put,
  })
  return fc
    .tuple(fc.constantFrom(...seeds), fc.array(edit, { minLength: 1, maxLength: 6 }))
    .map(([seed, edits]) =>
      edits.reduce((bytes, { at, take, put }) => {
        const place = Math.floor(bytes.length * at)
        return Buffer.concat([bytes.subarray(0, place), put, bytes.subarray(place + take)])
      }, seed),
    )
}
