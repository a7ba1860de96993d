import { expect, test } from '@jest/globals'
import { callerNumber } from '../../../src/conference/call/caller-number.ts'
import { numberKind } from '../../../src/conference/call/number-kind.ts'

test.each([
  ['+49301234567', 'landline'],
  ['0301234567', 'landline'],
  ['+498912345678', 'landline'],
  ['+4915112345678', 'mobile'],
  ['01701234567', 'mobile'],
  ['+436641234567', 'mobile'],
  ['+43171829364', 'landline'],
  // In North America nobody can tell.
  ['+12125551234', 'other'],
  ['+498001234567', 'other'],
  ['sip:+4915112345678@carrier.example', 'mobile'],
  ['sip:anna@192.168.1.5', 'other'],
  ['**610', 'other'],
  ['Anonymous', 'withheld'],
  ['+266696687', 'withheld'],
  ['', 'withheld'],
] as const)('P-06: of %j staff see the word %s', (from, kind) => {
  expect(numberKind(callerNumber(from))).toBe(kind)
})
