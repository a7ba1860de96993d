import { describe, expect, it, test } from '@jest/globals'
import fc from 'fast-check'
import { validateRequest } from 'twilio/lib/webhooks/webhooks.js'
import { signatureOf } from '../../../src/switch/webhook/signature.ts'

describe('the signature', () => {
  it('is Twilio’s, by the published example', () => {
    const form = {
      CallSid: 'CA1234567890ABCDE',
      Caller: '+14158675310',
      Digits: '1234',
      From: '+14158675310',
      To: '+18005551212',
    }
    const url = 'https://example.com/myapp.php?foo=1&bar=2'
    expect(signatureOf('12345', url, form)).toBe('L/OH5YylLD5NRKLltdqwSvS0BnU=')
  })

  it('drops the port for https, keeps it for http, and never signs user or fragment', () => {
    const plain = signatureOf('t', 'https://h.example/v', {})
    expect(signatureOf('t', 'https://h.example:8443/v', {})).toBe(plain)
    expect(signatureOf('t', 'https://ada:secret@h.example/v#rc=5', {})).toBe(plain)
    expect(signatureOf('t', 'http://h.example:3000/v', {})).not.toBe(
      signatureOf('t', 'http://h.example/v', {}),
    )
  })

  test('satisfies Twilio’s validator for any form', () => {
    const form = fc.dictionary(
      fc.stringMatching(/^[A-Za-z]{1,12}$/),
      fc.string({ unit: 'grapheme' }),
    )
    fc.assert(
      fc.property(form, fc.webUrl({ withQueryParameters: true }), (parameters, url) => {
        const { href } = new URL(url)
        const signature = signatureOf('token', href, parameters)
        expect(validateRequest('token', signature, href, parameters)).toBe(true)
      }),
    )
  })
})
