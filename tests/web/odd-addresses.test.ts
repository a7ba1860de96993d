import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { routes } from '../../src/web/routes.ts'
import type { Visitor } from '../kit/visitor.ts'
import { openWebHouse, type WebHouse } from '../kit/web-house.ts'

/* Addresses and forms that nobody who means well would send: an answer always, a fault of ours never (S-15, S-17, S-18). */

let house: WebHouse
let erika: Visitor
let room: string
beforeAll(async () => {
  house = await openWebHouse()
  const visitor = await house.signedIn()
  room = (await house.roomOf(visitor)).id
  erika = visitor
})
afterAll(() => house[Symbol.asyncDispose]())

const streams = /\/live$/
const all = () => routes(house.parts).filter(({ path }) => !streams.test(path))

const naughty = [
  '',
  '0',
  '-1',
  '1e999',
  'null',
  '../../etc/passwd',
  "' OR 1=1 --",
  '"; DROP TABLE room; --',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '${7*7}',
  '{{7*7}}',
  '__proto__',
  'constructor',
  '\u0000',
  '\uFEFF',
  '\u202Etest',
  'ﷺ'.repeat(200),
  '👩‍👩‍👧'.repeat(50),
  'a'.repeat(5000),
  '2026-02-30',
  '9999-99-99',
  '%',
  '\r\nSet-Cookie: x=1',
]
const odd = fc.oneof(fc.constantFrom(...naughty), fc.string({ maxLength: 40 }))
const query = fc.dictionary(
  fc.constantFrom('from', 'to', 'done', 'sprache', 'then', 'token', 'line', 'page', 'month', 'x'),
  fc.array(odd, { minLength: 1, maxLength: 2 }),
  { maxKeys: 4 },
)
const asQuery = (fields: Readonly<Record<string, readonly string[]>>) =>
  new URLSearchParams(
    Object.entries(fields).flatMap(([name, values]) => values.map((value) => [name, value])),
  )

/** Every place in a path but the room's is filled with something odd. */
const filled = (path: string, value: string) =>
  path.replace(':room', room).replaceAll(/:\w+/g, encodeURIComponent(value).slice(0, 300) || 'x')

describe('whatever stands in the address', () => {
  it('every page answers, says nothing of ours, and brings no markup of theirs', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), odd, query, async (which, value, fields) => {
        const gets = all().filter(({ method }) => method === 'get')
        const { path } = gets[which % gets.length]!
        const answer = await erika.fetch(`${filled(path, value)}?${asQuery(fields).toString()}`)
        const text = await answer.text()
        expect([path, answer.status < 500]).toEqual([path, true])
        expect(text).not.toContain('<script>alert')
        expect(text).not.toContain('<img src=x')
        expect(answer.headers.getSetCookie().join()).not.toContain('x=1')
      }),
      { numRuns: 300 },
    )
    expect(house.faults).toEqual([])
  }, 60_000)
})

describe('whatever is sent to a form', () => {
  it('every form answers, and nothing breaks', async () => {
    const fields = fc.dictionary(
      fc.oneof(fc.constantFrom(...fieldNames, '__proto__'), fc.string({ maxLength: 20 })),
      fc.array(odd, { minLength: 1, maxLength: 3 }),
      { maxKeys: 8 },
    )
    await fc.assert(
      fc.asyncProperty(fc.nat(), odd, fields, async (which, value, sent) => {
        const posts = all().filter(({ method, path }) => method === 'post' && !leaving.test(path))
        if (posts.length === 0) return
        const { path } = posts[which % posts.length]!
        const body = asQuery(sent)
        body.set('form_token', await ownToken())
        const answer = await erika.fetch(filled(path, value), {
          method: 'POST',
          body,
          headers: { 'sec-fetch-site': 'same-origin' },
        })
        await answer.text()
        expect([path, answer.status < 500]).toEqual([path, true])
      }),
      { numRuns: 300 },
    )
    expect(house.faults).toEqual([])
  }, 60_000)
})

/** Forms after which there is nothing left to try. */
const leaving = /sign-out|delete|archive|leave|sessions/

const fieldNames = [
  'name',
  'address',
  'code',
  'locale',
  'time',
  'date',
  'from',
  'weekdays',
  'line',
  'seconds',
  'sentence',
  'callersMax',
]

/** As a page of ours would carry it. */
async function ownToken(): Promise<string> {
  const { formToken } = await import('../../src/web/csrf.ts')
  return formToken(house.parts.formKey, erika.cookies.get('rundruf') ?? '')
}
