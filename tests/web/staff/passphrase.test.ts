import { describe, expect, it } from '@jest/globals'
import {
  scryptPassphrases,
  TooManyAtOnce,
  usualCost,
} from '../../../src/web/staff/sign-in/passphrase.ts'

const weak = scryptPassphrases({ log2N: 4, r: 1, p: 1 })

describe('passphrases', () => {
  it('are kept as scrypt with what it cost, each with a salt of its own', async () => {
    const [one, other] = [await weak.hash('Regen Tisch'), await weak.hash('Regen Tisch')]
    expect(one).toMatch(/^scrypt\$4\$1\$1\$/)
    expect(one).not.toBe(other)
    expect(await weak.fits('Regen Tisch', one)).toBe(true)
    expect(await weak.fits('Regen tisch', one)).toBe(false)
  })
  it('cost what OWASP asks for, and still fit when that changes', async () => {
    const strong = scryptPassphrases()
    const hash = await strong.hash('Regen Tisch')
    expect(hash.startsWith(`scrypt$${usualCost.log2N}$${usualCost.r}$${usualCost.p}$`)).toBe(true)
    expect(await weak.fits('Regen Tisch', hash)).toBe(true)
  })
  it('the same letters typed on another keyboard are the same', async () => {
    const hash = await weak.hash('Äpfel im Herbst'.normalize('NFC'))
    expect(await weak.fits('Äpfel im Herbst'.normalize('NFD'), hash)).toBe(true)
  })
  it.each([undefined, '', 'scrypt$4$1$1$$', 'anything'])('nothing fits %j', async (hash) => {
    expect(await weak.fits('', hash)).toBe(false)
  })
  it('a crowd is turned away before it fills the memory', async () => {
    const crowd = Array.from({ length: 50 }, () => weak.hash('Regen Tisch'))
    const results = await Promise.allSettled(crowd)
    const failed = results.filter(({ status }) => status === 'rejected')
    expect(failed).toHaveLength(30)
    expect(failed.map((one) => (one as PromiseRejectedResult).reason as unknown)).toEqual(
      failed.map(() => expect.any(TooManyAtOnce)),
    )
  })
})
