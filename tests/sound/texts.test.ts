import { describe, expect, it, test } from '@jest/globals'
import { prompts } from '../../src/conference/prompts.ts'
import { callersMax } from '../../src/conference/room.ts'
import { localesIn } from '../../src/sound/catalogue.ts'
import { countWords } from '../../src/sound/measure.ts'
import { readPrompts } from '../../src/sound/recordings.ts'

const files = localesIn('config').map((locale) => readPrompts('config', locale))
const declared: Readonly<Record<string, readonly string[]>> = prompts

/** The sentences of a prompt as a caller hears them, numbers filled in. */
function sentences(pieces: readonly string[]): string[] {
  const text = pieces
    .filter((piece) => !piece.startsWith('<'))
    .join(' ')
    .replace(/\{organisation\}/g, 'Telefon-Runde')
    .replace(/\{\w+\}/g, '6')
  return text.split(/(?<=[.!?]) /).filter((sentence) => sentence !== '')
}

describe.each(files)('what callers hear in $locale', (file) => {
  const all = Object.values(file.prompts).flatMap(sentences)

  it('has a sentence for every prompt and none for anything else', () => {
    expect(Object.keys(file.prompts).sort()).toEqual(Object.keys(prompts).sort())
  })

  test.each(Object.entries(declared))('%s has the places that are filled in', (name, places) => {
    const pieces = file.prompts[name] ?? []
    const used = pieces.flatMap((piece) => Array.from(piece.matchAll(/\{(\w+)\}/g), ([, at]) => at))
    expect(used.sort()).toEqual([...places].sort())
    const inside = pieces.filter((piece) => /\{(?!organisation)/.test(piece))
    for (const piece of inside) expect(piece).toMatch(/^\{\w+\}$/)
  })

  it('can say every number of callers there can be', () => {
    for (let count = 0; count <= callersMax; count++) {
      const rest = count % 100
      const parts = [...new Set([count - rest, rest])].filter((part) => part > 0 || count === 0)
      for (const part of parts) expect(file.numbers).toHaveProperty([String(part)])
    }
    expect(Object.keys(file.digits)).toEqual(Array.from('0123456789'))
  })

  it('no two numbers sound the same', () => {
    expect(new Set(Object.values(file.numbers)).size).toBe(Object.keys(file.numbers).length)
  })

  it('A-23: no sentence is longer than twelve words, and eight are the most on average', () => {
    const lengths = all.map(countWords)
    expect(all.filter((sentence) => countWords(sentence) > 12)).toEqual([])
    expect(lengths.reduce((sum, words) => sum + words, 0) / lengths.length).toBeLessThanOrEqual(8)
  })

  it('A-23: every sentence ends, and no word is shortened', () => {
    for (const sentence of all) {
      expect(sentence).toMatch(/[.!?]$/)
      expect(sentence).not.toMatch(/\b(?:z\.|d\.|bzw|usw|ca|Nr|Tel|etc|No)\b\.?/)
    }
  })

  it('A-02: what a key does comes first, then a pause of 0.7 s or more, then the key', () => {
    const choices = Object.values(file.prompts).filter((pieces) =>
      pieces.some((piece) => /\bdrücken\b|\bpress\b/.test(piece)),
    )
    expect(choices.length).toBeGreaterThan(0)
    for (const pieces of choices) {
      const key = pieces.findIndex((piece) => /^(?:drücken|press) /.test(piece))
      expect(pieces[key - 2]).toMatch(/(?:Für|For) [^.]*$/)
      const pause = /^<pause (\d+)>$/.exec(pieces[key - 1] ?? '')?.[1]
      expect(Number(pause)).toBeGreaterThanOrEqual(700)
    }
  })
})

describe('German words (A-14, A-23)', () => {
  const texts = Object.values(files[0]?.prompts ?? {}).flatMap(sentences)

  test.each([
    ['Raum-Nummer has its hyphen', /Raumnummer|Konferenz-?nummer|Zimmer/],
    ['keys are Raute-Taste and Stern-Taste', /Rautetaste|Sterntaste|Raute(?!-Taste)|Hash|#|\*/],
    ['numbers are entered', /\b(?:tippen|wählen|eintippen)\b|(?:Nummer|PIN) drücken/],
    ['one key is pressed', /Taste ein|Null ein/],
    ['PIN is the only word for it', /Code|Kennwort|Passwort|Geheimzahl/],
    ['people hang up', /Hörer|beenden Sie/],
    ['the meeting is a Runde', /Konferenz|Meeting|Sitzung|Besprechung/],
    ['nothing is only possible', /\b(?:würde\w*|könnte\w*|sollte\w*|möchte\w*|hätte\w*|wäre\w*)\b/],
    ['nothing belongs in the genitive', /\b(?:des|wegen|eines)\b|trotz/],
  ])('%s', (_, otherWords) => {
    expect(texts.filter((text) => otherWords.test(text))).toEqual([])
  })

  it('greets with the name of the organisation', () => {
    expect(sentences(files[0]?.prompts['greeting'] ?? [])).toEqual([
      'Guten Tag.',
      'Das ist die Telefon-Runde.',
    ])
  })
})
