import { describe, expect, it, test } from '@jest/globals'
import fc from 'fast-check'
import { digestSession } from '../../../../src/switch/sip/trunk/digest-session.ts'
import {
  authorization,
  readChallenges,
  strongest,
} from '../../../../src/switch/sip/trunk/digest.ts'
import { challenge } from '../challenge.ts'

/** The example of RFC 7616 §3.9.1: one question, asked with both hashes. */
const mufasa = { user: 'Mufasa', password: 'Circle of Life' }
const nonce = '7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v'
const question = (algorithm: string) =>
  `Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=${algorithm}, nonce="${nonce}", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"`
const answerTo = (value: string) => {
  const one = readChallenges([value])[0]
  if (one === undefined) throw new Error('no challenge')
  const request = { method: 'GET', uri: '/dir/index.html' }
  return authorization(one, mufasa, request, 1, 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ')
}

describe('S-61: the answer to a challenge', () => {
  test.each([
    ['MD5', '8ca523f5e9506fed4657c9700eebdbec'],
    ['SHA-256', '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1'],
  ])('is the one of RFC 7616 §3.9.1 with %s', (algorithm, response) => {
    expect(answerTo(question(algorithm))).toBe(
      `Digest username="Mufasa", realm="http-auth@example.org", nonce="${nonce}", uri="/dir/index.html", response="${response}", algorithm=${algorithm}, opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS", qop=auth, nc=00000001, cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"`,
    )
  })

  it('without qop is that of RFC 2069, as a FRITZ!Box wants it', () => {
    // H(H("Mufasa:testrealm@host.com:Circle Of Life") ":dcd9…:" H("GET:/dir/index.html")), errata 749 of RFC 2069
    const [one] = readChallenges([
      'Digest realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093"',
    ])
    const user = { user: 'Mufasa', password: 'CircleOfLife' }
    const value = authorization(one!, user, { method: 'GET', uri: '/dir/index.html' }, 1, 'unused')
    expect(value).toContain('response="1949323746fe6a43ef61f9606e7febea"')
    expect(value).not.toMatch(/qop|cnonce|nc=/)
  })
})

describe('reading challenges', () => {
  it('several in one line or in several, commas in quotes, blanks anywhere', () => {
    const all = readChallenges([
      'Digest realm="a, b" , nonce = "1",algorithm=SHA-256, Digest realm="c", nonce="2"',
      'digest nonce="3", realm="d", algorithm=md5, stale=TRUE, qop="auth-int,auth"',
    ])
    expect(all).toMatchObject([
      { realm: 'a, b', nonce: '1', algorithm: 'SHA-256', qop: false, stale: false },
      { realm: 'c', nonce: '2', algorithm: 'MD5' },
      { realm: 'd', nonce: '3', algorithm: 'MD5', qop: true, stale: true },
    ])
  })
  test.each([
    ['Basic realm="a"'],
    ['Digest realm="a"'],
    ['Digest realm="a", nonce="1", algorithm=SHA-1'],
    ['Digest realm="a", nonce="1", qop="auth-int"'],
    ['Digest realm="a, nonce="1'],
    [`Digest realm="a", nonce="${'1'.repeat(1001)}"`],
    [''],
  ])('what cannot be answered is left out: %s', (value) => {
    expect(readChallenges([value])).toEqual([])
  })
  it('RFC 8760: the strongest counts, whatever comes first', () => {
    const all = readChallenges(
      ['MD5', 'SHA-512-256', 'SHA-256'].map(
        (algorithm) => `Digest realm="a", nonce="1", algorithm=${algorithm}`,
      ),
    )
    expect(strongest(all)?.algorithm).toBe('SHA-512-256')
  })
  it('never fails, whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        readChallenges([text, `Digest realm="a", nonce="${text}`, `Digest ${text}`])
      }),
    )
  })
  it('S-61: what a server says cannot break out of its quotes', () => {
    const hostile = fc.stringMatching(/^[ -~]{1,40}$/)
    fc.assert(
      fc.property(hostile, hostile, (realm, nonce) => {
        const quoted = (text: string) => `"${text.replaceAll(/["\\]/g, '\\$&')}"`
        const [one] = readChallenges([`Digest realm=${quoted(realm)}, nonce=${quoted(nonce)}`])
        const said = authorization(one!, mufasa, { method: 'REGISTER', uri: 'sip:x' }, 1, 'c')
        expect(said.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""')).toBe(
          'Digest username="", realm="", nonce="", uri="", response="", algorithm=MD5',
        )
      }),
    )
  })
})

describe('what we and a registrar agree on', () => {
  const request = { method: 'REGISTER', uri: 'sip:provider.example' }
  const said = (session: ReturnType<typeof digestSession>) => session.header(request)?.value ?? ''

  it('nothing is said before somebody asks', () => {
    expect(digestSession(mufasa).header(request)).toBeUndefined()
  })
  it('the same nonce is used again and counted; a new one begins at 1', () => {
    const session = digestSession(mufasa)
    session.challenged(challenge({ nonce: 'n1' }))
    expect([said(session), said(session)]).toEqual([
      expect.stringContaining('nc=00000001'),
      expect.stringContaining('nc=00000002'),
    ])
    session.challenged(challenge({ nonce: 'n2' }))
    expect(said(session)).toContain('nc=00000001')
  })
  it('a proxy is answered as one', () => {
    const session = digestSession(mufasa)
    session.challenged(challenge({ status: 407 }))
    expect(session.header(request)?.name).toBe('proxy-authorization')
  })
  it('S-61: once believed, no other realm gets an answer', () => {
    const session = digestSession(mufasa)
    expect(session.challenged(challenge({ realm: 'first.example' }))).toEqual({ stale: false })
    session.accepted()
    expect(session.challenged(challenge({ realm: 'other.example' }))).toBe('other-realm')
  })
  it('S-61: with a realm in the settings not even the first time', () => {
    const session = digestSession(mufasa, 'ours.example')
    expect(session.challenged(challenge({ realm: 'other.example' }))).toBe('other-realm')
    expect(said(session)).toBe('')
  })
  it('RFC 8760: a registrar that knew SHA-256 is not answered with MD5 any more, the other way round it is', () => {
    const session = digestSession(mufasa)
    session.challenged(challenge({ algorithm: 'MD5' }))
    session.accepted()
    expect(session.challenged(challenge({ algorithm: 'SHA-256' }))).toEqual({ stale: false })
    session.accepted()
    expect(session.challenged(challenge({ algorithm: 'MD5' }))).toBe('weaker-digest')
  })
  it('a challenge that is none of ours is no reason to say anything', () => {
    expect(digestSession(mufasa).challenged(challenge({ scheme: 'Basic' }))).toBe('no-digest')
  })
})
