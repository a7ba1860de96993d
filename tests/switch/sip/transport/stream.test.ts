import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { framing } from '../../../../src/switch/sip/transport/stream.ts'
import { request } from '../wire.ts'

const octets = (text: string) => Buffer.from(text, 'latin1')

const headBytesMax = 16 * 1024

it('S-67: a head that is too long is refused, whether it comes in pieces or at once', () => {
  const long = Buffer.from(`INVITE sip:a@b SIP/2.0\r\nX: ${'x'.repeat(headBytesMax)}\r\n\r\n`)
  const [whole, pieces] = [framing(), framing()]
  expect(whole.take(long)).toMatchObject({ lost: true, readings: [{ is: 'bad-request' }] })
  expect(pieces.take(long.subarray(0, headBytesMax - 1))).toMatchObject({ lost: false })
  expect(pieces.take(long.subarray(headBytesMax - 1))).toMatchObject({ lost: true })
})

describe('SIP over a stream (RFC 3261 §18.3)', () => {
  it('finds the same messages however the stream is cut', () => {
    const texts = [
      request({ callId: 'a' }),
      '\r\n\r\n',
      request({ callId: 'b', body: '' }),
      request({ callId: 'c' }),
    ]
    const all = octets(texts.join(''))
    fc.assert(
      fc.property(fc.array(fc.nat(all.length), { maxLength: 40 }), (cuts) => {
        const frames = framing()
        const found: string[] = []
        const edges = [0, ...cuts.sort((a, b) => a - b), all.length]
        for (let i = 1; i < edges.length; i++) {
          const taken = frames.take(all.subarray(edges[i - 1], edges[i]))
          expect(taken.lost).toBe(false)
          for (const reading of taken.readings)
            found.push(reading.is === 'request' ? reading.callId : reading.is)
        }
        expect(found).toEqual(['a', 'b', 'c'])
        expect(frames.pendingBytes).toBe(0)
      }),
    )
  })

  it('answers the double CRLF of a peer that wants to know whether we live (RFC 5626 §4.4.1)', () => {
    expect(framing().take(octets('\r\n\r\n'))).toEqual({ readings: [], pings: 1, lost: false })
    expect(framing().take(octets('\r\n'))).toEqual({ readings: [], pings: 0, lost: false })
  })

  it.each<[string, string]>([
    ['no Content-Length', request({ body: '' }).replace('Content-Length: 0\r\n', '')],
    ['a negative Content-Length', request({ body: '' }).replace('Length: 0', 'Length: -1')],
    [
      'two lengths',
      request({ body: '' }).replace('Content-Length: 0', 'l: 3\r\nContent-Length: 0'),
    ],
    ['S-67 a message above 64 KiB', request({ body: '' }).replace('Length: 0', 'Length: 65536')],
    ['a head that never ends', `INVITE sip:a@b SIP/2.0\r\n${'X: y\r\n'.repeat(4000)}`],
  ])('%s is answered with 400 and the stream is lost', (_, text) => {
    const { readings, lost } = framing().take(octets(text))
    expect(lost).toBe(true)
    expect(readings).toMatchObject([{ is: 'bad-request', status: 400 }])
  })

  it('holds no more than one message, however slowly it comes', () => {
    const frames = framing()
    let lost = false
    let most = 0
    for (let i = 0; i < 40_000 && !lost; i++) {
      lost = frames.take(octets('y')).lost
      most = Math.max(most, frames.pendingBytes)
    }
    expect(lost).toBe(true)
    expect(most).toBeLessThanOrEqual(16 * 1024)
  })
})
