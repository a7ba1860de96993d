import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { makeEcho } from '../../../../src/switch/media/sound/echo.ts'
import {
  frameMs,
  samplesPerFrame,
  wideSamplesPerFrame,
  type Frame,
} from '../../../../src/switch/media/frame.ts'

const flat = (sample: number): Frame => new Int16Array(samplesPerFrame).fill(sample)
const ticksOf = (seconds: number) => (seconds * 1000) / frameMs

describe('echo', () => {
  it('gives back every sample after exactly the time, whatever was said', () => {
    const said = fc.array(fc.option(fc.integer({ min: -32768, max: 32767 }), { nil: undefined }), {
      minLength: 60,
      maxLength: 150,
    })
    fc.assert(
      fc.property(said, (samples) => {
        const echo = makeEcho(1)
        const heard = samples.map((sample) => {
          const frame = echo.turn(sample === undefined ? undefined : flat(sample), undefined)
          return frame === undefined ? undefined : Array.from(frame)
        })
        const late = Array.from({ length: ticksOf(1) }, () => undefined)
        const expected = [...late, ...samples].slice(0, samples.length)
        expect(heard).toEqual(
          expected.map((one) => (one === undefined ? undefined : Array.from(flat(one)))),
        )
      }),
      { numRuns: 30 },
    )
  })

  it('is heard beside the others, and the sum does not wrap around', () => {
    const echo = makeEcho(1)
    for (let tick = 0; tick < ticksOf(1); tick++) echo.turn(flat(30_000), undefined)
    expect(echo.turn(undefined, flat(200))?.[0]).toBe(30_200)
    expect(echo.turn(undefined, flat(20_000))?.[0]).toBe(32_767)
    const others = flat(-7)
    expect(makeEcho(1).turn(undefined, others)).toBe(others)
  })

  it('never writes into a frame that belongs to others', () => {
    const echo = makeEcho(1)
    const mine = flat(5)
    const others = flat(9)
    for (let tick = 0; tick <= ticksOf(1); tick++) echo.turn(mine, others)
    expect([mine[0], others[0]]).toEqual([5, 9])
  })

  it('forgets what was said as soon as it was heard, and everything when erased', () => {
    const echo = makeEcho(1)
    echo.turn(flat(5), undefined)
    for (let tick = 0; tick < ticksOf(3); tick++) echo.turn(undefined, undefined)
    expect(echo.turn(undefined, undefined)).toBeUndefined()
    for (let tick = 0; tick < ticksOf(1); tick++) echo.turn(flat(5), undefined)
    echo.erase()
    for (let tick = 0; tick < ticksOf(2); tick++)
      expect(echo.turn(undefined, undefined)).toBeUndefined()
  })

  it('gives back wide sound as wide as it was said', () => {
    const echo = makeEcho(1)
    const wide = new Int16Array(wideSamplesPerFrame).map((_, n) => n)
    echo.turn(wide, undefined)
    const heard = Array.from({ length: ticksOf(1) }, () => echo.turn(flat(9), undefined))
    expect(heard.at(-1)).toEqual(wide)
    expect(echo.turn(undefined, undefined)).toEqual(flat(9))
  })
})
