import { createSecretKey } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { LocalSound } from '../../../src/switch/sdp/agreed.ts'
import { answerOffer } from '../../../src/switch/sdp/answer.ts'
import { readCrypto, suites, writeCrypto } from '../../../src/switch/sdp/crypto.ts'
import { makeOffer, readAnswer } from '../../../src/switch/sdp/offer.ts'

const theirs = 'PS1uQCVeeCFCanVmcjkpPywjNWhcYD0mXXtxaVBR'
const another = 'WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz'
const ours = createSecretKey(Buffer.alloc(30, 7))
const oursInText = ours.export().toString('base64')
const [sha80, sha32] = suites

const local = (may = true, offered = false): LocalSound => ({
  address: '192.0.2.1',
  port: 10_000,
  sessionId: 1,
  version: 1,
  mayReach: () => true,
  encryption: { key: ours, may, offered },
})

const session = (...media: string[]) =>
  ['v=0', 'o=- 1 1 IN IP4 192.0.2.7', 's=-', 'c=IN IP4 192.0.2.7', 't=0 0', ...media, ''].join(
    '\r\n',
  )
const secure = 'm=audio 4000 RTP/SAVP 8'
const plain = 'm=audio 4002 RTP/AVP 8'
const crypto = (value: string) => `a=crypto:${value}`

const keyOf = (text: string) => createSecretKey(Buffer.from(text, 'base64'))
const accepted = (text: string, us = local()) => {
  const answer = answerOffer(text, us)
  if ('status' in answer) throw new Error(answer.why)
  return answer
}

describe('an encrypted call is offered (RFC 4568)', () => {
  test('RTP/SAVP is answered with RTP/SAVP, the tag of the offer and our own key', () => {
    const offer = session(secure, crypto(`1 ${sha80} inline:${theirs}`))
    const { sdp, agreed } = accepted(offer)
    expect(sdp).toContain('m=audio 10000 RTP/SAVP 8\r\n')
    expect(sdp).toContain(`a=crypto:1 ${sha80} inline:${oursInText}\r\n`)
    expect(agreed.encryption?.suite).toBe(sha80)
    expect(agreed.encryption?.ours.equals(ours)).toBe(true)
    expect(agreed.encryption?.theirs.equals(keyOf(theirs))).toBe(true)
  })

  test.each<[string, string[], number, string]>([
    ['the first', [`1 ${sha80} inline:${theirs}`, `2 ${sha32} inline:${another}`], 1, sha80],
    [
      'the first that they like',
      [`7 ${sha32} inline:${theirs}`, `8 ${sha80} inline:${another}`],
      7,
      sha32,
    ],
    [
      'the first that we know',
      [`1 AES_256_CM_HMAC_SHA1_80 inline:${theirs}`, `2 ${sha80} inline:${another}`],
      2,
      sha80,
    ],
    ['one with a long life', [`1 ${sha80} inline:${theirs}|2^48`], 1, sha80],
    ['one whose life is a plain number', [`1 ${sha80} inline:${theirs}|2097152`], 1, sha80],
    ['one with a parameter that may be ignored', [`1 ${sha80} inline:${theirs} -WSH=64`], 1, sha80],
  ])('of several lines we take %s', (_, lines, tag, suite) => {
    const { sdp, agreed } = accepted(session(secure, ...lines.map(crypto)))
    expect(sdp).toContain(`a=crypto:${tag} ${suite} inline:`)
    expect(agreed.encryption?.suite).toBe(suite)
  })

  test.each([
    ['no key', []],
    ['another suite', [`1 F8_128_HMAC_SHA1_80 inline:${theirs}`]],
    ['a key that does not last for a call', [`1 ${sha80} inline:${theirs}|2^10`]],
    ['a key that never lasts', [`1 ${sha80} inline:${theirs}|0`]],
    ['a name of a key without a length', [`1 ${sha80} inline:${theirs}|1:`]],
    ['a name of a key that does not fit', [`1 ${sha80} inline:${theirs}|256:1`]],
    ['a name of a key that is too long', [`1 ${sha80} inline:${theirs}|1:128`]],
    ['several keys', [`1 ${sha80} inline:${theirs}|2^20|1:4;inline:${another}|2^20|2:4`]],
    ['a key that is too short', [`1 ${sha80} inline:${theirs.slice(4)}`]],
    ['a key that is too long', [`1 ${sha80} inline:${theirs}AAAA`]],
    ['no encryption at all, in disguise', [`1 ${sha80} inline:${theirs} UNENCRYPTED_SRTP`]],
    ['the same, as the second parameter', [`1 ${sha80} inline:${theirs} -WSH=64 UNENCRYPTED_SRTP`]],
    ['packets without a tag', [`1 ${sha80} inline:${theirs} UNAUTHENTICATED_SRTP`]],
    ['a tag that is none', [`x ${sha80} inline:${theirs}`]],
  ])('%s is refused with 488', (_, lines) => {
    expect(answerOffer(session(secure, ...lines.map(crypto)), local())).toMatchObject({
      status: 488,
      why: expect.stringContaining('a=crypto'),
    })
  })

  test('the key of another media line is not ours', () => {
    const video = ['m=video 5000 RTP/SAVP 99', crypto(`1 ${sha80} inline:${theirs}`)]
    expect(answerOffer(session(secure, ...video), local())).toMatchObject({ status: 488 })
  })

  test('over SIP that others can read it is refused, and why is said', () => {
    const offer = session(secure, crypto(`1 ${sha80} inline:${theirs}`))
    expect(answerOffer(offer, local(false))).toEqual({
      status: 488,
      why: 'keys in SIP without TLS can be read by anybody on the way',
    })
  })

  test.each([
    ['before the plain line', [secure, crypto(`1 ${sha80} inline:${theirs}`), plain]],
    ['behind the plain line', [plain, secure, crypto(`1 ${sha80} inline:${theirs}`)]],
  ])(
    'the encrypted line %s is taken, the other one refused; without a safe way the other one',
    (_, lines) => {
      expect(accepted(session(...lines)).agreed).toMatchObject({ port: 4000 })
      expect(accepted(session(...lines)).sdp).toContain('m=audio 0 RTP/AVP 8')
      const open = accepted(session(...lines), local(false))
      expect(open.agreed).toMatchObject({ port: 4002 })
      expect(open.agreed.encryption).toBeUndefined()
      expect(open.sdp).toContain('m=audio 0 RTP/SAVP 8')
      expect(open.sdp).not.toContain('crypto')
    },
  )

  test('RTP/AVP with a key: encrypted where that can be, plain where not', () => {
    const offer = session(plain, crypto(`3 ${sha80} inline:${theirs}`))
    const { sdp, agreed } = accepted(offer)
    expect(sdp).toContain('m=audio 10000 RTP/AVP 8\r\n')
    expect(sdp).toContain(`a=crypto:3 ${sha80} inline:${oursInText}`)
    expect(agreed.encryption).toBeDefined()
    const open = accepted(offer, local(false))
    expect(open.sdp).not.toContain('crypto')
    expect(open.agreed.encryption).toBeUndefined()
  })
})

test.each([
  ['', []],
  ['|2^20', []],
  ['|1:4', [0, 0, 0, 1]],
  ['|2^31|258:2', [1, 2]],
])('a key with %s has this name in packets: %j', (details, name) => {
  const { agreed } = accepted(session(secure, crypto(`1 ${sha80} inline:${theirs}${details}`)))
  expect([...(agreed.encryption?.theirKeyName ?? [])]).toEqual(name)
})

describe('an encrypted call is offered by us', () => {
  const answer = (profile: string, ...lines: string[]) =>
    session(`m=audio 4000 ${profile} 8`, ...lines.map(crypto))

  test('with RTP/SAVP and our key, and the answer has theirs', () => {
    expect(makeOffer(local(true, true))).toContain(`a=crypto:1 ${sha80} inline:${oursInText}`)
    const read = readAnswer(answer('RTP/SAVP', `1 ${sha80} inline:${theirs}`), local(true, true))
    if ('status' in read) throw new Error(read.why)
    expect(read.agreed.encryption?.theirs.equals(keyOf(theirs))).toBe(true)
  })

  test.each([
    ['plain RTP', answer('RTP/AVP')],
    ['no key', answer('RTP/SAVP')],
    ['another suite', answer('RTP/SAVP', `1 ${sha32} inline:${theirs}`)],
    ['another tag', answer('RTP/SAVP', `2 ${sha80} inline:${theirs}`)],
  ])('an answer with %s does not fit', (_, text) => {
    expect(readAnswer(text, local(true, true))).toMatchObject({ status: 488 })
  })

  test('plain offers hold no key, and encrypted answers to them do not fit', () => {
    expect(makeOffer(local())).not.toMatch(/crypto|SAVP/)
    const encrypted = answer('RTP/SAVP', `1 ${sha80} inline:${theirs}`)
    expect(readAnswer(encrypted, local())).toMatchObject({ status: 488 })
  })
})

describe('a=crypto', () => {
  test('is read as it was written', () => {
    fc.assert(
      fc.property(
        fc.nat(999_999_999),
        fc.constantFrom(...suites),
        fc.uint8Array({ minLength: 30, maxLength: 30 }),
        (tag, suite, bytes) => {
          const key = createSecretKey(Buffer.from(bytes))
          const { id, suite: name, config } = writeCrypto({ tag, suite, key })
          const read = readCrypto(`${id} ${name} ${config}`)
          expect(read).toMatchObject({ tag, suite })
          expect(read?.key.equals(key)).toBe(true)
        },
      ),
    )
  })

  test('of any text is read or not, without an error', () => {
    const word = fc.constantFrom(
      '1',
      ...suites,
      `inline:${theirs}`,
      '|2^31',
      '|1:4',
      ';',
      'KDR=1',
      ' ',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), word), { maxLength: 8 }), (words) => {
        const read = readCrypto(words.join(''))
        if (read) expect(suites).toContain(read.suite)
      }),
    )
  })

  test('a key shows nothing when somebody logs it', () => {
    const read = readCrypto(`1 ${sha80} inline:${theirs}`)
    expect(JSON.stringify(read)).not.toContain(theirs)
    expect(Object.values(read?.key ?? {})).toEqual([])
  })
})
