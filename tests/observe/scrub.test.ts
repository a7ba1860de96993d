import { describe, expect, it, test } from '@jest/globals'
import fc from 'fast-check'
import { scrub } from '../../src/observe/scrub.ts'

/** What must not leave, in the clothes in which it turns up. */
const canaries: readonly (readonly [string, RegExp])[] = [
  ['+4930918273645', /918273645/],
  ['+49 30 918 273-645', /918|273|645/],
  ['(030) 918 273 645', /918|273|645/],
  ['030/918273', /918273/],
  ['0049 30 9182 7364', /9182|7364/],
  ['From=%2B4930918273645&To=x', /918273645/],
  ['4930918273645', /918273645/],
  ['352964', /352964/],
  ['352 964', /352|964/],
  ['room 471 108, PIN 352 964', /471|108|352|964/],
  ['Digits=352964', /352964/],
  ['?Digits=3529&x=1', /3529/],
  ['{"Digits":"3529","x":1}', /3529/],
  ['https://a.example/voice/room?step=abc.def-123&x=1', /abc\.def-123/],
  ['Authorization: Basic QUM6dG9rZW4=', /QUM6dG9rZW4/],
  ['Bearer abc.def.ghi', /abc\.def/],
  ['https://AC1:geheim@api.example/x', /geheim/],
  ['smtp://user:geheim@mail.example', /geheim/],
  ['ada@example.org', /ada@/],
  ['ada.lovelace+gruppe@post.example.co.uk', /lovelace/],
  ['to=ada%40example.org', /ada%40/],
  ['jürgen@müller.de', /jürgen/],
  ['GET /sign-in/link/4f9ffe455ddea40545ba failed', /4f9ffe455/],
]

describe('S-92: what must not leave a log line', () => {
  test.each(canaries)('as a text: %s', (canary, trace) => {
    expect(scrub(JSON.stringify({ msg: `before ${canary} after` }))).not.toMatch(trace)
  })
  test.each(canaries)('alone: %s', (canary, trace) => {
    expect(scrub(JSON.stringify({ msg: canary }))).not.toMatch(trace)
  })
  test.each(canaries)('as the name of a field: %s', (canary, trace) => {
    expect(scrub(JSON.stringify({ [canary]: 1 }))).not.toMatch(trace)
  })
  test.each(canaries)('deep inside: %s', (canary, trace) => {
    expect(scrub(JSON.stringify({ err: { list: [{ stack: canary }] } }))).not.toMatch(trace)
  })
  test.each(canaries)('in a line that is no JSON: %s', (canary, trace) => {
    expect(scrub(`plain ${canary} text`)).not.toMatch(trace)
  })

  it('fields with a telling name lose their value, whatever it is', () => {
    const line = {
      pin: '12',
      Digits: 5,
      hostPin: 'x',
      'x-twilio-signature': 's',
      auth_token: ['t'],
    }
    expect(Object.values(JSON.parse(scrub(JSON.stringify(line))) as object)).toEqual(
      Array(5).fill('[hidden]'),
    )
  })
  it('a number may be a PIN', () => {
    expect(scrub('{"x":352964,"y":[4930918273]}')).toBe('{"x":"[number]","y":["[number]"]}')
  })
})

describe('what an operator needs stays', () => {
  test.each([
    '{"level":"info","time":"2026-11-23T17:20:00.123Z","msg":"app ready"}',
    '{"call":"CA0123456789abcdef0123456789abcdef","meeting":"CF00000000000000001111111111111111"}',
    '{"port":10000,"address":"192.168.178.201:50600","tookMs":123456}',
    '{"path":"/voice/room","status":403,"error":"ECONNREFUSED 127.0.0.1:5080"}',
    '{"sip":"sip:rundruf@127.0.0.1:5060","version":"24.21.0","x":-12.5,"n":null,"b":true}',
  ])('%s', (line) => {
    expect(scrub(line)).toBe(line)
  })
  it('and the line end', () => {
    expect(scrub('{"a":1}\n')).toBe('{"a":1}\n')
  })
})

describe('whatever is logged', () => {
  it('JSON stays JSON', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (fields) => {
        JSON.parse(scrub(JSON.stringify(fields)))
      }),
    )
  })
  it('no long run of digits survives as a value', () => {
    const digits = fc.stringMatching(/^[1-9]\d{5,14}$/)
    fc.assert(
      fc.property(digits, fc.stringMatching(/^[ ,;:=/()]{1,3}$/), (number, around) => {
        expect(scrub(JSON.stringify({ msg: `x${around}${number}${around}` }))).not.toContain(number)
      }),
    )
  })
  it('scrubbing again changes nothing', () => {
    fc.assert(
      fc.property(fc.constantFrom(...canaries), fc.string(), ([canary], other) => {
        const once = scrub(JSON.stringify({ msg: `${canary} ${other} ${canary}` }))
        expect(scrub(once)).toBe(once)
      }),
    )
  })
})
