import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { hole, WaitingSound } from '../../../../src/switch/media/codec/waiting-sound.ts'

const frame = new Int16Array(160)
const packetOf = (samples: number, byte: number) => new Uint8Array(samples).fill(byte)

/** Bytes by their timestamps, as anybody would write it down. */
function model() {
  const bytes = new Map<number, number>()
  return {
    write(timestamp: number, packet: Uint8Array) {
      packet.forEach((byte, i) => bytes.set((timestamp + i) >>> 0, byte))
    },
    read(timestamp: number): number[] {
      return Array.from({ length: 160 }, (_, i) => {
        const at = (timestamp + i) >>> 0
        const byte = bytes.get(at) ?? hole
        bytes.delete(at)
        return byte
      })
    },
    erase(timestamp: number, count: number) {
      for (let i = 0; i < count; i++) bytes.delete((timestamp + i) >>> 0)
    },
  }
}

/** Packets of any length with any gaps between them, in any order, and what is done in between. */
const packets = fc.array(
  fc.record({ samples: fc.integer({ min: 1, max: 480 }), gap: fc.nat(200), key: fc.nat() }),
  { minLength: 1, maxLength: 12 },
)
const reads = fc.array(fc.constantFrom('read', 'read', 'read', 'again', 'erase'), {
  minLength: 1,
  maxLength: 40,
})

describe('sound that waits', () => {
  test('is read from where it belongs, and once, over the wrap of timestamps as well', () => {
    fc.assert(
      fc.property(packets, reads, fc.integer({ min: 0, max: 0xffffffff }), (all, acts, first) => {
        const waiting = new WaitingSound()
        const plain = model()
        let timestamp = first
        const placed = all.map(({ samples, gap, key }, number) => {
          const at = (timestamp + gap) >>> 0
          timestamp = at + samples
          return { at, key, packet: packetOf(samples, number) }
        })
        for (const { at, packet } of placed.toSorted((a, b) => a.key - b.key)) {
          waiting.write(at, packet, 0, packet.length)
          plain.write(at, packet)
        }
        let at = first
        for (const act of acts) {
          if (act === 'erase') {
            waiting.erase(at, 160)
            plain.erase(at, 160)
          } else {
            // Somebody who moves back hears nothing twice.
            if (act === 'again') at -= 160
            const holes = waiting.read(at >>> 0, frame)
            expect([...frame]).toEqual(plain.read(at))
            expect(holes).toBe(frame.filter((byte) => byte === hole).length)
          }
          at += 160
        }
      }),
    )
  })

  test('of a packet only what it says is taken', () => {
    const waiting = new WaitingSound()
    waiting.write(0, Uint8Array.from([9, 9, 1, 2, 3, 9]), 2, 5)
    expect(waiting.read(0, frame)).toBe(157)
    expect([...frame.subarray(0, 4)]).toEqual([1, 2, 3, hole])
  })

  test('S-66 more packets than can wait are left out; those that wait are heard', () => {
    const waiting = new WaitingSound()
    for (let n = 0; n < 1000; n++) waiting.write(n, packetOf(1, 7), 0, 1)
    expect(waiting.read(0, frame)).toBe(160 - 64)
    expect(waiting.read(0, frame)).toBe(160)
  })
})
