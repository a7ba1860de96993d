import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  emptyRtpPacket,
  readRtp,
  sequenceAhead,
  timestampAhead,
  writeRtpHeader,
} from '../../../../src/switch/media/wire/rtp.ts'

const header = fc.record({
  payloadType: fc.nat(127),
  marker: fc.boolean(),
  sequence: fc.nat(0xffff),
  timestamp: fc.nat(0xffffffff),
  ssrc: fc.nat(0xffffffff),
})

describe('RTP packets (RFC 3550 §5.1)', () => {
  test('what is written is read', () => {
    fc.assert(
      fc.property(header, fc.uint8Array({ maxLength: 480 }), (written, payload) => {
        const bytes = new Uint8Array(12 + payload.length)
        writeRtpHeader(bytes, written)
        bytes.set(payload, 12)
        const packet = emptyRtpPacket()
        expect(readRtp(bytes, packet)).toBe(true)
        expect(packet).toEqual({ ...written, start: 12, end: bytes.length })
      }),
    )
  })

  test('extension, contributing sources and padding are stepped over', () => {
    const bytes = Uint8Array.from([
      ...[0x80 | 0x20 | 0x10 | 1, 8, 0, 1, 0, 0, 0, 160, 0, 0, 0, 9], // P, X, one CSRC
      ...[1, 2, 3, 4],
      ...[0xbe, 0xde, 0, 1, 5, 6, 7, 8],
      ...[0xd5, 0xd5, 0, 2],
    ])
    const packet = emptyRtpPacket()
    expect(readRtp(bytes, packet)).toBe(true)
    expect([...bytes.subarray(packet.start, packet.end)]).toEqual([0xd5, 0xd5])
  })

  test.each([
    ['shorter than a header', [0x80, 8, 0, 1, 0, 0, 0, 0, 0, 0, 0]],
    ['version 1', [0x40, 8, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]],
    ['more padding than payload', [0xa0, 8, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3]],
    ['padding of nothing', [0xa0, 8, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
    ['contributing sources that are not there', [0x8f, 8, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]],
    ['an extension that is not there', [0x90, 8, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9]],
  ])('S-65 %s is refused', (_, bytes) => {
    expect(readRtp(Uint8Array.from(bytes), emptyRtpPacket())).toBe(false)
  })

  test('S-65 any bytes at all: refused, or a payload that lies within them', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        if (bytes.length > 0) bytes[0] = 0x80 | (bytes[0]! & 0x3f)
        const packet = emptyRtpPacket()
        if (!readRtp(bytes, packet)) return
        expect(packet.start).toBeGreaterThanOrEqual(12)
        expect(packet.start).toBeLessThanOrEqual(packet.end)
        expect(packet.end).toBeLessThanOrEqual(bytes.length)
      }),
    )
  })

  test('numbers are compared over their wrap', () => {
    expect(sequenceAhead(2, 0xffff)).toBe(3)
    expect(sequenceAhead(0xffff, 2)).toBe(-3)
    expect(timestampAhead(80, 0xffffffb0)).toBe(160)
    expect(timestampAhead(0xffffffb0, 80)).toBe(-160)
  })
})
