import { expect, test } from '@jest/globals'
import { addressMeantBy } from '../../src/switch/same-machine.ts'

const own = () => new Set(['127.0.0.1', '192.0.2.2', 'fd00::2'])

test.each(['192.0.2.2', 'fd00::2'])(
  'a telephone on this machine that names its %s is reached where its call came from',
  (named) => {
    expect(addressMeantBy('127.0.0.1', own)(named)).toBe('127.0.0.1')
  },
)

test('S-64: an address that is not of this machine stands for itself, whoever names it', () => {
  expect(addressMeantBy('127.0.0.1', own)('198.51.100.7')).toBe('198.51.100.7')
})

test('S-64: somebody from outside cannot name an address of this machine and mean another', () => {
  expect(addressMeantBy('203.0.113.5', own)('192.0.2.2')).toBe('192.0.2.2')
})

test('loopback addresses stand for themselves: each may be a telephone of its own', () => {
  expect(addressMeantBy('127.0.0.1', own)('127.5.0.1')).toBe('127.5.0.1')
})
