import { describe, expect, it, jest } from '@jest/globals'
import fc from 'fast-check'
import { inputsFor, targets } from './targets.ts'

jest.retryTimes(3)

/** Enough for a slip; `npm run fuzz` goes on for as long as one likes. */
const numRuns = 300

describe('S-67, S-80: what strangers send is taken or refused, whatever it is', () => {
  it.each(targets)('$name', (target) => {
    fc.assert(
      fc.property(inputsFor(target), (bytes) => {
        target.holds(bytes)
      }),
      { numRuns },
    )
  })
})

/*
 * Four times as much may take four times as long, never sixteen. Compared with itself, the best of several, so that a slow or
 * busy machine makes no difference.
 */
describe('S-67, S-80: reading takes time in proportion to the length', () => {
  const short = 450
  const growth = 4
  const growthMax = 9
  const bestOf = 5
  const takesMs = 1

  /** Header fields of at most 400 octets each: as many as it takes. */
  const lines = (name: string, piece: string, octets: number): string => {
    const each = `${name}: ${piece.repeat(Math.ceil(400 / piece.length))}\r\n`
    return each.repeat(Math.max(1, Math.round(octets / each.length)))
  }
  const sip = (field: string): string =>
    `INVITE sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.7;branch=z9hG4bKx\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:c@d>\r\nCall-ID: 1\r\nCSeq: 1 INVITE\r\n${field}Content-Length: 0\r\n\r\n`
  const bytesOf = (text: string) => Buffer.from(text, 'latin1')
  const [datagram, , sdp, , , twiml] = targets
  const adversaries = [
    ...(
      [
        ['Contact', ' '],
        ['Contact', '<'],
        ['Contact', '"\\"'],
        ['Route', '<sip:a>,'],
        ['Supported', ';;,,'],
        ['X', '\t\r\n '],
        ['Via', ' ,'],
      ] as const
    ).map(([name, piece]) => ({
      what: `SIP ${name} of ${JSON.stringify(piece)}`,
      target: datagram,
      make: (octets: number) => sip(lines(name, piece, octets)),
    })),
    {
      what: 'SDP of attributes',
      target: sdp,
      make: (octets: number) =>
        `v=0\r\nm=audio 1 RTP/AVP 8\r\n${'a=fmtp:8 ;;  \r\n'.repeat(octets / 15)}`,
    },
    ...['<a ', '&#65;', '<!--', '<a>', ' ', 'a="', ']]>', '<Say/>'].map((piece) => ({
      what: `TwiML of ${JSON.stringify(piece)}`,
      target: twiml,
      make: (octets: number) => `<Response>${piece.repeat((8 * octets) / piece.length)}</Response>`,
    })),
  ]

  /** So many readings in a row that a clock can tell. */
  function takenMs(bytes: Buffer, holds: (bytes: Buffer) => void, times: number): number {
    const began = performance.now()
    for (let time = 0; time < times; time++) holds(bytes)
    return performance.now() - began
  }

  it.each(adversaries)('$what', ({ target, make }) => {
    const [one, four] = [short, short * growth].map((octets) => bytesOf(make(octets)))
    if (!target || !one || !four) throw new Error('there is nothing to compare')
    const { holds } = target
    let times = 1
    while (takenMs(one, holds, times) < takesMs) times *= 2
    let [shortMs, longMs] = [Infinity, Infinity]
    for (let again = 0; again < bestOf; again++) {
      shortMs = Math.min(shortMs, takenMs(one, holds, times))
      longMs = Math.min(longMs, takenMs(four, holds, times))
    }
    expect(longMs / shortMs).toBeLessThan(growthMax)
  })
})
