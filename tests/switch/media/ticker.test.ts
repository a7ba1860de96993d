import { describe, expect, test } from '@jest/globals'
import { latenessHistogram } from '../../../src/switch/media/lateness.ts'
import { dueTicks, ticker, type Clock } from '../../../src/switch/media/ticker.ts'

/** Time that moves when the test says so; a timer may be made to fire late. */
const handClock = () => {
  let now = 1000
  let timer: { at: number; call: () => void } | undefined
  const clock: Clock = {
    now: () => now,
    after(ms, call) {
      expect(timer).toBeUndefined() // never two at a time
      timer = { at: now + ms, call }
      return () => {
        timer = undefined
      }
    },
  }
  const move = (ms: number, lateMs = 0) => {
    const until = now + ms
    while (timer && timer.at + lateMs <= until) {
      now = timer.at + lateMs
      const { call } = timer
      timer = undefined
      call()
    }
    now = until
  }
  return { clock, move, armed: () => timer !== undefined }
}

describe('ticker', () => {
  test('sleeps until it is woken, then ticks each 20 ms', () => {
    const { clock, move, armed } = handClock()
    const ticks = ticker(() => true, clock)
    move(1000)
    expect(armed()).toBe(false)
    ticks.wake()
    ticks.wake()
    move(1000)
    expect(ticks.ticks).toBe(50)
  })

  test('lateness never adds up: after a minute of late timers not one tick is missing', () => {
    const { clock, move } = handClock()
    const ticks = ticker(() => true, clock)
    ticks.wake()
    for (let i = 0; i < 600; i++) move(100, 3)
    expect(ticks.ticks).toBeGreaterThanOrEqual(2999)
    expect(ticks.lateness.quantile(0.5)).toBeCloseTo(3, 0)
  })

  test('a short stall is made up for, a long one is left out instead of bursting', () => {
    expect(dueTicks(-0.5)).toEqual({ now: 0, left: 0 })
    expect(dueTicks(0)).toEqual({ now: 1, left: 0 })
    expect(dueTicks(45)).toEqual({ now: 3, left: 0 })
    expect(dueTicks(10_000)).toEqual({ now: 5, left: 496 })
  })

  test('after ten seconds of standstill it goes on in the old rhythm', () => {
    const { clock, move } = handClock()
    const ticks = ticker(() => true, clock)
    ticks.wake()
    move(100)
    move(10_030, 10_000)
    expect(ticks.ticks).toBe(5 + 5)
    expect(ticks.ticksSkipped).toBeGreaterThan(490)
    move(100)
    expect(ticks.ticks).toBeLessThanOrEqual(16)
  })

  test('stops by itself when there is nothing to do, and can be woken again', () => {
    const { clock, move, armed } = handClock()
    let left = 3
    const ticks = ticker(() => --left > 0, clock)
    ticks.wake()
    move(200)
    expect(ticks.ticks).toBe(3)
    expect(armed()).toBe(false)
    left = 2
    ticks.wake()
    move(200)
    expect(ticks.ticks).toBe(5)
  })

  test('woken during its last tick it does not fall asleep', () => {
    const { clock, move, armed } = handClock()
    const ticks = ticker(() => {
      if (ticks.ticks === 1) ticks.wake()
      return false
    }, clock)
    ticks.wake()
    move(20)
    expect(armed()).toBe(true)
  })

  test('stopped it stays stopped', () => {
    const { clock, move, armed } = handClock()
    const ticks = ticker(() => true, clock)
    ticks.wake()
    ticks.stop()
    ticks.wake()
    expect(armed()).toBe(false)
    move(100)
    expect(ticks.ticks).toBe(0)
  })
})

test('lateness: shares of what was counted', () => {
  const lateness = latenessHistogram()
  expect(lateness.quantile(0.99)).toBe(0)
  for (let ms = 1; ms <= 100; ms++) lateness.count(ms / 10)
  expect(lateness.quantile(0.5)).toBeCloseTo(5)
  expect(lateness.quantile(0.99)).toBeCloseTo(9.9)
  lateness.count(5000)
  expect(lateness.quantile(1)).toBe(100)
  lateness.reset()
  expect(lateness.quantile(1)).toBe(0)
})
