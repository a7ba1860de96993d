import { expect, test } from '@jest/globals'
import { portPool } from '../../../../src/switch/media/wire/ports.ts'

test('lends each even port once, then none', () => {
  const pool = portPool(10_001, 10_009)
  const taken = [pool.take(), pool.take(), pool.take(), pool.take()]
  expect([...taken].sort()).toEqual([10_002, 10_004, 10_006, 10_008])
  expect(pool.take()).toBeUndefined()
})

test('a port that came back is lent again, and only once', () => {
  const pool = portPool(10_000, 10_001)
  pool.take()
  pool.release(10_000)
  pool.release(10_000)
  expect(pool.free).toBe(1)
  expect(pool.take()).toBe(10_000)
})

test('the order cannot be guessed', () => {
  const orders = Array.from({ length: 20 }, () => {
    const pool = portPool(10_000, 10_999)
    return [pool.take(), pool.take(), pool.take()].join()
  })
  expect(new Set(orders).size).toBeGreaterThan(15)
})

test('a range without an even port is a mistake', () => {
  expect(() => portPool(10_001, 10_001)).toThrow(RangeError)
})
