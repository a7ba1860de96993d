import { afterAll, beforeAll, describe, expect, it, test } from '@jest/globals'
import { routes } from '../../../src/web/routes.ts'
import { staffRoutes } from '../../../src/web/staff/routes.ts'
import { openStaffHouse, type StaffHouse } from '../../kit/staff-house.ts'
import type { Visitor } from '../../kit/visitor.ts'
import { openWebHouse } from '../../kit/web-house.ts'

/*
 * Over every route of the staff console: who gets in, and whose forms are taken (S-13, S-14, S-09). A new route is in
 * these tables by itself.
 */

let house: StaffHouse
let visitors: Readonly<Record<Who, Visitor>>
beforeAll(async () => {
  house = await openStaffHouse()
  visitors = {
    nobody: house.visitor(),
    halfway: await house.signedIn('admin', 'halfway', 'Paula'),
    staff: await house.signedIn('staff'),
    admin: await house.signedIn('admin'),
  }
})
afterAll(() => house[Symbol.asyncDispose]())

const nothing = await openStaffHouse()
const all = staffRoutes(nothing.parts)
await nothing[Symbol.asyncDispose]()

const filled = (path: string) => path.replaceAll(/:\w+/g, 'x')
const gets = all.filter(({ method }) => method === 'get')
const posts = all.filter(({ method }) => method === 'post')

type Who = 'nobody' | 'halfway' | 'staff' | 'admin'
/** Where somebody of this kind is sent instead; `in` is in, `404` is as if it were not there. */
const matrix: Readonly<Record<(typeof all)[number]['who'], Readonly<Record<Who, string>>>> = {
  anyone: { nobody: 'in', halfway: 'in', staff: 'in', admin: 'in' },
  halfway: { nobody: '/sign-in', halfway: 'in', staff: '/', admin: '/' },
  staff: { nobody: '/sign-in', halfway: '/second-factor', staff: 'in', admin: 'in' },
  admin: { nobody: '/sign-in', halfway: '/second-factor', staff: '404', admin: 'in' },
}

describe('S-13, S-14: who may come where', () => {
  const kinds: readonly Who[] = ['nobody', 'halfway', 'staff', 'admin']
  const cases = all
    .filter(({ path }) => !['/sign-in', '/sign-out'].includes(path))
    .flatMap((route) => kinds.map((who) => [route.method, route.path, who, route] as const))

  test.each(cases)('%s %s for %s', async (method, path, who, route) => {
    const visitor = visitors[who]
    const expected = matrix[route.who][who]
    const answer =
      method === 'get'
        ? await visitor.fetch(filled(path))
        : await visitor.fetch(filled(path), { method: 'POST', body: await ownForm(visitor) })
    const location = answer.headers.get('location')
    if (expected === 'in') {
      expect(['/sign-in', '/second-factor']).not.toContain(location)
      expect([403, 500]).not.toContain(answer.status)
    } else if (expected === '404') expect(answer.status).toBe(404)
    else expect([answer.status, location]).toEqual([303, expected])
  })
})

test.each([
  ['nobody', '/sign-in'],
  ['halfway', '/second-factor'],
  ['staff', '/'],
] as const)('the page to sign in leads %s to %s', async (who, to) => {
  expect((await visitors[who].open('/sign-in')).path).toBe(to)
})

/** The fields of a form that is ours and says nothing, so that nothing happens behind the door. */
async function ownForm(visitor: Visitor): Promise<URLSearchParams> {
  const { page } = await visitor.open(visitor === visitors.nobody ? '/sign-in' : '/')
  const token = page.querySelector('[name=form_token]')?.getAttribute('value') ?? ''
  return new URLSearchParams({ form_token: token })
}

describe('S-09: forms of others are refused', () => {
  test.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['a neighbour host', { 'sec-fetch-site': 'same-site' }],
    ['an old browser on another site', { origin: 'https://evil.example' }],
    ['nobody knows from where, without a token', {}],
  ])('from %s', async (_from, headers: Record<string, string>) => {
    for (const visitor of Object.values(visitors)) {
      for (const { path } of posts) {
        const answer = await visitor.fetch(filled(path), { method: 'POST', headers })
        expect([path, answer.status]).toEqual([path, 403])
      }
    }
  })
})

describe('without the second factor', () => {
  it('there is nothing but the page that asks for it', async () => {
    const visitor = await house.signedIn('admin', 'halfway', 'Petra')
    for (const { path, who } of gets) {
      if (who === 'anyone') continue
      expect([path, (await visitor.open(filled(path))).path]).toEqual([path, '/second-factor'])
    }
  })
})

describe('what browsers keep', () => {
  it('S-08: cookies that no other host, no script and no link from elsewhere can use', async () => {
    await using secure = await openStaffHouse({ publicUrl: new URL('https://staff.example.org') })
    const { headers } = await secure.visitor().fetch('/sign-in?sprache=en')
    const cookies = headers.getSetCookie()
    expect(cookies.length).toBeGreaterThan(0)
    for (const cookie of cookies) {
      expect(cookie).toMatch(/^__Host-rundruf[a-z-]*=/)
      expect(cookie).toMatch(/; Path=\/; HttpOnly; Secure; SameSite=Strict$/)
    }
  })
  it('S-12: every page says no-store', async () => {
    for (const visitor of Object.values(visitors)) {
      for (const { path } of gets) {
        const { headers } = await visitor.fetch(filled(path))
        expect([path, headers.get('cache-control')]).toEqual([path, 'no-store'])
      }
    }
  })
  it('an organiser’s cookie opens nothing here, whatever the ports share', async () => {
    await using organisers = await openWebHouse()
    const erika = await organisers.signedIn()
    const visitor = house.visitor()
    for (const [name, value] of erika.cookies) visitor.keepCookie(name, value)
    expect((await visitor.open('/')).path).toBe('/sign-in')
  })
})

describe('S-20: two listeners', () => {
  it('the public one has no page of the console', async () => {
    await using organisers = await openWebHouse()
    const closed = gets
      .map(({ path }) => path)
      .filter((path) => path !== '/' && path !== '/sign-in')
    const paths = new Set(routes(organisers.parts).map(({ path }) => path))
    expect(closed.filter((path) => paths.has(path))).toEqual([])
    for (const path of closed) {
      const answer = await organisers.visitor().fetch(filled(path))
      expect([path, answer.status]).toEqual([path, 404])
    }
  })
})

it('every route is there once, and nothing failed', () => {
  const paths = all.map(({ method, path }) => `${method} ${path}`)
  expect(new Set(paths).size).toBe(paths.length)
  expect(house.faults).toEqual([])
})
