import { describe, expect, it } from '@jest/globals'
import { networks } from '../../src/switch/networks.ts'

describe('networks', () => {
  const ours = networks(['127.0.0.0/8', '192.0.2.7', '2001:db8::/32'])

  it.each(['127.0.0.1', '127.255.0.3', '192.0.2.7', '2001:db8:1::5', '::ffff:127.0.0.1'])(
    '%s is in one',
    (address) => {
      expect(ours(address)).toBe(true)
    },
  )

  it.each(['128.0.0.1', '192.0.2.8', '2001:db9::1', '::1', '', 'localhost', '127.1', '2130706433'])(
    '%s is in none',
    (address) => {
      expect(ours(address)).toBe(false)
    },
  )

  it.each(['127.0.0.0/33', 'localhost', '10.0.0.0/', '::1/129', '', '1.2.3.4/x'])(
    '%p is no network, and named',
    (text) => {
      expect(() => networks([text])).toThrow(RangeError)
    },
  )

  it('none at all let nobody in', () => {
    expect(networks([])('127.0.0.1')).toBe(false)
  })
})
