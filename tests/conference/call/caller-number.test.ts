import { describe, expect, it, test } from '@jest/globals'
import fc from 'fast-check'
import { callerNumber } from '../../../src/conference/call/caller-number.ts'

// What Twilio and trunks write into From when the number is withheld, and what it spells on the keys.
describe('withheld callers are withheld, however the carrier says so (S-41)', () => {
  test.each([
    ['', 'anonymous', 'Anonymous', 'ANONYMOUS', 'unknown', 'restricted', 'private'],
    ['unavailable', 'blocked', '+266696687', '266696687', '+7378742833', '+2562533'],
    ['+8656696', '+86282452253', 'sip:anonymous@anonymous.invalid', 'sip:Anonymous@10.0.0.1'],
    ['sip:anna@anonymous.invalid', 'sip:@10.0.0.1', undefined, '+49', '+', 'letters', '+0301234'],
  ])('%s, %s …', (...said) => {
    for (const from of said) expect(callerNumber(from)).toEqual({ is: 'withheld' })
  })
})

describe('a number', () => {
  it('is one, in the form the carrier gave it', () => {
    expect(callerNumber('+49301234567')).toEqual({ is: 'telephone', number: '+49301234567' })
    expect(callerNumber(' 030 123 4567 ')).toEqual({ is: 'telephone', number: '0301234567' })
    expect(callerNumber('sip:+49301234567@trunk.example;user=phone')).toEqual({
      is: 'telephone',
      number: '+49301234567',
    })
  })

  it('is the address of a softphone, or of a telephone of the house', () => {
    const name = (from: string) => callerNumber(from)
    expect(name('sip:anna@192.168.1.5:5070')).toEqual({
      is: 'identity',
      name: 'sip:anna@192.168.1.5:5070',
    })
    expect(name('SIPS:anna@HOME;transport=tls')).toEqual({ is: 'identity', name: 'sip:anna@home' })
    expect(name('client:anna')).toEqual({ is: 'identity', name: 'client:anna' })
    expect(name('**610')).toEqual({ is: 'identity', name: '**610' })
  })

  it('is read from anything without failing', () => {
    fc.assert(
      fc.property(fc.string(), (from) => {
        expect(['telephone', 'identity', 'withheld']).toContain(callerNumber(from).is)
      }),
    )
    expect(callerNumber(`sip:${'a'.repeat(300)}@home`)).toEqual({ is: 'withheld' })
  })
})
