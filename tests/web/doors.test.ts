import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals'
import { formToken } from '../../src/web/csrf.ts'
import { routes, webRoutes } from '../../src/web/routes.ts'
import { openWebHouse, type WebHouse } from '../kit/web-house.ts'

/*
 * Over every route there is: who gets in, and whose forms are taken. A new route is in these tables by itself.
 */

let house: WebHouse
beforeAll(async () => {
  house = await openWebHouse()
})
afterAll(() => house[Symbol.asyncDispose]())

const nothing = await openWebHouse()
const all = routes(nothing.parts)
await nothing[Symbol.asyncDispose]()

const gets = all.filter(({ method }) => method === 'get')
const posts = all.filter(({ method }) => method === 'post')
const closed = all.filter(({ who }) => who !== 'anyone')
const ofRooms = all.filter(({ who }) => who === 'room')

/** A path with something in every place. */
const filled = (path: string, room = 'f'.repeat(32)) =>
  path.replace(':room', room).replaceAll(/:\w+/g, 'x')

describe('S-09: forms of others are refused', () => {
  const elsewhere: readonly (readonly [string, Record<string, string>])[] = [
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['a neighbour host', { 'sec-fetch-site': 'same-site' }],
    ['an old browser on another site', { origin: 'https://evil.example' }],
    ['nobody knows from where, without a token', {}],
  ]
  test.each(elsewhere)('from %s', async (_from, headers) => {
    const visitor = await house.signedIn()
    const room = await house.roomOf(visitor, { number: '583920' })
    for (const { path } of posts) {
      const answer = await visitor.fetch(filled(path, room.id), { method: 'POST', headers })
      expect([path, answer.status]).toEqual([path, 403])
    }
    await house.store.rooms.remove(room.id)
  })
  it('a page that looks is opened by GET alone', async () => {
    const visitor = await house.signedIn()
    for (const { path } of gets) {
      if (posts.some((post) => post.path === path)) continue
      const answer = await visitor.fetch(filled(path), { method: 'POST' })
      expect([path, answer.status]).toEqual([path, 404])
    }
  })
  it('the token of one browser is none for another', () => {
    const key = Buffer.alloc(32, 3)
    expect(formToken(key, 'one')).not.toBe(formToken(key, 'other'))
    expect(formToken(key, 'one')).not.toBe(formToken(Buffer.alloc(32, 4), 'one'))
  })
})

describe('who is not signed in', () => {
  it('is asked to sign in, and comes back to where they wanted', async () => {
    for (const { path } of gets.filter((route) => closed.includes(route))) {
      const answer = await house.visitor().fetch(filled(path))
      const then = encodeURIComponent(filled(path))
      expect([answer.status, answer.headers.get('location')]).toEqual([
        303,
        `/sign-in?then=${then}`,
      ])
    }
  })
})

describe('S-13: what is not theirs is not there', () => {
  it('a room of others answers like one that does not exist', async () => {
    const owner = await house.signedIn('owner@example.org')
    const stranger = await house.signedIn('stranger@example.org')
    const room = await house.roomOf(owner, { number: '692837' })
    for (const { path, method } of ofRooms.filter((route) => route.method === 'get')) {
      const theirs = await stranger.fetch(filled(path, room.id), { method })
      const none = await stranger.fetch(filled(path), { method })
      expect([path, theirs.status, none.status]).toEqual([path, 404, 404])
      expect(await theirs.text()).toBe((await none.text()).replaceAll('f'.repeat(32), room.id))
    }
  })
})

describe('S-12: nothing of a page is kept by anybody', () => {
  it('every page says no-store', async () => {
    const visitor = await house.signedIn()
    for (const { path } of gets) {
      const { headers } = await visitor.fetch(filled(path))
      expect([path, headers.get('cache-control')]).toEqual([path, 'no-store'])
    }
  })
})

describe('S-18: odd bodies', () => {
  it('a body that is too large is 413 and says nothing of why', async () => {
    const answer = await house.visitor().fetch('/', {
      method: 'POST',
      body: 'a'.repeat(1_000_000),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect(answer.status).toBe(413)
  })
})

it('every route is in the router once', () => {
  const paths = all.map(({ method, path }) => `${method} ${path}`)
  expect(new Set(paths).size).toBe(paths.length)
  expect(webRoutes(house.parts)).toBeInstanceOf(Function)
})
