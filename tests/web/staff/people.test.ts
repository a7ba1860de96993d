import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { codeAt, openStaffHouse, passphrase, type StaffHouse } from '../../kit/staff-house.ts'
import type { Visitor } from '../../kit/visitor.ts'

let house: StaffHouse
let admin: Visitor
beforeEach(async () => {
  house = await openStaffHouse()
  admin = await house.signedIn('admin', 'full', 'Anna')
})
afterEach(async () => {
  expect(house.faults).toEqual([])
  await house[Symbol.asyncDispose]()
})

const personPage = async (name: string) =>
  `/people/${(await house.store.staff.members.byName(name))!.id}`

describe('admins decide who works here', () => {
  it('a link for somebody new is shown once, and said in the log of actions', async () => {
    await admin.open('/people')
    const { page, words } = await admin.press('Link machen', { name: 'Petra', role: 'staff' })
    const link = new URL(page.querySelector('.link')!.textContent)
    expect(words).toContain('Er gilt einen Tag und einmal.')
    expect((await house.visitor().open(link.pathname)).words).toContain('Petra')
    expect((await admin.open('/people')).html).not.toContain(link.pathname)
    expect(await house.audited()).toEqual([['Anna', 'staff.invited', 'Petra', '']])
  })
  it('a link can be withdrawn', async () => {
    const path = await house.invited('Petra', 'staff')
    await admin.open('/people')
    await admin.press('Link für Petra zurückziehen')
    expect((await house.visitor().open(path)).status).toBe(410)
  })
  it('a new link for a name takes the place of the old one', async () => {
    const [old, fresh] = [
      await house.invited('Petra', 'staff'),
      await house.invited('Petra', 'staff'),
    ]
    expect((await house.visitor().open(old)).status).toBe(410)
    expect((await house.visitor().open(fresh)).status).toBe(200)
  })
  it('W-10: a name that is taken is said at the field', async () => {
    await house.member('Petra', 'staff')
    await admin.open('/people')
    const { status, words } = await admin.press('Link machen', { name: 'PETRA', role: 'staff' })
    expect([status, words.includes('gibt es hier schon')]).toEqual([422, true])
  })
  it('W-09: whatever is done to somebody asks once, and why', async () => {
    await house.member('Petra', 'staff')
    await admin.open(await personPage('Petra'))
    const { status, words } = await admin.press('Endgültig entfernen', { reason: ' ' })
    expect([status, words.includes('Bitte schreiben Sie in einem Satz, warum.')]).toEqual([
      422,
      true,
    ])
    expect(await house.store.staff.members.byName('Petra')).toBeDefined()
  })
  it('removed: signed out everywhere, and what they did stays readable', async () => {
    const petra = await house.signedIn('staff', 'full', 'Petra')
    await admin.open(await personPage('Petra'))
    await admin.press('Endgültig entfernen', { reason: 'Arbeitet nicht mehr hier' })
    expect((await petra.open('/me')).path).toBe('/sign-in')
    expect(await house.audited()).toEqual([
      ['Anna', 'staff.removed', 'Petra', 'Arbeitet nicht mehr hier'],
    ])
  })
  it('another role: signs in anew (S-06), and sees more', async () => {
    const petra = await house.signedIn('staff', 'full', 'Petra')
    await admin.open(await personPage('Petra'))
    await admin.press('Verwaltung erlauben', { reason: 'Vertretung' })
    expect((await petra.open('/me')).path).toBe('/sign-in')
    const again = await house.signedIn('staff', 'full', 'Petra')
    expect((await again.open('/people')).status).toBe(200)
  })
  it('reset: nothing of before fits, until the link is used', async () => {
    const petra = await house.signedIn('staff', 'full', 'Petra')
    await admin.open(await personPage('Petra'))
    const { page } = await admin.press('Zugang zurücksetzen', { reason: 'Telefon verloren' })
    expect((await petra.open('/me')).path).toBe('/sign-in')
    await petra.open('/sign-in')
    expect((await petra.press('Weiter', { name: 'Petra', passphrase })).status).toBe(422)

    const { pathname } = new URL(page.querySelector('.link')!.textContent)
    const fresh = await petra.open(pathname)
    const key = fresh.page.querySelector('.setup-key')!.textContent.replaceAll(' ', '')
    const code = codeAt(house.clock.now(), key)
    const filling = { passphrase: 'Regen Tisch Violine Moos', code }
    expect((await petra.press('Zugang einrichten', filling)).status).toBe(200)
    expect((await petra.open('/me')).words).toContain('Petra')
  })
  it('the last admin can be neither removed nor made staff', async () => {
    const { page } = await admin.open(await personPage('Anna'))
    const buttons = page.querySelectorAll('main button').map((one) => one.textContent)
    expect(buttons).toEqual(['Zugang zurücksetzen'])
    const token = page.querySelector('[name=form_token]')!.getAttribute('value')!
    const fields = new URLSearchParams({ form_token: token, reason: 'Versuch' })
    const { status } = await admin.send(`${await personPage('Anna')}/remove`, fields)
    expect(status).toBe(404)
  })
})
