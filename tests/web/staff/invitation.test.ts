import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { secretFor } from '../../../src/web/staff/sign-in/totp.ts'
import { codeAt, openStaffHouse, type StaffHouse } from '../../kit/staff-house.ts'

let house: StaffHouse
beforeEach(async () => {
  house = await openStaffHouse()
})
afterEach(async () => {
  expect(house.faults).toEqual([])
  await house[Symbol.asyncDispose]()
})

const hourMs = 60 * 60_000

describe('the first time', () => {
  const chosen = 'Regen Tisch Violine Moos'
  const codeOf = (path: string) =>
    codeAt(house.clock.now(), secretFor(house.parts.totpKey, path.split('/').at(-1)!))

  it('S-03: looking at a link changes nothing; passphrase and app make somebody staff', async () => {
    const path = await house.invited('Petra', 'staff')
    for (let looks = 0; looks < 5; looks++) await house.visitor().open(path)
    const visitor = house.visitor()
    const { page } = await visitor.open(path)
    expect(page.querySelector('svg.qr')?.getAttribute('aria-label')).toContain('Bild')
    const key = page.querySelector('.setup-key')!.textContent.replaceAll(' ', '')
    expect(codeAt(house.clock.now(), key)).toBe(codeOf(path))
    const { words } = await visitor.press('Zugang einrichten', {
      passphrase: chosen,
      code: codeOf(path),
    })
    expect(words).toContain('Ihre Ersatz-Codes')
    expect((await visitor.open('/me')).words).toContain('Petra')
    expect((await visitor.open('/people')).status).toBe(404)
  })
  it('a link is good once', async () => {
    const path = await house.invited('Petra', 'staff')
    const [first, second] = [house.visitor(), house.visitor()]
    await second.open(path)
    await first.open(path)
    await first.press('Zugang einrichten', { passphrase: chosen, code: codeOf(path) })
    const late = await second.press('Zugang einrichten', { passphrase: chosen, code: codeOf(path) })
    expect([late.status, (await house.visitor().open(path)).status]).toEqual([410, 410])
    expect(await house.store.staff.members.all()).toHaveLength(1)
  })
  it('a link is good for a day', async () => {
    const path = await house.invited('Petra', 'staff')
    house.clock.passes(24 * hourMs)
    expect((await house.visitor().open(path)).status).toBe(410)
  })
  it('the link of the first start makes an admin, and only while there is nobody', async () => {
    const [path, other] = [
      await house.invited(undefined, 'admin'),
      await house.invited(undefined, 'admin'),
    ]
    const visitor = house.visitor()
    await visitor.open(path)
    await visitor.press('Zugang einrichten', {
      name: 'Petra',
      passphrase: chosen,
      code: codeOf(path),
    })
    expect((await visitor.open('/people')).status).toBe(200)
    const late = house.visitor()
    await late.open(other)
    const { status } = await late.press('Zugang einrichten', {
      name: 'Paula',
      passphrase: chosen,
      code: codeOf(other),
    })
    expect(status).toBe(410)
  })
  it.each([
    ['', 'ausdenken', 'Bitte denken Sie sich ein Kennwort aus.'],
    ['kurz', 'too short', 'mindestens 12 Zeichen'],
    ['aaaaaaaaaaaaaaaa', 'one letter', 'zu leicht zu erraten'],
  ])('a passphrase %j is none (%s)', async (wrong, _why, sentence) => {
    const path = await house.invited('Petra', 'staff')
    const visitor = house.visitor()
    await visitor.open(path)
    const { status, words } = await visitor.press('Zugang einrichten', {
      passphrase: wrong,
      code: codeOf(path),
    })
    expect([status, words.includes(sentence)]).toEqual([422, true])
  })
  it('a wrong code of the app keeps the link and what was typed', async () => {
    const path = await house.invited(undefined, 'admin')
    const visitor = house.visitor()
    await visitor.open(path)
    const { page } = await visitor.press('Zugang einrichten', {
      name: 'Petra',
      passphrase: chosen,
      code: '000000',
    })
    expect(page.querySelector('#name')?.getAttribute('value')).toBe('Petra')
    expect(await house.store.staff.members.all()).toEqual([])
  })
  it('a name that somebody has is refused, and the link stays good', async () => {
    const path = await house.invited('Petra', 'staff')
    await house.member('petra', 'staff')
    const visitor = house.visitor()
    await visitor.open(path)
    const filling = { passphrase: chosen, code: codeOf(path) }
    expect((await visitor.press('Zugang einrichten', filling)).words).toContain('schon jemand')
    expect((await house.visitor().open(path)).status).toBe(200)
  })
})
