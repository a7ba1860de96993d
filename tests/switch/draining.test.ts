import { afterEach, beforeEach, expect, jest, test } from '@jest/globals'
import { drainMsMax, makeDraining } from '../../src/switch/draining.ts'
import { sampleRate } from '../../src/switch/media/frame.ts'

const goodbye = new Int16Array(2 * sampleRate)
const log = { info: () => undefined, warn: () => undefined, error: () => undefined }

/** Calls that end when the test says so. */
function callsThatStay() {
  const { promise, resolve } = Promise.withResolvers<undefined>()
  const told: number[] = []
  return {
    told,
    allOver: () => {
      resolve(undefined)
    },
    calls: {
      list: () => [],
      empty: () => promise,
      endWith: () => void told.push(Date.now()),
    },
  }
}

function drains(hurry = new AbortController(), now = new AbortController()) {
  const on = callsThatStay()
  const draining = makeDraining(on.calls, goodbye, log)
  const seen = { over: false }
  void draining.drain({ hurry: hurry.signal, now: now.signal }).then(() => (seen.over = true))
  return { ...on, draining, seen, hurry, now }
}

beforeEach(() => {
  jest.useFakeTimers({ now: 0 })
})
afterEach(() => {
  jest.useRealTimers()
})

test('R-03: it waits for the last call, however long that takes within three hours', async () => {
  const { draining, seen, told, allOver } = drains()
  expect(draining.isOpen).toBe(false)
  await jest.advanceTimersByTimeAsync(drainMsMax - 1)
  expect({ ...seen, told }).toEqual({ over: false, told: [] })
  allOver()
  await jest.advanceTimersByTimeAsync(0)
  expect({ ...seen, told }).toEqual({ over: true, told: [] })
  expect(jest.getTimerCount()).toBe(0)
})

test('R-03: after three hours it says goodbye, and waits for that to be heard', async () => {
  const { seen, told } = drains()
  await jest.advanceTimersByTimeAsync(drainMsMax)
  expect({ ...seen, told }).toEqual({ over: false, told: [drainMsMax] })
  await jest.advanceTimersByTimeAsync(4_000)
  expect(seen.over).toBe(true)
})

test('R-03: in a hurry the goodbye comes at once, and calls that end early are not waited for', async () => {
  const { hurry, seen, told, allOver } = drains()
  await jest.advanceTimersByTimeAsync(500)
  hurry.abort()
  await jest.advanceTimersByTimeAsync(100)
  expect(told).toEqual([500])
  allOver()
  await jest.advanceTimersByTimeAsync(0)
  expect(seen.over).toBe(true)
})

test('R-03: without any time it waits for nobody', async () => {
  const { now, seen, told } = drains()
  now.abort()
  await jest.advanceTimersByTimeAsync(0)
  expect({ ...seen, told }).toEqual({ over: true, told: [] })
})
