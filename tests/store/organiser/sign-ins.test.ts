import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { codeIn, newCode, writtenCode } from '../../../src/conference/organiser/signing-in.ts'
import { aStore, randomness } from '../../kit/rooms.ts'

describe('codes and links that wait', () => {
  it('S-01: cannot be read in the database, nor can the address (P-02)', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'rundruf-sign-in-')), 'rundruf.db')
    const store = await aStore(file)
    const given = {
      id: randomness.token(),
      browser: randomness.token(),
      code: '86427531',
      link: randomness.token(),
      address: 'erika@example.org',
      goesTo: '/rooms',
      locale: 'de',
      mail: '',
      until: 1000,
    }
    await store.signIns.begin(given)
    const bytes = ['', '-wal'].map((end) => readFileSync(file + end, 'latin1')).join('')
    expect(bytes).toContain(given.id)
    for (const secret of [given.browser, given.code, given.link, 'erika']) {
      expect(bytes).not.toContain(secret)
    }
    expect(await store.signIns.of(given.browser, 999)).toMatchObject([{ address: given.address }])
    expect(await store.signIns.of(given.browser, 1000)).toEqual([])
    await store.signIns.sweep(1000)
    expect(await store.signIns.of(given.browser, 1)).toEqual([])
    await store.close()
  })

  it('are used up by one of two who come at the same time', async () => {
    const store = await aStore()
    const id = randomness.token()
    const rest = { browser: 'b', address: 'a@b.example', goesTo: '/', locale: 'de', mail: '' }
    await store.signIns.begin({ id, code: '86427531', link: 'l', until: 1000, ...rest })
    const use = () => store.atomically(({ signIns }) => signIns.use(id))
    expect((await Promise.all([use(), use(), use()])).filter(Boolean)).toHaveLength(1)
    await store.close()
  })
})

describe('a code', () => {
  it('has eight digits, and is written in two groups', () => {
    expect(newCode(() => 7)).toBe('00000007')
    expect(writtenCode('12345678')).toBe('1234 5678')
  })
  it.each([
    ['1234 5678', '12345678'],
    ['12345678', '12345678'],
    ['1234\u00a05678', '12345678'],
    ['1234-5678 ', '12345678'],
    ['１２３４５６７８', '12345678'],
    ['Ihr Code zum Anmelden:\n\n    1234 5678\n\nEr gilt 10 Minuten.', '12345678'],
    ['1 2 3 4 5 6 7 8', '12345678'],
    ['1234 567', '1234567'],
    ['1234 56789', '123456789'],
    ['', ''],
  ])('is found in %j', (typed, code) => {
    expect(codeIn(typed)).toBe(code)
  })
})
