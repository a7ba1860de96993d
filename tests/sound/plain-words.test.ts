import { describe, expect, it, test } from '@jest/globals'
import { plainWordsMistakes, sentencesOf } from '../../src/sound/plain-words.ts'
import { readPrompts } from '../../src/sound/recordings.ts'

const { numbers, digits, keys, time } = readPrompts('config', 'de')
const mistakes = (prompts: Record<string, string[]>, locale = 'de') =>
  plainWordsMistakes({ locale, prompts, numbers, digits, keys, time })

describe('what is wrong with a sentence, in words for whoever wrote it', () => {
  it('has nothing to say about a good one', () => {
    const choice = ['Für Hilfe', '<pause 700>', 'drücken Sie die Null.']
    expect(mistakes({ 'menu-help': choice, stay: ['Bitte bleiben Sie am Telefon.'] })).toEqual([])
  })

  test.each<[string, string, string[], string]>([
    [
      'A-23: a long sentence',
      'stay',
      ['Bitte bleiben Sie am Telefon, bis die Leitung Sie in die Runde herein lässt.'],
      'A-23: "Bitte bleiben Sie am Telefon, bis die Leitung Sie in die Runde herein lässt." has 14 words, not 12; make two',
    ],
    [
      'A-23: no end',
      'stay',
      ['Bitte warten'],
      'A-23: "Bitte warten" does not end; put a full stop',
    ],
    [
      'A-23: the subjunctive',
      'stay',
      ['Sie könnten warten.'],
      'A-23: "Sie könnten warten."; say what is, without the subjunctive',
    ],
    [
      'A-23: a word for the same thing',
      'stay',
      ['Die Konferenz beginnt.'],
      'A-23: "Die Konferenz beginnt."; say Runde',
    ],
    [
      'A-14: a key by half its name',
      'stay',
      ['Bitte drücken Sie Stern.'],
      'A-14: "Bitte drücken Sie Stern."; say Raute-Taste, Stern-Taste',
    ],
    [
      'A-14: a number is entered',
      'stay',
      ['Bitte eintippen.'],
      'A-14: "Bitte eintippen."; numbers are entered: "geben Sie … ein"',
    ],
    [
      'A-08: what was wrong',
      'stay',
      ['Die PIN ist falsch. Bitte warten.'],
      'A-08: "Die PIN ist falsch."; say what to do, not what was wrong',
    ],
    [
      'A-08: no way on',
      'not-found',
      ['Das passt zu keiner Runde.'],
      'A-08: say what to do next, for example "Bitte prüfen Sie …" or "Please check …"',
    ],
    [
      'A-08: the PIN aloud',
      'stay',
      ['Ihre PIN ist', '{roomNumber}'],
      'A-08: a number is read aloud beside the word PIN; others may hear it',
    ],
    [
      'A-02: the key before its purpose',
      'stay',
      ['Drücken Sie die Null für Hilfe.'],
      'A-02: "Drücken Sie die Null für Hilfe." needs what it is for, then <pause 700>, before',
    ],
    [
      'A-02: too short a pause',
      'stay',
      ['Für Hilfe', '<pause 300>', 'drücken Sie die Null.'],
      'A-02: "drücken Sie die Null." needs what it is for, then <pause 700>, before',
    ],
  ])('%s', (_, name, pieces, mistake) => {
    expect(mistakes({ [name]: pieces })[0]).toBe(`"${name}": ${mistake}`)
  })

  it('A-02: more keys than anybody keeps in mind', () => {
    const one = ['Für Hilfe', '<pause 700>', 'drücken Sie die Null.']
    expect(mistakes({ menu: [...one, ...one, ...one, ...one] })).toEqual([
      '"menu": A-02: 4 keys at once, not 3',
    ])
  })

  it('A-23: long sentences on average', () => {
    const nine = 'Bitte bleiben Sie jetzt noch etwas länger am Telefon.'
    expect(mistakes({ stay: [nine] })).toEqual(['A-23: sentences have 9.0 words on average, not 8'])
  })

  it('knows English words too, and for any other language what needs no words', () => {
    expect(mistakes({ stay: ['Press star.'] }, 'en')).toEqual([
      '"stay": A-14: "Press star."; say star key, hash key',
    ])
    expect(mistakes({ stay: ['Appuyez sur étoile.'] }, 'fr')).toEqual([])
    expect(mistakes({ stay: ['Attendez'] }, 'fr')).toHaveLength(1)
  })
})

it('a number that is put together, and a time, end their sentence', () => {
  const pieces = [
    'Hilfe gibt es hier:',
    '<pause 700>',
    '{helpNumber}',
    'Außer Ihnen sind',
    '{count}',
    'da.',
  ]
  expect(sentencesOf(pieces)).toEqual(['Hilfe gibt es hier: 6.', 'Außer Ihnen sind 6 da.'])
})
