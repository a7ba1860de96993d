import { describe, expect, it, test } from '@jest/globals'
import fc from 'fast-check'
import {
  calledOf,
  calledOnTrunk,
  callerOf,
  domainOf,
  type Invitation,
} from '../../../src/switch/call/caller-id.ts'

const ours = '+4930999'

function invite(
  headers: Record<string, string>,
  requestUri = 'sip:rundruf@203.0.113.5:5060',
): Invitation {
  return { requestUri, header: (name) => headers[name] }
}

describe('who calls', () => {
  it.each([
    ['a number in From', { from: '"Ada" <sip:+4930111@trunk.example>;tag=1' }, '+4930111'],
    ['one with user=phone', { from: '<sip:004930111@trunk.example;user=phone>;tag=1' }, '+4930111'],
    ['one dialled at home', { from: '<sip:030111@trunk.example;user=phone>' }, '+4930111'],
    ['a FRITZ!Box’s', { from: '<sip:03023125001@fritz.box>;tag=1' }, '+493023125001'],
    ['one without a zero', { from: '<sip:4930111@trunk.example;user=phone>' }, '4930111'],
    ['a telephone of the house', { from: '<sip:1001@192.0.2.7>;tag=1' }, 'sip:1001@192.0.2.7'],
    ['a name', { from: 'sip:ada@pbx.example;tag=1' }, 'sip:ada@pbx.example'],
    ['no user', { from: '<sip:pbx.example>;tag=1' }, 'anonymous'],
    ['a tel: address', { from: '<tel:+49-30-111>;tag=1' }, '+4930111'],
    [
      'the network’s word before the caller’s',
      {
        from: '<sip:030@x.example>',
        'p-asserted-identity': '<sip:+4930111@trunk.example;user=phone>',
      },
      '+4930111',
    ],
    [
      'the number among several identities',
      {
        from: '<sip:x@x.example>',
        'p-asserted-identity': '"A, B" <sip:ada@x.example>, <tel:+4930111>',
      },
      '+4930111',
    ],
    [
      'Telekom’s parameters left out',
      { from: '<sip:+4930111;cpc=ordinary@tel.t-online.de>' },
      '+4930111',
    ],
  ])('%s', (_what, headers, expected) => {
    expect(callerOf(invite(headers), ours, true)).toBe(expected)
  })

  it.each([
    ['Privacy: id', { from: '<sip:+4930111@x.example>', privacy: 'id' }],
    ['Privacy among others', { from: '<sip:+4930111@x.example>', privacy: 'critical; id' }],
    ['Privacy: user', { from: '<sip:+4930111@x.example>', privacy: 'user' }],
    ['a From that says so', { from: '"Anonymous" <sip:anonymous@anonymous.invalid>' }],
    ['only the host', { from: '<sip:abc@anonymous.invalid>' }],
    ['Restricted', { from: '<sip:Restricted@x.example>' }],
    ['no From that can be read', { from: '<<>>' }],
    ['nothing', {}],
  ])('S-41: withheld by %s, whatever the trunk delivers beside it', (_how, headers) => {
    const asserted = { 'p-asserted-identity': '<sip:+4930111@trunk.example>' }
    expect(callerOf(invite(headers), ours, true)).toBe('anonymous')
    if ('from' in headers && !headers.from.startsWith('<<'))
      expect(callerOf(invite({ ...headers, ...asserted }), ours, true)).toBe('anonymous')
  })

  it.each(['+10000000000', ''])(
    'stays as it came where home is unknown (our number: %p)',
    (number) => {
      expect(callerOf(invite({ from: '<sip:03023125001@fritz.box>' }), number, true)).toBe(
        '03023125001',
      )
    },
  )

  it('is not withheld by Privacy: none', () => {
    expect(
      callerOf(invite({ from: '<sip:+4930111@x.example>', privacy: 'none' }), ours, true),
    ).toBe('+4930111')
  })

  test('anything in the headers gives some text of a caller, and no exception', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (from, asserted, privacy) => {
        const headers = { from, 'p-asserted-identity': asserted, privacy }
        expect(callerOf(invite(headers), ours, true)).toMatch(/./)
        calledOf(invite({ to: from, 'p-called-party-id': asserted }, privacy), [ours])
      }),
    )
  })
})

describe('one of several numbers', () => {
  const others = ['+4930998', '+4930997']
  it.each([
    ['To', { to: '<sip:030998@fritz.box>' }, 'sip:trunk-account@203.0.113.5', '+4930998'],
    ['the request line', {}, 'sip:+4930997@203.0.113.5', '+4930997'],
    [
      'To, while the line names the main one',
      { to: '<sip:+4930998@x>' },
      'sip:+4930999@x',
      '+4930998',
    ],
    ['the main one', { to: '<sip:030999@fritz.box>' }, 'sip:abc@203.0.113.5', '+4930999'],
  ])('is named in %s', (_where, headers, requestUri, number) => {
    expect(calledOf(invite(headers, requestUri), [ours, ...others])).toBe(number)
  })
})

test('S-69: what a telephone says that the network vouches for is nobody’s word', () => {
  const headers = {
    from: '<sip:1001@192.0.2.7>',
    'p-asserted-identity': '<sip:+4930111@trunk.example;user=phone>',
  }
  expect(callerOf(invite(headers), ours, false)).toBe('sip:1001@192.0.2.7')
})

describe('whom they dialled on a trunk with several numbers', () => {
  const numbers = [ours, '+4930998']
  test.each([
    ['the first place that names one of them', { to: '<sip:030998@x.example>' }, '+4930998'],
    [
      'P-Called-Party-ID before To',
      { 'p-called-party-id': '<sip:+4930998@x.example>', to: `<sip:${ours}@x.example>` },
      '+4930998',
    ],
    ['without + in the request line', {}, '+4930998'],
  ])('%s', (_what, headers, expected) => {
    expect(calledOnTrunk(invite(headers, 'sip:4930998@192.0.2.5'), numbers)).toBe(expected)
  })
  it('is the first when none is named, as with the SIP-ID of a sipgate line', () => {
    expect(calledOnTrunk(invite({ to: '<sip:**620@fritz.box>' }), numbers)).toBe(ours)
  })
})

describe('whom they dialled', () => {
  it.each([
    ['P-Called-Party-ID', { 'p-called-party-id': '<sip:+4930999@trunk.example>' }, undefined],
    ['To', { to: '<sip:004930999@trunk.example>' }, undefined],
    ['the request line', {}, 'sip:+4930999@203.0.113.5'],
    ['the request line without +', {}, 'sip:4930999@203.0.113.5'],
    ['To as dialled at home', { to: '<sip:030999@fritz.box>' }, undefined],
  ])('is our number when %s says so', (_where, headers, uri) => {
    expect(calledOf(invite(headers, uri), [ours])).toBe(ours)
  })

  it.each([
    ['sip:rundruf@203.0.113.5:5060', 'sip:rundruf@203.0.113.5'],
    ['sip:+4930998@203.0.113.5', '+4930998'],
    ['sip:0999@203.0.113.5', 'sip:0999@203.0.113.5'],
    ['sip:0@203.0.113.5', 'sip:0@203.0.113.5'],
    ['sip:[2001:db8::1]', 'sip:[2001:db8::1]'],
  ])('is the address that was called otherwise: %s', (uri, expected) => {
    expect(calledOf(invite({ to: `<${uri}>` }, uri), [ours])).toBe(expected)
  })

  it('is never our number when we have none', () => {
    expect(calledOf(invite({}, 'sip:0@h.example'), [''])).toBe('sip:0@h.example')
  })

  it('has a host: Twilio’s SipDomain', () => {
    expect(domainOf(invite({}, 'sip:a@conf.example:5070;transport=tcp'))).toBe('conf.example')
  })
})
