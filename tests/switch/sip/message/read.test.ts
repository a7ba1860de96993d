import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { headerOf } from '../../../../src/switch/sip/message/message.ts'
import type { Reading } from '../../../../src/switch/sip/message/message.ts'
import { readNameAddress } from '../../../../src/switch/sip/message/name-address.ts'
import { datagramBytesMax, readDatagram } from '../../../../src/switch/sip/message/read.ts'
import { splitList } from '../../../../src/switch/sip/message/scan.ts'
import { readUri } from '../../../../src/switch/sip/message/uri.ts'
import { readVia } from '../../../../src/switch/sip/message/via.ts'
import { writeMessage } from '../../../../src/switch/sip/message/write.ts'
import { torture } from '../../../fixtures/sip/torture.ts'
import { request } from '../wire.ts'

const read = (text: string): Reading => readDatagram(Buffer.from(text, 'latin1'))

describe('S-67 limits', () => {
  it('reads 8 KiB and drops more', () => {
    const fill = (bytes: number) => {
      const empty = request({ body: 'x' })
      const digits = String(bytes).length - 1
      return request({ body: 'x'.repeat(bytes - empty.length + 1 - digits) })
    }
    expect(read(fill(datagramBytesMax))).toMatchObject({ is: 'request' })
    expect(read(fill(datagramBytesMax) + 'x')).toMatchObject({ is: 'unreadable' })
  })

  it('takes 100 header fields and answers 400 to one more', () => {
    const usual = request()
      .split('\r\n')
      .filter((line) => line.includes(': ')).length
    const more = (count: number) => Array.from({ length: count }, (_, i) => `X-${i}: y`)
    expect(read(request({ headers: more(100 - usual) }))).toMatchObject({ is: 'request' })
    expect(read(request({ headers: more(101 - usual) }))).toMatchObject({ status: 400 })
  })

  it('takes 2 KiB of one header field and answers 400 to more, folded or not', () => {
    expect(read(request({ headers: [`X: ${'y'.repeat(2045)}`] }))).toMatchObject({ is: 'request' })
    expect(read(request({ headers: [`X: ${'y'.repeat(2046)}`] }))).toMatchObject({ status: 400 })
    const folded = `X: y${'\r\n yyyyyyyy'.repeat(300)}`
    expect(read(request({ headers: [folded] }))).toMatchObject({ status: 400 })
  })

  it.each(['-1', '1e1', '0x5', '', '5 5', '99999999999999999999'])(
    'Content-Length "%s" is no length',
    (length) => {
      const text = request({ body: '' }).replace('Content-Length: 0', `Content-Length: ${length}`)
      expect(read(text)).toMatchObject({ is: 'bad-request', status: 400 })
    },
  )

  it('a bare line feed does not begin a header field (no smuggling)', () => {
    expect(read(request({ headers: ['X: y\nP-Asserted-Identity: <sip:boss@x>'] }))).toMatchObject({
      status: 400,
    })
  })

  it('S-69 finds a name with blanks before its colon', () => {
    const reading = read(request({ headers: ['P-Asserted-Identity \t: <sip:a@b>'] }))
    expect(reading.is === 'request' && headerOf(reading.headers, 'p-asserted-identity')).toBe(
      '<sip:a@b>',
    )
  })
})

describe('URIs and name-addresses', () => {
  it.each([
    ['sip:alice@example.com', { user: 'alice', host: 'example.com', port: undefined }],
    [
      'SIP:10.0.0.1:5070;transport=TCP',
      { scheme: 'sip', user: '', host: '10.0.0.1', port: 5070, parameters: ';transport=tcp' },
    ],
    [
      'sip:k7Qm+Zr2/Wf9@[2001:db8::1]:5060;lr',
      { user: 'k7Qm+Zr2/Wf9', host: '2001:db8::1', port: 5060 },
    ],
    ['sip:user;par=u@h', { user: 'user;par=u', host: 'h' }],
    ['sips:a@b?subject=x', { scheme: 'sips', hasHeaders: true }],
    ['tel:+49302312', { scheme: 'tel', host: '' }],
  ])('%s', (text, parts) => {
    expect(readUri(text)).toMatchObject(parts)
  })

  it.each([
    '',
    'sip',
    'sip:',
    ':a',
    'sip:a@',
    'sip:a@b:99999',
    'sip:a@b:',
    'sip:a@[::1',
    'sip:a@b c',
    '1sip:a@b',
    'tel:',
    'sip:a@b!',
  ])('"%s" is no URI', (text) => {
    expect(readUri(text)).toBeUndefined()
  })

  it.each([
    ['"A, \\" <B>" <sip:a@b>;tag=7', '7'],
    ['A B <sip:a@b>;x;tag=7', '7'],
    ['sip:a@b;tag=7', '7'],
    ['<sip:a@b;tag=6>', undefined],
  ])('the tag of %s', (value, tag) => {
    expect(readNameAddress(value)).toMatchObject({ uri: { host: 'b' }, tag })
  })

  it('splits lists at commas outside quotes and brackets', () => {
    expect(splitList('"a, b" <sip:x,y@z>, <sip:c@d> ,, e')).toEqual([
      '"a, b" <sip:x,y@z>',
      '<sip:c@d>',
      'e',
    ])
  })

  it('reads sent-by with blanks around its colon', () => {
    expect(readVia('SIP/2.0/UDP  first.example.com : 4000;ttl=16 ; branch=x')).toMatchObject({
      host: 'first.example.com',
      port: 4000,
      branch: 'x',
    })
  })
})

describe('whatever is sent', () => {
  const sound = torture.map(({ message }) => message)

  it('never makes the reader throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (octets) => {
        expect(() => readDatagram(Buffer.from(octets))).not.toThrow()
      }),
    )
  })

  it('never makes the reader throw when sound messages are spoilt', () => {
    const spoilt = fc
      .tuple(
        fc.constantFrom(...sound),
        fc.array(fc.tuple(fc.nat(), fc.nat(3), fc.nat(255)), { maxLength: 12 }),
      )
      .map(([text, edits]) => {
        let octets = Buffer.from(text, 'latin1')
        for (const [where, how, octet] of edits) {
          const at = where % (octets.length + 1)
          const piece = [
            Buffer.from([octet]),
            Buffer.from('\r\n '),
            Buffer.from('";<>,:@'),
            octets.subarray(at),
          ][how]!
          octets = Buffer.concat([octets.subarray(0, at), piece, octets.subarray(at + (octet % 3))])
        }
        return octets
      })
    fc.assert(
      fc.property(spoilt, (octets) => {
        const reading = readDatagram(octets)
        if (reading.is === 'request' || reading.is === 'response') writeMessage(reading)
      }),
      { numRuns: 1_000 },
    )
  })

  it('reads back what it writes', () => {
    const word = fc.stringMatching(/^[A-Za-z0-9.-]{1,12}$/)
    const line = fc.stringMatching(/^[!-~]([ -~]{0,30}[!-~])?$/)
    fc.assert(
      fc.property(
        fc.dictionary(
          word.map((name) => `x-${name.toLowerCase()}`),
          line,
          { maxKeys: 8 },
        ),
        fc.uint8Array({ maxLength: 200 }),
        fc.nat(2 ** 31 - 1),
        (more, octets, cseq) => {
          const first = read(request({ method: 'INFO', body: '', cseq }))
          if (first.is !== 'request') throw new Error('unsound')
          const extra = Object.entries(more).map(([name, value]) => ({ name, value }))
          const headers = [
            ...first.headers.filter(({ name }) => name !== 'content-length'),
            ...extra,
          ]
          const body = Buffer.from(octets)
          const again = readDatagram(writeMessage({ ...first, headers, body }))
          if (again.is !== 'request') throw new Error(JSON.stringify(again))
          const { headers: readBack, ...rest } = again
          expect(readBack).toEqual([
            ...headers,
            { name: 'content-length', value: String(body.length) },
          ])
          expect(rest).toMatchObject({ method: 'INFO', cseq: { number: cseq, method: 'INFO' } })
          expect(again.body.equals(body)).toBe(true)
        },
      ),
    )
  })

  it('costs no more than its length: every character is looked at a bounded number of times', () => {
    // A text that counts how often its characters are asked for, given to the readers that walk by hand.
    const looks = (text: string, reader: (text: string) => unknown): number => {
      let count = 0
      const original = Object.getOwnPropertyDescriptor(String.prototype, 'charCodeAt')!
      Object.defineProperty(String.prototype, 'charCodeAt', {
        configurable: true,
        value(this: string, at: number) {
          count++
          return (original.value as (at: number) => number).call(this, at)
        },
      })
      try {
        reader(text)
      } finally {
        Object.defineProperty(String.prototype, 'charCodeAt', original)
      }
      return count
    }
    const evil = [' ', '"', '\\"', ';', ';a=', 'a ', '<', ', ', '\t']
    for (const piece of evil) {
      for (const reader of [readNameAddress, readVia, splitList]) {
        const small = looks(`SIP/2.0/UDP a${piece.repeat(500)}`, reader)
        const large = looks(`SIP/2.0/UDP a${piece.repeat(5_000)}`, reader)
        expect(large).toBeLessThanOrEqual(small * 11 + 100)
      }
    }
  })
})
