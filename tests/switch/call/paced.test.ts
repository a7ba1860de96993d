import { afterEach, beforeEach, expect, jest, test } from '@jest/globals'
import { callsBeginEveryMs, paced } from '../../../src/switch/call/paced.ts'

beforeEach(() => {
  jest.useFakeTimers()
})
afterEach(() => {
  jest.useRealTimers()
})

test('R-27: the first begins at once, those that come with it one after the other', () => {
  const begun: string[] = []
  const begin = paced()
  for (const name of ['a', 'b', 'c']) begin(() => begun.push(name))
  expect(begun).toEqual(['a'])
  jest.advanceTimersByTime(callsBeginEveryMs - 1)
  expect(begun).toEqual(['a'])
  jest.advanceTimersByTime(1)
  expect(begun).toEqual(['a', 'b'])
  jest.advanceTimersByTime(callsBeginEveryMs)
  expect(begun).toEqual(['a', 'b', 'c'])
})

test('after a rest nobody waits, and nothing is left running', () => {
  const begun: string[] = []
  const begin = paced()
  begin(() => begun.push('a'))
  begin(() => begun.push('b'))
  jest.advanceTimersByTime(2 * callsBeginEveryMs)
  expect(jest.getTimerCount()).toBe(0)
  begin(() => begun.push('c'))
  expect(begun).toEqual(['a', 'b', 'c'])
})

test('200 at once have all begun within the second that they may wait for', () => {
  let begun = 0
  const begin = paced()
  for (let i = 0; i < 200; i++) begin(() => begun++)
  jest.advanceTimersByTime(1000)
  expect(begun).toBe(200)
})
