import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, test } from '@jest/globals'
import { countWords } from '../../src/sound/measure.ts'
import { wordsPerSentenceMax } from '../../src/sound/plain-words.ts'
import { pageLocales } from '../../src/web/texts.ts'

/* The words of the pages, as people read them: short sentences in both languages, and the same places to be filled in. */

const folder = join(import.meta.dirname, '../../config/pages')
const files = readdirSync(join(folder, 'de')).sort()

/** Staff learn their tools; everybody else should understand at once. */
const forEverybody = files.filter((file) => !file.startsWith('staff-'))

type Said = readonly [where: string, text: string]

/** Every text of a file with the way to it. */
function textsOf(value: unknown, where = ''): Said[] {
  if (typeof value === 'string') return [[where, value]]
  return Object.entries(value as object).flatMap(([name, one]) => textsOf(one, `${where}.${name}`))
}
const read = (locale: string, file: string) =>
  textsOf(JSON.parse(readFileSync(join(folder, locale, file), 'utf8')))

const places = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort()

describe.each(pageLocales)('what pages say in %s', (locale) => {
  test.each(forEverybody)('A-23: %s has short sentences', (file) => {
    const long = read(locale, file).flatMap(([where, text]) =>
      text
        .split(/(?<=[.!?:])\s+|\n/)
        .filter((sentence) => countWords(sentence) > wordsPerSentenceMax)
        .map((sentence) => `${where}: ${sentence}`),
    )
    expect(long).toEqual([])
  })
})

test.each(files)('%s says the same in both languages, with the same places', (file) => {
  const shapes = pageLocales.map((locale) =>
    Object.fromEntries(read(locale, file).map(([where, text]) => [where, places(text)])),
  )
  const known = shapes.map((shape) => Object.keys(shape).filter((where) => !/\.\d+$/.test(where)))
  expect(known[1]).toEqual(known[0])
  for (const [where, found] of Object.entries(shapes[0]!)) {
    // In lists the sentences may stand in another order.
    if (/\.\d+(\.|$)/.test(where)) continue
    expect([where, shapes[1]![where]]).toEqual([where, found])
  }
})

it('there is something to read in both', () => {
  expect(files.length).toBeGreaterThan(8)
  expect(readdirSync(join(folder, 'en')).sort()).toEqual(files)
})
