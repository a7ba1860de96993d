import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { staffTries } from '../../../src/conference/staff/staffing.ts'
import { codeAt, openStaffHouse, passphrase, type StaffHouse } from '../../kit/staff-house.ts'
import type { Visitor } from '../../kit/visitor.ts'

let house: StaffHouse
beforeEach(async () => {
  house = await openStaffHouse()
})
afterEach(async () => {
  expect(house.faults).toEqual([])
  await house[Symbol.asyncDispose]()
})

const minuteMs = 60_000
const hourMs = 60 * minuteMs

async function provesPassphrase(visitor: Visitor, name = 'Petra', typed = passphrase) {
  await visitor.open('/sign-in')
  return visitor.press('Weiter', { name, passphrase: typed })
}
async function signsIn(visitor: Visitor) {
  await provesPassphrase(visitor)
  return visitor.press('Anmelden', { code: codeAt(house.clock.now()) })
}

describe('signing in', () => {
  beforeEach(() => house.member('Petra', 'staff'))

  it('takes name, passphrase and the code of the app', async () => {
    const visitor = house.visitor()
    expect((await provesPassphrase(visitor)).path).toBe('/second-factor')
    const { path, status } = await visitor.press('Anmelden', { code: codeAt(house.clock.now()) })
    expect([status, path]).not.toContain('/second-factor')
    expect((await visitor.open('/me')).words).toContain('Petra')
    expect(await house.audited()).toEqual([['Petra', 'staff.signed-in', 'Petra', '']])
  })
  it('the name may be written in any way', async () => {
    expect((await provesPassphrase(house.visitor(), ' pETRA ')).path).toBe('/second-factor')
  })
  it('S-04: an unknown name and a wrong passphrase get the same page', async () => {
    const [known, unknown] = [house.visitor(), house.visitor()]
    const wrong = await provesPassphrase(known, 'Petra', 'nicht das Kennwort')
    const nobody = await provesPassphrase(unknown, 'Paula', 'nicht das Kennwort')
    const plain = (html: string) =>
      html.replace(/name="form_token" value="[^"]+"/g, '').replaceAll('Paula', 'Petra')
    expect([wrong.status, plain(wrong.html)]).toEqual([nobody.status, plain(nobody.html)])
    expect(wrong.status).toBe(422)
  })
  it('S-06: each step has a cookie of its own, and the one before is worth nothing', async () => {
    const visitor = house.visitor()
    await provesPassphrase(visitor)
    const halfway = visitor.cookies.get('rundruf-staff')!
    await visitor.press('Anmelden', { code: codeAt(house.clock.now()) })
    expect(visitor.cookies.get('rundruf-staff')).not.toBe(halfway)
    const replay = house.visitor()
    replay.keepCookie('rundruf-staff', halfway)
    expect((await replay.open('/second-factor')).path).toBe('/sign-in')
  })
  it('a code is taken once, also within its half minute', async () => {
    const code = codeAt(house.clock.now())
    await signsIn(house.visitor())
    const other = house.visitor()
    await provesPassphrase(other)
    expect((await other.press('Anmelden', { code })).words).toContain('passt nicht')
    house.clock.passes(30_000)
    const next = codeAt(house.clock.now())
    expect((await other.press('Anmelden', { code: next })).path).not.toBe('/second-factor')
  })
  it.each([-30_000, 0, 30_000])('a clock that differs by %i ms does no harm', async (off) => {
    const visitor = house.visitor()
    await provesPassphrase(visitor)
    const { path } = await visitor.press('Anmelden', { code: codeAt(house.clock.now() + off) })
    expect(path).not.toBe('/second-factor')
  })
  it.each(['', '12345', '000000', 'abcdef', '1234567'])('no other code: %j', async (code) => {
    const visitor = house.visitor()
    await provesPassphrase(visitor)
    const { status, path } = await visitor.press('Anmelden', { code })
    expect([status, path]).toEqual([422, '/second-factor'])
  })
  it('halfway is over after ten minutes', async () => {
    const visitor = house.visitor()
    await provesPassphrase(visitor)
    house.clock.passes(10 * minuteMs)
    expect((await visitor.open('/second-factor')).path).toBe('/sign-in')
  })
  it('signing out ends it here and in the browser (S-12)', async () => {
    const visitor = await house.signedIn('staff')
    const cookie = visitor.cookies.get('rundruf-staff')!
    await visitor.open('/me')
    const { words } = await visitor.press('Abmelden')
    expect(words).toContain('Sie sind abgemeldet.')
    const replay = house.visitor()
    replay.keepCookie('rundruf-staff', cookie)
    expect((await replay.open('/me')).path).toBe('/sign-in')
  })
})

describe('S-07: how long somebody stays signed in', () => {
  it('half an hour without a request', async () => {
    const visitor = await house.signedIn('staff')
    house.clock.passes(30 * minuteMs - 1)
    expect((await visitor.open('/me')).path).toBe('/me')
    house.clock.passes(30 * minuteMs - 1)
    expect((await visitor.open('/me')).path).toBe('/me')
    house.clock.passes(30 * minuteMs)
    expect((await visitor.open('/me')).path).toBe('/sign-in')
  })
  it('twelve hours, however busy they are', async () => {
    const visitor = await house.signedIn('staff')
    for (let quarter = 1; quarter < 48; quarter++) {
      house.clock.passes(15 * minuteMs)
      expect((await visitor.open('/me')).path).toBe('/me')
    }
    house.clock.passes(15 * minuteMs)
    expect((await visitor.open('/me')).path).toBe('/sign-in')
  })
})

describe('S-02: guessing', () => {
  beforeEach(() => house.member('Petra', 'staff'))

  it('after ten wrong passphrases the right one is none, for a quarter of an hour', async () => {
    for (let tries = 0; tries < staffTries.passphrase.max; tries++)
      await provesPassphrase(house.visitor(), 'Petra', 'nicht das Kennwort')
    expect((await provesPassphrase(house.visitor())).words).toContain('zu viele Versuche')
    house.clock.passes(15 * minuteMs)
    expect((await provesPassphrase(house.visitor())).path).toBe('/second-factor')
  })
  it('a name that nobody has is counted alike (S-04)', async () => {
    for (let tries = 0; tries < staffTries.passphrase.max; tries++)
      await provesPassphrase(house.visitor(), 'Paula', 'nicht das Kennwort')
    const { words } = await provesPassphrase(house.visitor(), 'Paula')
    expect(words).toContain('zu viele Versuche')
  })
  it('many at once count as many', async () => {
    const visitors = Array.from({ length: 40 }, () => house.visitor())
    for (const visitor of visitors) await visitor.open('/sign-in')
    const all = await Promise.all(
      visitors.map((visitor, at) =>
        visitor.press('Weiter', {
          name: 'Petra',
          passphrase: at === 39 ? passphrase : 'nicht das Kennwort',
        }),
      ),
    )
    expect(all.filter(({ path }) => path === '/second-factor')).toEqual([])
  })
  it('twenty wrong codes a day, then no code fits until tomorrow', async () => {
    const visitor = house.visitor()
    await provesPassphrase(visitor)
    for (let tries = 0; tries < staffTries['second-factor'].max; tries++)
      await visitor.press('Anmelden', { code: '000000' })
    const code = () => codeAt(house.clock.now())
    expect((await visitor.press('Anmelden', { code: code() })).words).toContain('zu viele falsche')
    house.clock.passes(24 * hourMs)
    expect((await signsIn(house.visitor())).path).not.toBe('/second-factor')
  })
  it('a success takes back no failure', async () => {
    for (let tries = 0; tries < staffTries.passphrase.max - 1; tries++)
      await provesPassphrase(house.visitor(), 'Petra', 'nicht das Kennwort')
    await signsIn(house.visitor())
    await provesPassphrase(house.visitor(), 'Petra', 'nicht das Kennwort')
    expect((await provesPassphrase(house.visitor())).words).toContain('zu viele Versuche')
  })
})

describe('recovery codes', () => {
  async function codesOf(visitor: Visitor): Promise<string[]> {
    await visitor.open('/me')
    const { page } = await visitor.press('Neue Codes zeigen', { code: codeAt(house.clock.now()) })
    return page.querySelectorAll('.codes li').map((one) => one.textContent)
  }

  it('ten of them, each once, in place of the app', async () => {
    const codes = await codesOf(await house.signedIn('staff', 'full', 'Petra'))
    expect(new Set(codes).size).toBe(10)
    const visitor = house.visitor()
    await provesPassphrase(visitor)
    const typed = codes[0]!.toLowerCase().replaceAll('-', ' ')
    const { path } = await visitor.press('Mit Ersatz-Code anmelden', { recovery: typed })
    expect(path).not.toBe('/second-factor')
    expect((await visitor.open('/me')).words).toContain('noch 9 Ersatz-Codes')
    const again = house.visitor()
    await provesPassphrase(again)
    const second = await again.press('Mit Ersatz-Code anmelden', { recovery: codes[0]! })
    expect(second.status).toBe(422)
  })
  it('new ones end the old ones', async () => {
    const visitor = await house.signedIn('staff', 'full', 'Petra')
    const [old] = await codesOf(visitor)
    house.clock.passes(minuteMs)
    await codesOf(visitor)
    const other = house.visitor()
    await provesPassphrase(other)
    const { status } = await other.press('Mit Ersatz-Code anmelden', { recovery: old! })
    expect(status).toBe(422)
  })
  it('nobody gets new ones from an open screen without the app', async () => {
    const visitor = await house.signedIn('staff')
    await visitor.open('/me')
    const { status } = await visitor.press('Neue Codes zeigen', { code: '000000' })
    expect(status).toBe(422)
  })
})

describe('another passphrase', () => {
  it('needs the old one, and signs out everywhere else', async () => {
    const here = await house.signedIn('staff', 'full', 'Petra')
    const there = await house.signedIn('staff', 'full', 'Petra')
    await here.open('/me')
    const wrong = { old: 'nicht das Kennwort', new: 'Regen Tisch Violine Moos' }
    expect((await here.press('Kennwort ändern', wrong)).status).toBe(422)
    await here.press('Kennwort ändern', { ...wrong, old: passphrase })
    expect((await here.open('/me')).path).toBe('/me')
    expect((await there.open('/me')).path).toBe('/sign-in')
    expect((await provesPassphrase(house.visitor())).status).toBe(422)
    const { path } = await provesPassphrase(house.visitor(), 'Petra', wrong.new)
    expect(path).toBe('/second-factor')
  })
})
