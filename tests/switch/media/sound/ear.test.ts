import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { Playout } from '../../../../src/switch/media/sound/ear.ts'
import type { Frame } from '../../../../src/switch/media/frame.ts'
import { soundLevel } from '../../../../src/switch/media/sound/level.ts'
import { makeTone } from '../../../../src/switch/media/sound/tone.ts'
import { fromBands, inBands, wideSine, wideToneLevel } from '../../../kit/wideband.ts'

const never = new AbortController().signal
const steady = (level: number, samples: number) => new Int16Array(samples).fill(level)
const room = steady(1000, 160)

const steepest = (frames: number[]) =>
  Math.max(...frames.map((sample, i) => Math.abs(sample - (frames[i - 1] ?? sample))))

describe('what one caller hears', () => {
  test('the room itself, not a copy, while nothing covers it', () => {
    expect(new Playout().next(room)).toBe(room)
  })

  test('a little noise where nobody speaks, so that nobody takes the line for dead', () => {
    const ear = new Playout()
    const heard = Array.from({ length: 50 }, () => soundLevel(ear.next(undefined)))
    expect(Math.min(...heard)).toBeGreaterThan(-72)
    expect(Math.max(...heard)).toBeLessThan(-60)
  })

  test('a prompt covers the room, and when it ends the room is back', async () => {
    const ear = new Playout()
    const played = ear.play(steady(5000, 480), never)
    const middle = [ear.next(room), ear.next(room)].map((frame) => frame[80])
    ear.next(room)
    await played
    expect(middle).toEqual([5000, 5000])
    expect(ear.busy()).toBe(false)
    ear.next(room)
    expect(ear.next(room)).toBe(room)
  })

  test('sounds follow one another in order, without the room between them', async () => {
    const ear = new Playout()
    const order: number[] = []
    for (const level of [3000, 4000, 5000]) {
      void ear.play(steady(level, 200), never).then(() => order.push(level))
    }
    const out: number[] = []
    for (let i = 0; i < 4; i++) out.push(...ear.next(steady(-9000, 160)))
    await Promise.resolve()
    expect(order).toEqual([3000, 4000, 5000])
    expect(out.slice(40, 600).some((sample) => sample < 0)).toBe(false)
    expect([out[100], out[300], out[500]]).toEqual([3000, 4000, 5000])
  })

  test('who plays the next sound as soon as one is over lets no room through either', async () => {
    const ear = new Playout()
    const first = ear.play(steady(5000, 160), never)
    ear.next(room)
    await first
    const next = ear.play(steady(5000, 160), never)
    expect(ear.next(steady(-9000, 160)).some((sample) => sample < 0)).toBe(false)
    await next
  })

  test('aborted it fades within 5 ms, resolves at once, and the next sound begins', async () => {
    const ear = new Playout()
    const cut = new AbortController()
    const played = ear.play(steady(5000, 8000), cut.signal)
    ear.next(undefined)
    cut.abort()
    await played
    const frame = [...ear.next(undefined)]
    expect(frame[0]).toBeGreaterThan(4000)
    expect(soundLevel(Int16Array.from(frame.slice(40))) < -60).toBe(true)
    expect(ear.busy()).toBe(false)
  })

  test('aborted before its turn it is never heard', async () => {
    const ear = new Playout()
    const cut = new AbortController()
    void ear.play(steady(2000, 160), never)
    const waiting = ear.play(steady(5000, 160), cut.signal)
    cut.abort()
    await waiting
    ear.next(undefined)
    expect(ear.busy()).toBe(false)
    await ear.play(steady(1, 100), AbortSignal.abort())
    await ear.play(new Int16Array(0), never)
    expect(ear.busy()).toBe(false)
  })

  test('nothing ever clicks: no step is steeper than a ramp, whatever is played and cut when', () => {
    const step = fc.record({ play: fc.option(fc.integer({ min: 1, max: 900 })), cut: fc.boolean() })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const ear = new Playout()
        const out: number[] = []
        let last: AbortController | undefined
        for (const { play, cut } of steps) {
          if (cut) last?.abort()
          if (play !== null) {
            last = new AbortController()
            void ear.play(steady(4000, play), last.signal)
          }
          out.push(...ear.next(room))
        }
        // Two ramps of 4000 and one of the room may run at once, and what is cut near its end fades twice.
        expect(steepest(out)).toBeLessThanOrEqual((3 * 4000 + 1000) / 40 + 3)
      }),
    )
  })
})

describe('A-13 what a caller with a wide telephone hears', () => {
  const level = (frames: Frame[], hz: number) =>
    wideToneLevel(fromBands(frames).subarray(1600, -1600), hz)

  test('a prompt as loud as it is, and nothing of it a second time above 4 kHz', () => {
    const ear = new Playout()
    void ear.play(makeTone([3000], 1000, -15), never)
    const frames = Array.from({ length: 50 }, () => ear.next(undefined, true).slice())
    expect(level(frames, 3000)).toBeCloseTo(-15, 0)
    expect(level(frames, 5000)).toBeLessThan(-65)
  })

  test('the room in both its bands, covered and uncovered like everybody else', async () => {
    const ear = new Playout()
    const rooms = inBands(wideSine(6000, -15, 1))
    expect(ear.next(rooms[5], true)).toBe(rooms[5])
    const played = ear.play(makeTone([500], 400, -15), never)
    const covered = rooms.slice(6, 26).map((room) => ear.next(room, true).slice())
    await played
    expect(level(covered, 6000)).toBeLessThan(-40) // only as it fades
    expect(level(covered, 500)).toBeCloseTo(-15, 0)
    ear.next(rooms[26], true)
    expect(ear.next(rooms[27], true)).toBe(rooms[27])
  })
})
