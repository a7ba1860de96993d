import { describe, expect, it, test } from '@jest/globals'
import { prompts } from '../../src/conference/call/prompts.ts'
import { callersMax } from '../../src/conference/room/room.ts'
import { localesIn } from '../../src/sound/catalogue.ts'
import { plainWordsMistakes, sentencesOf } from '../../src/sound/plain-words.ts'
import { readPrompts } from '../../src/sound/recordings.ts'

const files = localesIn('config').map((locale) => readPrompts('config', locale))
const declared: Readonly<Record<string, readonly string[]>> = prompts

describe.each(files)('what callers hear in $locale', (file) => {
  it('has a sentence for every prompt and none for anything else', () => {
    expect(Object.keys(file.prompts).sort()).toEqual(Object.keys(prompts).sort())
  })

  test.each(Object.entries(declared))('%s has the places that are filled in', (name, places) => {
    const pieces = file.prompts[name] ?? []
    const used = pieces.flatMap((piece) => Array.from(piece.matchAll(/\{(\w+)\}/g), ([, at]) => at))
    expect([...new Set(used)].sort()).toEqual([...places].sort())
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

  it('A-02, A-08, A-14, A-23: is said in plain words', () => {
    expect(plainWordsMistakes(file)).toEqual([])
  })

  it('A-02: offers keys somewhere, so that the rule above has something to look at', () => {
    const choices = Object.values(file.prompts).filter((pieces) => pieces.includes('<pause 700>'))
    expect(choices.length).toBeGreaterThan(10)
  })

  it('A-08: never reads a PIN aloud, and the room number only where it was entered', () => {
    const aloud = Object.entries(file.prompts).filter(([, pieces]) =>
      pieces.includes('{roomNumber}'),
    )
    expect(aloud.map(([name]) => name)).toEqual(['room-number-was'])
    expect(Object.values(prompts).flat()).not.toContain('pin')
  })

  it('A-20: nobody is hurried', () => {
    const hurry = /schnell|sofort|beeilen|\bSekunden? Zeit|quick|hurry|immediately|seconds to/i
    expect(
      Object.values(file.prompts)
        .flat()
        .filter((piece) => hurry.test(piece)),
    ).toEqual([])
  })
})

it('greets with the name of the organisation', () => {
  const german = files.find(({ locale }) => locale === 'de')
  expect(sentencesOf(german?.prompts['greeting'] ?? [])).toEqual([
    'Guten Tag.',
    'Das ist die Telefon-Runde.',
  ])
})
