import { describe, expect, it, test } from '@jest/globals'
import type { Source } from '../../src/switch/sip/call/call.ts'
import { trunkBook, type TrunkLine } from '../../src/switch/trunks.ts'

const line = (name: string, more: Partial<TrunkLine> = {}): TrunkLine => ({
  ...{ name, peers: [], media: [], numbers: [`+4930${name}`] },
  ...more,
})
const book = trunkBook([
  line('1'),
  line('2', { media: ['192.0.2.0/24'], peers: ['203.0.113.0/24'] }),
])
const from = (address: string, trunk?: string): Source => ({
  ...{ transport: 'UDP', address, port: 5060 },
  ...(trunk === undefined ? {} : { trunk }),
})

describe('S-64: where the sound of a trunk may go', () => {
  test.each([
    ['8.8.8.8', true],
    ['2a00:1450::1', true],
    ['192.168.178.1', true], // a FRITZ!Box: where the call itself comes from
    ['192.168.178.2', false],
    ['127.0.0.1', false],
    ['10.0.0.1', false],
    ['169.254.169.254', false],
    ['224.0.0.1', false],
    ['::1', false],
    ['fd00::1', false],
    ['fe80::1', false],
    ['2001:db8::1', false],
    ['::ffff:127.0.0.1', false],
  ])('without networks of its own: %s %s', (address, may) => {
    expect(book.mayReach(address, from('192.168.178.1', '1'))).toBe(may)
  })
  it('with them: nowhere else', () => {
    const source = from('203.0.113.5', '2')
    expect(book.mayReach('192.0.2.9', source)).toBe(true)
    expect(book.mayReach('8.8.8.8', source)).toBe(false)
  })
  it('of a telephone it says nothing', () => {
    expect(book.mayReach('8.8.8.8', from('203.0.113.5'))).toBeUndefined()
    expect(book.numbersAt(from('203.0.113.5'))).toBeUndefined()
  })
})

it('S-60: peers are those of the trunk that names them', () => {
  const [one, two] = book.settings
  expect(one?.isPeer('203.0.113.5')).toBe(false)
  expect(two?.isPeer('203.0.113.5')).toBe(true)
  expect(two?.isPeer('203.0.114.5')).toBe(false)
})
