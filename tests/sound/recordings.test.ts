import { describe, expect, it, test } from '@jest/globals'
import { recordedText, recordingsOf } from '../../src/sound/recordings.ts'
import { asSpoken } from '../../src/sound/voices.ts'

describe('which recordings a language needs', () => {
  const numbers = { '4': 'vier' }

  it('has one file a piece, named after the prompt, and leaves out pauses and numbers', () => {
    const prompts = {
      greeting: ['Guten Tag.'],
      'others-here': ['Außer Ihnen sind', '{count}', '<pause 700>', 'da.'],
    }
    expect(recordingsOf({ locale: 'de', prompts, numbers, digits: { '4': 'vier' } })).toEqual([
      { file: 'greeting.wav', text: 'Guten Tag.' },
      { file: 'others-here-1.wav', text: 'Außer Ihnen sind' },
      { file: 'others-here-2.wav', text: 'da.' },
      { file: 'number-4.wav', text: 'vier' },
    ])
  })

  it('records a text once, and a digit of its own only where it sounds different', () => {
    const prompts = { first: ['Danke.'], second: ['Danke.'] }
    expect(
      recordingsOf({ locale: 'de', prompts, numbers: { '2': 'zwei' }, digits: { '2': 'zwo' } }),
    ).toEqual([
      { file: 'first.wav', text: 'Danke.' },
      { file: 'number-2.wav', text: 'zwei' },
      { file: 'digit-2.wav', text: 'zwo' },
    ])
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
