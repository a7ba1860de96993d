import { describe, expect, test } from '@jest/globals'
import { OrderRefused, readOrder } from '../../src/telephone/order.ts'

const mistakes = (...words: readonly string[]): readonly string[] => {
  try {
    readOrder(words)
    return []
  } catch (error) {
    if (error instanceof OrderRefused) return error.mistakes
    throw error
  }
}

test('a whole order', () => {
  expect(
    readOrder([
      'sip:127.0.0.1:5070',
      ...['--keys', '471108  352964', '--play', 'in.wav', '--record', 'out.wav'],
      ...['--seconds', '12', '--codec', 'pcmu', '--from', 'ada'],
    ]),
  ).toEqual({
    to: { user: 'rundruf', host: '127.0.0.1', port: 5070 },
    keys: ['471108', '352964'],
    say: { file: 'in.wav' },
    recordFile: 'out.wav',
    staySeconds: 12,
    codec: 'PCMU',
    from: 'ada',
  })
})

test('the least order: ten seconds of listening, in A-law, from nobody', () => {
  expect(readOrder(['sip:example.org'])).toEqual({
    to: { user: 'rundruf', host: 'example.org', port: 5060 },
    keys: [],
    say: undefined,
    recordFile: undefined,
    staySeconds: 10,
    codec: 'PCMA',
    from: 'anonymous',
  })
})

test('whoever is called may have a name', () => {
  expect(readOrder(['sip:konferenz@[ip]'.replace('[ip]', '127.5.0.1')]).to.user).toBe('konferenz')
})

test('a tone instead of a file', () => {
  expect(readOrder(['sip:a', '--tone', '440']).say).toEqual({ toneHertz: 440 })
})

describe('what cannot be understood is answered with a sentence', () => {
  test.each([
    ['nobody to call', [], 'Say whom to call, for example sip:127.0.0.1:5060'],
    ['no SIP address', ['127.0.0.1'], '"127.0.0.1" is no address to call; write sip:HOST:PORT'],
    ['no such port', ['sip:a:70000'], '"sip:a:70000" is no address to call; write sip:HOST:PORT'],
    [
      'letters for keys',
      ['sip:a', '--keys', '12a'],
      '--keys takes up to 20 groups of 0-9, * and #, at most 32 keys each, with blanks between them',
    ],
    ['a tone nobody hears', ['sip:a', '--tone', '9'], '--tone takes a number from 100 to 3400'],
    ['a word for a number', ['sip:a', '--seconds', 'long'], '--seconds takes a whole number'],
    ['a foreign codec', ['sip:a', '--codec', 'opus'], '--codec takes pcma or pcmu'],
    ['two calls', ['sip:a', 'sip:b'], 'One call at a time: what is "sip:b"?'],
    ['two voices', ['sip:a', '--play', 'x', '--tone', '440'], 'Give --play or --tone, not both'],
  ])('%s', (_, words, sentence) => {
    expect(mistakes(...words)).toContain(sentence)
  })

  test('an unknown option names itself', () => {
    expect(mistakes('sip:a', '--loud').join()).toContain('--loud')
  })

  test('several mistakes are named at once', () => {
    expect(mistakes('sip:a', '--tone', '9', '--seconds', 'x', '--codec', 'opus')).toHaveLength(3)
  })
})
