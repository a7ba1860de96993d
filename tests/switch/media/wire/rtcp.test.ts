import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  looksLikeRtcp,
  ntpMiddle,
  ntpOf,
  readRtcp,
  writeRtcp,
} from '../../../../src/switch/media/wire/rtcp.ts'

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex')
const u32 = fc.nat(0xffff_ffff)
const block = fc.record({
  ssrc: u32,
  lossFraction: fc.nat(255),
  lost: fc.integer({ min: -0x80_0000, max: 0x7f_ffff }),
  highest: u32,
  jitter: u32,
  lastReport: u32,
  delay: u32,
})

describe('reports (RFC 3550 §6.4)', () => {
  test('a sender report, byte by byte', () => {
    const about = { ssrc: 9, lossFraction: 64, lost: -1, highest: 0x1_0002, jitter: 8 }
    const report = writeRtcp({
      ssrc: 7,
      sender: { unixMs: 500, timestamp: 160, packets: 2, octets: 320 },
      about: { ...about, lastReport: 5, delay: 6 },
      cname: 'abcd',
    })
    expect(report.toString('hex')).toBe(
      [
        '81c8000c 00000007', // SR, one block, 13 words
        '83aa7e80 80000000', // half a second after the beginning of 1970
        '000000a0 00000002 00000140',
        '00000009 40ffffff 00010002 00000008 00000005 00000006',
        '81ca0003 00000007 0104 61626364 0000', // SDES, CNAME
      ]
        .join('')
        .replaceAll(' ', ''),
    )
  })

  test('are read as they were written', () => {
    fc.assert(
      fc.property(
        u32,
        block,
        fc.boolean(),
        fc.boolean(),
        fc.nat(2e12),
        (ssrc, about, sends, goodbye, unixMs) => {
          const sender = { unixMs, timestamp: 1, packets: 2, octets: 3 }
          const datagram = writeRtcp({ ssrc, ...(sends && { sender }), about, cname: 'x', goodbye })
          expect(readRtcp(datagram)).toEqual({
            ssrc,
            sentAt: sends ? ntpMiddle(unixMs) : undefined,
            blocks: [about],
          })
          expect(looksLikeRtcp(datagram)).toBe(true)
        },
      ),
    )
  })

  test.each([
    ['nothing', ''],
    ['a head alone', '80c8'],
    ['another version', '40c90001 00000007'],
    ['a name first', '81ca0001 00000007'],
    ['sound', '80080001 00000000 00000007'],
    ['a length beyond the end', '80c90002 00000007'],
    ['a length before the end', '80c90001 00000007 00'],
    ['fewer blocks than it says', '82c90007 00000007' + '00'.repeat(24)],
    ['a sender report that is too short', '80c80001 00000007'],
    ['padding in the first', 'a0c90001 00000007'],
    ['rubbish behind it', '80c90001 00000007 01020304'],
  ])('%s is none', (_, text) => {
    expect(readRtcp(hex(text))).toBeUndefined()
  })

  test('S-65 any bytes at all are read or not, without an error', () => {
    const bytes = fc.uint8Array({ maxLength: 120 })
    fc.assert(
      fc.property(bytes, fc.constantFrom(200, 201), (bytes, type) => {
        bytes.set([0x81, type].slice(0, bytes.length))
        readRtcp(Buffer.from(bytes))
      }),
      { numRuns: 1000 },
    )
  })

  test.each([
    [8, false],
    [101, false],
    [127, false],
    [0x80 | 8, false], // the marker bit
    [200, true],
    [207, true],
  ])('beside sound, second byte %s (RFC 5761 §4): %s', (second, is) => {
    expect(looksLikeRtcp(Buffer.from([0x80, second]))).toBe(is)
  })

  test('NTP begins in 1900 and rolls over in 2036', () => {
    expect(ntpOf(0)).toEqual({ seconds: 2_208_988_800, fraction: 0 })
    expect(ntpOf(Date.UTC(2036, 1, 7, 6, 28, 16)).seconds).toBe(0)
  })
})
