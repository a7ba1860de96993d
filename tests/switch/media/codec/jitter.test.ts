import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { JitterBuffer } from '../../../../src/switch/media/codec/jitter.ts'
import { hole } from '../../../../src/switch/media/codec/waiting-sound.ts'

const firstTimestamp = 0xffffffff - 1600 // wraps around after ten packets

const put = (buffer: JitterBuffer, number: number, samples = 160, start = firstTimestamp) => {
  const payload = new Uint8Array(samples).fill(number & 0xff)
  const timestamp = (start + number * samples) >>> 0
  buffer.put((number + 65530) & 0xffff, timestamp, payload, 0, samples)
}

const bytes = new Int16Array(160)
const take = (buffer: JitterBuffer) => buffer.take(bytes, true)

/** Which packet a frame is from: each is full of its own number; undefined for a hole. */
const heard = (buffer: JitterBuffer): number | undefined => {
  take(buffer)
  return bytes[80] === hole ? undefined : bytes[80]
}

describe('jitter buffer', () => {
  test('nothing came: silence', () => {
    expect(take(new JitterBuffer())).toBe(160)
  })

  test('steady packets are heard in order, after one frame of reserve', () => {
    const buffer = new JitterBuffer()
    const all: (number | undefined)[] = []
    for (let number = 0; number < 30; number++) {
      put(buffer, number)
      all.push(heard(buffer))
    }
    expect(all).toEqual([undefined, ...Array.from({ length: 29 }, (_, number) => number)])
    expect(buffer.framesLost()).toBe(0)
  })

  test('two packets that overtook one another are put right', () => {
    const buffer = new JitterBuffer()
    const all: (number | undefined)[] = []
    for (const number of [0, 2, 1, 3, 4]) {
      put(buffer, number)
      all.push(heard(buffer))
    }
    all.push(heard(buffer))
    expect(all.filter((number) => number !== undefined)).toEqual([0, 1, 2, 3, 4])
  })

  test('a lost packet is counted and a hole; that nobody speaks any more is no loss', () => {
    const buffer = new JitterBuffer()
    for (let number = 0; number < 3; number++) {
      put(buffer, number)
      take(buffer)
    }
    put(buffer, 4)
    expect([heard(buffer), heard(buffer), heard(buffer)]).toEqual([2, undefined, 4])
    expect(buffer.framesLost()).toBe(1)
    expect([1, 2, 3, 4].map(() => take(buffer))).toEqual([160, 160, 160, 160])
    expect(buffer.framesLost()).toBe(1)
  })

  test('a delay on the way makes it wait longer, a steady line makes it wait less again', () => {
    const buffer = new JitterBuffer()
    let number = 0
    const tick = (packets: number) => {
      for (let i = 0; i < packets; i++) put(buffer, number++)
      return heard(buffer)
    }
    for (let i = 0; i < 20; i++) tick(1)
    for (let i = 0; i < 6; i++) tick(0)
    const after = [tick(7), tick(1), tick(1)]
    expect(after).toEqual([20, 21, 22])
    expect(buffer.delayMs()).toBeGreaterThanOrEqual(100)
    for (let i = 0; i < 600; i++) tick(1)
    expect(buffer.delayMs()).toBeLessThanOrEqual(20)
    expect(buffer.framesLost()).toBe(0)
  })

  test('it never waits longer than 200 ms, however much comes at once', () => {
    const buffer = new JitterBuffer()
    for (let number = 0; number < 50; number++) put(buffer, number)
    take(buffer)
    expect(buffer.delayMs()).toBeLessThanOrEqual(200)
  })

  test.each([80, 160, 240, 480])('packets of %s samples come out whole', (samples) => {
    const buffer = new JitterBuffer()
    const out: number[] = []
    let sent = 0
    for (let tick = 0; tick < 60; tick++) {
      while (sent * samples < (tick + 1) * 160) put(buffer, sent++, samples)
      if (take(buffer) < 160) out.push(...bytes)
    }
    const expected = Array.from({ length: out.length }, (_, i) => Math.floor(i / samples))
    expect(out.slice(out.lastIndexOf(hole) + 1)).toEqual(expected)
    expect(out.length).toBeGreaterThan(58 * 160)
  })

  test('after a pause of the sender sound comes back at once, whether its clock ran on or stood', () => {
    for (const ranOn of [true, false]) {
      const buffer = new JitterBuffer()
      for (let number = 0; number < 10; number++) {
        put(buffer, number)
        take(buffer)
      }
      for (let tick = 0; tick < 100; tick++) take(buffer)
      const all: (number | undefined)[] = []
      for (let number = 0; number < 6; number++) {
        put(buffer, number + (ranOn ? 110 : 10))
        all.push(heard(buffer))
      }
      expect(all.filter((number) => number !== undefined).length).toBeGreaterThanOrEqual(3)
    }
  })

  test('one packet from nowhere changes nothing, two in a row are a new beginning', () => {
    const buffer = new JitterBuffer()
    for (let number = 0; number < 10; number++) {
      put(buffer, number)
      take(buffer)
    }
    put(buffer, 200, 160, 77_777_777)
    put(buffer, 10)
    expect(heard(buffer)).toBe(9)
    for (const number of [100, 101, 102]) {
      put(buffer, number, 160, 77_777_777)
      take(buffer)
    }
    expect(heard(buffer)).toBe(102)
  })

  test('loss, doubles, delay and swaps of any kind: every frame is of one packet, in order, none twice', () => {
    const fate = fc.record({
      lost: fc.boolean(),
      twice: fc.boolean(),
      delayTicks: fc.nat(6),
    })
    fc.assert(
      fc.property(fc.array(fate, { minLength: 20, maxLength: 120 }), (fates) => {
        const arrivals: number[][] = Array.from({ length: fates.length + 12 }, () => [])
        fates.forEach(({ lost, twice, delayTicks }, number) => {
          if (lost && number % 2 === 0) return
          arrivals[number + delayTicks]!.push(number)
          if (twice) arrivals[number + delayTicks + 2]!.push(number)
        })
        const buffer = new JitterBuffer()
        const all: number[] = []
        for (const numbers of arrivals) {
          for (const number of numbers) put(buffer, number)
          const number = heard(buffer)
          if (number !== undefined) all.push(number)
        }
        expect(all).toEqual([...all].sort((a, b) => a - b))
        expect(new Set(all).size).toBe(all.length)
      }),
    )
  })

  test('without loss, and delays it has met before, every packet is heard', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1), { minLength: 150, maxLength: 150 }), (delays) => {
        const arrivals: number[][] = Array.from({ length: 160 }, () => [])
        delays.forEach((delay, number) => {
          arrivals[number + (number < 3 ? 2 : delay)]!.push(number)
        })
        const buffer = new JitterBuffer()
        const all = arrivals.flatMap((numbers) => {
          for (const number of numbers) put(buffer, number)
          return heard(buffer) ?? []
        })
        expect(all.slice(0, 140)).toEqual(Array.from({ length: 140 }, (_, number) => number))
      }),
      { numRuns: 30 },
    )
  })
})
