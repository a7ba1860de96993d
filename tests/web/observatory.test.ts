import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { routes } from '../../src/web/routes.ts'
import { observe } from '../kit/observatory.ts'
import type { Visitor } from '../kit/visitor.ts'
import { openWebHouse, type WebHouse } from '../kit/web-house.ts'

/* S-08, S-10, S-11: every answer where people come by https, whatever it is about. */

/** A+ begins at 100; this is all that can be had without a network. */
const pointsMin = 145

let house: WebHouse
let erika: Visitor
let room: string
beforeAll(async () => {
  house = await openWebHouse({ publicUrl: new URL('https://runde.example.org') })
  const visitor = await house.signedIn()
  // Behind a proxy that speaks https, cookies have the name that only https can set.
  visitor.keepCookie('__Host-rundruf', visitor.cookies.get('rundruf') ?? '')
  room = (await house.roomOf(visitor)).id
  erika = visitor
})
afterAll(() => house[Symbol.asyncDispose]())

const paths = () =>
  routes(house.parts)
    .filter(({ method, path }) => method === 'get' && !path.endsWith('/live'))
    .map(({ path }) => path.replace(':room', room).replaceAll(/:\w+/g, 'x'))

const others = ['/assets/rundruf.css', '/nothing-here', '/rooms/x/y/z', '/assets/%E0%A4%A']

describe('S-10, S-11: the Observatory gives every page A+', () => {
  it('to whoever is signed in, to strangers, and to pages that are not there', async () => {
    for (const visitor of [erika, house.visitor()]) {
      for (const path of [...paths(), ...others]) {
        const { headers } = await visitor.fetch(path)
        const { points, lost } = observe(headers)
        expect([path, lost]).toEqual([path, []])
        expect(points).toBeGreaterThanOrEqual(pointsMin)
      }
    }
  })
  it('a head without protection would lose it', () => {
    expect(observe(new Headers()).points).toBeLessThan(50)
    const careless = new Headers({ 'set-cookie': 'rundruf=1; Path=/' })
    expect(observe(careless).lost).toContain('cookies')
  })
})

describe('S-08: what browsers keep for us', () => {
  it('is set by us alone, over https alone, and no script reads it', async () => {
    const { headers } = await house.visitor().fetch('/?sprache=en')
    const cookies = headers.getSetCookie()
    expect(cookies.length).toBeGreaterThan(0)
    for (const cookie of cookies) {
      expect(cookie).toMatch(/^__Host-rundruf[a-z-]*=/)
      expect(cookie).toMatch(/; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
    }
  })
})

describe('S-11: nobody learns what we are made of', () => {
  it('no version and no name of a program in any head', async () => {
    for (const path of [...paths(), ...others]) {
      const { headers } = await erika.fetch(path)
      expect([headers.get('server'), headers.get('x-powered-by')]).toEqual([null, null])
    }
  })
})
