import { describe, expect, it, test } from '@jest/globals'
import { readPrompts, recordedText, recordingsOf } from '../../src/sound/recordings.ts'
import { asSpoken } from '../../src/sound/voices.ts'

describe('which recordings a language needs', () => {
  const numbers = { '4': 'vier' }
  const { keys, time } = readPrompts('config', 'de')

  it('has one file a piece, named after the prompt, and leaves out pauses and numbers', () => {
    const prompts = {
      greeting: ['Guten Tag.'],
      'others-here': ['Außer Ihnen sind', '{count}', '<pause 700>', 'da.'],
    }
    const digits = { '4': 'vier' }
    const all = recordingsOf({ locale: 'de', prompts, numbers, digits, keys, time })
    expect(all.slice(0, 4)).toEqual([
      { file: 'greeting.wav', text: 'Guten Tag.' },
      { file: 'others-here-1.wav', text: 'Außer Ihnen sind' },
      { file: 'others-here-2.wav', text: 'da.' },
      { file: 'number-4.wav', text: 'vier' },
    ])
  })

  it('records a text once, and a digit of its own only where it sounds different', () => {
    const prompts = { first: ['Danke.'], second: ['Danke.'] }
    const words = { numbers: { '2': 'zwei' }, digits: { '2': 'zwo' }, keys, time }
    expect(recordingsOf({ locale: 'de', prompts, ...words }).slice(0, 5)).toEqual([
      { file: 'first.wav', text: 'Danke.' },
      { file: 'number-2.wav', text: 'zwei' },
      { file: 'digit-2.wav', text: 'zwo', wantedTailMs: 240 },
      { file: 'key-star.wav', text: 'Stern-Taste' },
      { file: 'key-pound.wav', text: 'Raute-Taste' },
    ])
  })

  it('A-11: has a longer silence behind digits, which are spoken one by one', () => {
    const all = recordingsOf(readPrompts('config', 'de'))
    const longer = all.filter(({ wantedTailMs }) => wantedTailMs === 240)
    expect(longer.map(({ file }) => file)).toEqual(
      Array.from('0123456789', (it) => `digit-${it}.wav`),
    )
  })

  test.each([
    ['Das ist die {organisation}.', 'Das ist die Telefon-Runde.'],
    ['{count}', undefined],
    ['<pause 700>', undefined],
    ['<music>', undefined],
  ])('%s is recorded as %s', (piece, text) => {
    expect(recordedText(piece)).toBe(text)
  })
})

describe('what the voice is told to read', () => {
  const voice = { name: 'de', speed: 100, pitch: 40, spoken: new Map([['PIN', 'Pinn']]) }

  test.each([
    ['Ihre PIN, bitte.', 'Ihre Pinn, bitte.'],
    ['PINGUIN.', 'PINGUIN.'],
    ['Sie hat', 'Sie hat,'],
  ])('%s → %s', (text, read) => {
    expect(asSpoken(text, voice)).toBe(read)
  })
})
