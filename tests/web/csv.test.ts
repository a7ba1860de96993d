import { describe, expect, it, test } from '@jest/globals'
import fc from 'fast-check'
import { csv } from '../../src/web/csv.ts'

/** A reader that follows RFC 4180 and knows nothing of the writer. */
function read(text: string): string[][] {
  const rows: string[][] = [[]]
  let [cell, quoted, at] = ['', false, 1]
  for (; at < text.length; at++) {
    const [character, next] = [text[at]!, text[at + 1]]
    if (quoted && character === '"' && next === '"') [cell, at] = [`${cell}"`, at + 1]
    else if (character === '"') quoted = !quoted
    else if (!quoted && character === ';') [cell] = ['', rows.at(-1)!.push(cell)]
    else if (!quoted && character === '\r' && next === '\n') {
      rows.at(-1)!.push(cell)
      rows.push([])
      ;[cell, at] = ['', at + 1]
    } else cell += character
  }
  return rows.slice(0, -1)
}

describe('tables for spreadsheets', () => {
  it('begins with the mark of UTF-8, has semicolons and ends every line', () => {
    expect(
      csv([
        ['Datum', 'Dauer'],
        ['03.11.2026', 88],
      ]),
    ).toBe('\uFEFFDatum;Dauer\r\n03.11.2026;88\r\n')
  })
  it('whatever is in the cells, they are read back as they are, or with an apostrophe', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.string(), { minLength: 1, maxLength: 4 })), (rows) => {
        const found = read(csv(rows))
        const mended = rows.map((row) =>
          row.map((cell) => (/^[=+\-@\t\r\n]/.test(cell) ? `'${cell}` : cell)),
        )
        expect(found).toEqual(mended)
      }),
    )
  })
  test.each(['=1+1', '+49', '-3', '@SUM(A1)', '\tx', '\r=1'])('S-16: %j is no formula', (text) => {
    expect(read(csv([[text]]))[0]![0]).toBe(`'${text}`)
  })
})
