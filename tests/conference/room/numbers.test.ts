import { randomInt } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import {
  inThrees,
  isTrivial,
  lengths,
  newPin,
  newRoomNumber,
  pinLength,
} from '../../../src/conference/room/numbers.ts'

const below = (max: number) => randomInt(max)

describe('room numbers and PINs (S-30, S-39)', () => {
  it('are as long as the one table says, begin with 1–9 and are not trivial', () => {
    for (let round = 0; round < 2000; round++) {
      for (const confidential of [false, true]) {
        const number = newRoomNumber(below, confidential)
        expect(number).toMatch(new RegExp(`^[1-9]\\d{${lengths.roomNumber - 1}}$`))
        const pin = newPin(below, number)
        expect(pin).toMatch(new RegExp(`^[1-9]\\d{${pinLength(number) - 1}}$`))
        expect(pinLength(number)).toBe(confidential ? lengths.confidentialPin : lengths.pin)
        expect([number, pin].some(isTrivial)).toBe(false)
      }
    }
  })

  it.each([
    '111111',
    '121212',
    '123456',
    '654321',
    '890123',
    '246802',
    '447711',
    '471174',
    '471471',
    '444777',
    '121221',
    '47114711',
  ])('refuses %s', (number) => {
    expect(isTrivial(number)).toBe(true)
  })

  it('takes the numbers of the demo room', () => {
    expect(['471108', '352964', '802517'].some(isTrivial)).toBe(false)
  })

  it('a host PIN is another one than the guest PIN', () => {
    const rolls = [2, 5, 2, 9, 6, 4, 7, 1, 2, 3, 9, 5]
    let at = 0
    expect(newPin(() => rolls[at++]!, '471108', ['352964'])).toBe('812395')
  })

  it('every digit is as likely as another (chi-square, 9 degrees of freedom, p < 1e-6)', () => {
    const counts = Array.from({ length: 10 }, () => 0)
    const rounds = 20_000
    for (let round = 0; round < rounds; round++)
      counts[Number(newPin(below, '471108').at(-1))]! += 1
    const expected = rounds / 10
    const chi = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
    expect(chi).toBeLessThan(50)
  })

  it('are written in threes', () => {
    expect(inThrees('471108')).toBe('471 108')
    expect(inThrees('35296418')).toBe('352 964 18')
    fc.assert(
      fc.property(fc.stringMatching(/^\d{1,12}$/), (number) => {
        expect(inThrees(number).replaceAll(' ', '')).toBe(number)
      }),
    )
  })
})
