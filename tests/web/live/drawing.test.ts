import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { changeMessage, type Drawing, type LiveMessage } from '../../../src/web/live/drawing.ts'

/*
 * What an open page is sent is enough to make it show what is so now, and little more.
 */

/** Rows of one list, each with what it shows, around a piece that is always there. */
type Rows = readonly (readonly [id: string, shows: string])[]

const drawn = (rows: Rows, head = 'head'): Drawing => ({
  pieces: new Map([['head', head], ...rows]),
  lists: new Map([['rows', rows.map(([id]) => id)]]),
  whole: () => JSON.stringify([head, rows]),
  title: 'Leitungen',
  here: '',
  at: 1,
})

/** What a page does that showed `rows` and is sent this. */
function shown(rows: Rows, { whole, pieces = [], gone = [], fresh = [] }: LiveMessage): Rows {
  if (whole !== undefined) return (JSON.parse(whole) as [string, Rows])[1]
  // In this test what a row shows begins with its id.
  const idOf = (html: string) => html.slice(0, 1)
  const now = rows
    .filter(([id]) => !gone.includes(id))
    .map(([id, old]) => [id, pieces.find((html) => idOf(html) === id) ?? old] as const)
  for (const { before, html } of fresh) {
    const at = before === undefined ? now.length : now.findIndex(([id]) => id === before)
    expect(at).toBeGreaterThanOrEqual(0)
    now.splice(at, 0, [idOf(html), html])
  }
  return now
}

const someRows = fc
  .uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'), { maxLength: 8 })
  .chain((ids) =>
    fc
      .tuple(...ids.map((id) => fc.constantFrom(`${id}1`, `${id}2`)))
      .map((shows) => shows.map((show) => [show.slice(0, 1), show] as const)),
  )

describe('a change', () => {
  it('brings every page from what it showed to what is so (property)', () => {
    fc.assert(
      fc.property(someRows, someRows, (before, after) => {
        const message = changeMessage(drawn(before), drawn(after), [])
        expect(message === undefined ? before : shown(before, message)).toEqual(after)
      }),
    )
  })
  it('is one row when one row is different', () => {
    const rows: Rows = [
      ['a', 'a1'],
      ['b', 'b1'],
    ]
    const { pieces, whole } = changeMessage(
      drawn(rows),
      drawn([
        ['a', 'a1'],
        ['b', 'b2'],
      ]),
      [],
    )!
    expect([pieces, whole]).toEqual([['b2'], undefined])
  })
  it('is one row when somebody comes in between, and one name when somebody goes', () => {
    const [a, b, c]: Rows = [
      ['a', 'a1'],
      ['b', 'b1'],
      ['c', 'c1'],
    ]
    const comes = changeMessage(drawn([a!, c!]), drawn([a!, b!, c!]), [])!
    expect(comes.fresh).toEqual([{ in: 'rows', before: 'c', html: 'b1' }])
    expect([comes.pieces, comes.gone, comes.whole]).toEqual([[], undefined, undefined])
    const goes = changeMessage(drawn([a!, b!, c!]), drawn([a!, c!]), [])!
    expect([goes.gone, goes.pieces, goes.whole]).toEqual([['b'], [], undefined])
  })
  it('is everything when a list begins or ends to be empty, or is in another order', () => {
    const [a, b]: Rows = [
      ['a', 'a1'],
      ['b', 'b1'],
    ]
    const isWhole = (before: Rows, after: Rows) =>
      changeMessage(drawn(before), drawn(after), [])?.whole !== undefined
    expect(isWhole([], [a!])).toBe(true)
    expect(isWhole([a!], [])).toBe(true)
    expect(isWhole([a!, b!], [b!, a!])).toBe(true)
  })
  it('is nothing when nothing is different, but news alone are told', () => {
    expect(changeMessage(drawn([]), drawn([]), [])).toBeUndefined()
    expect(changeMessage(drawn([]), drawn([]), ['Achtung'])?.news).toEqual(['Achtung'])
  })
})
