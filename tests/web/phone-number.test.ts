import { describe, expect, test } from '@jest/globals'
import { readable } from '../../src/web/phone-number.ts'

describe('a number as people read it', () => {
  test.each([
    ['+493012345678', '030 123 456 78'],
    ['+49301234567', '030 123 4567'],
    ['+492151123456', '02151 123 456'],
    ['+43123456789', '+43 123 456 789'],
  ])('%s: %s', (number, read) => {
    expect(readable(number)).toBe(read)
    expect(readable(number).replace(/\D/g, '')).toBe(number.replace('+49', '0').replace('+', ''))
  })
})
