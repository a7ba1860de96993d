import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { Account } from '../../../src/conference/organiser/organising.ts'
import { organisersOfPageMax } from '../../../src/conference/staff/organisers-for-staff.ts'
import type { Room } from '../../../src/conference/room/room.ts'
import { openStaffHouse, type StaffHouse } from '../../kit/staff-house.ts'
import type { Visitor } from '../../kit/visitor.ts'
import { openWebHouse, type WebHouse } from '../../kit/web-house.ts'

/* What admins can do about organisers, seen from both sides: the console, and the organiser's own pages. */

const dayMs = 24 * 60 * 60_000
let web: WebHouse
let house: StaffHouse
let admin: Visitor
let erika: Visitor & { account: Account }
let room: Room
beforeEach(async () => {
  web = await openWebHouse()
  house = await openStaffHouse({ store: { ...web.store, close: () => Promise.resolve() } })
  admin = await house.signedIn('admin', 'full', 'Anna')
  erika = await web.signedIn('erika@example.org')
  room = await web.roomOf(erika, { name: 'Anonyme Schachspieler' })
})
afterEach(async () => {
  expect([...house.faults, ...web.faults]).toEqual([])
  await house[Symbol.asyncDispose]()
  await web[Symbol.asyncDispose]()
})

const pageOf = ({ account }: { account: Account }) => `/organisers/${account.id}`
const shortName = (id: string) => id.slice(0, 4).toUpperCase()

/** Signs in as people do; answers where that leads. */
async function signsIn(address: string) {
  const visitor = web.visitor()
  await visitor.open('/sign-in')
  await visitor.press('Code schicken', { address })
  const mails = await web.mails()
  const code = /\d{4} \d{4}/.exec(mails.at(-1)?.text ?? '')?.[0] ?? ''
  return visitor.press('Anmelden', { code })
}

async function met(times: number, atMs = house.clock.now() - dayMs): Promise<void> {
  for (let time = 0; time < times; time++) {
    await web.store.pastMeetings.add({
      room: room.id,
      started: atMs - time * dayMs,
      ended: atMs - time * dayMs + 60_000,
      mostCallersAtOnce: 4,
      callerMinutes: 4,
    })
  }
}

describe('the list of organisers', () => {
  it('says how many rooms and when last signed in, and masks addresses', async () => {
    await signsIn('erika@example.org')
    await web.signedIn('otto@example.net')
    const { page, html } = await admin.open('/organisers')
    const rows = page.querySelectorAll('tbody tr').map((row) => row.textContent)
    expect(rows.toSorted()).toEqual([
      expect.stringMatching(/^e…@example\.org [0-9A-F]{4}124\.11\.2026offenAnsehen$/),
      expect.stringMatching(/^o…@example\.net [0-9A-F]{4}0nicht bekanntoffenAnsehen$/),
    ])
    expect(html).not.toMatch(/erika|otto@/)
  })
  it('a meeting by telephone is no sign-in: the list tells nothing of evenings', async () => {
    await web.store.accounts.change(erika.account.id, { lastSeen: house.clock.now() })
    expect((await admin.open('/organisers')).words).toContain('nicht bekannt')
  })
  it('has pages, and anything else for a number is the first one', async () => {
    for (let one = 0; one < organisersOfPageMax + 2; one++) {
      await web.signedIn(`o${one}@example.org`)
    }
    const first = await admin.open('/organisers')
    expect(first.page.querySelectorAll('tbody tr')).toHaveLength(organisersOfPageMax)
    expect(first.words).toContain('Seite 1 von 2')
    const second = await admin.follow('Ältere Konten')
    expect(second.page.querySelectorAll('tbody tr')).toHaveLength(3)
    expect((await admin.follow('Neuere Konten')).words).toContain('Seite 1 von 2')
    for (const wrong of ['0', '-1', '1.5', 'x', '1&page=2', '1;drop table account', '99999999']) {
      const { status, page } = await admin.open(`/organisers?page=${wrong}`)
      expect([wrong, status]).toEqual([wrong, 200])
      expect(page.querySelectorAll('tbody tr')).toHaveLength(organisersOfPageMax)
    }
    expect((await admin.open('/organisers?page=9')).words).toContain('Seite 9 von 2')
  })
  it('finds an account by its whole address, however its letters are; the address is in no address of a page', async () => {
    await admin.open('/organisers')
    const found = await admin.press('Suchen', { address: ' Erika@Example.org ' })
    expect(found.path).toBe(pageOf(erika))
    expect(found.html).not.toContain('erika@')
  })
  it('W-10: an address that nobody has, or that is none, says what to do', async () => {
    await admin.open('/organisers')
    const nobody = await admin.press('Suchen', { address: 'nobody@example.org' })
    expect([nobody.status, nobody.words.includes('gibt es kein Konto')]).toEqual([422, true])
    expect(nobody.page.querySelector('#address')?.getAttribute('value')).toBe('nobody@example.org')
    const half = await admin.press('Suchen', { address: 'erika' })
    expect([half.status, half.words.includes('ganze Mail-Adresse ein')]).toEqual([422, true])
  })
})

describe('P-06: a room is seen from far away', () => {
  it('an opaque name, since when, how much it is used: never its name, its number, its PINs', async () => {
    await met(7)
    const { words, html } = await admin.open(pageOf(erika))
    expect(words).toContain(`Raum ${shortName(room.id)}`)
    expect(words).toContain('Organisiert seit24.11.2026')
    expect(words).toContain('Runden in 12 Monaten5 bis 19')
    for (const secret of [room.name, 'Schach', room.number, room.guestPin, room.hostPin])
      expect(html).not.toContain(secret)
    expect(html).not.toContain('471 108')
  })
  it('less than five meetings, or long ago ones, are few', async () => {
    await met(4)
    await met(9, house.clock.now() - 400 * dayMs)
    expect((await admin.open(pageOf(erika))).words).toContain('Runden in 12 Monatenunter 5')
  })
  it('an account that does not exist is not there', async () => {
    expect((await admin.open('/organisers/x')).status).toBe(404)
  })
})

describe('lock', () => {
  const lock = async (reason = 'Belästigt andere') => {
    await admin.open(pageOf(erika))
    return admin.press('Konto sperren', { reason })
  }
  it('says before that the telephone goes on, and asks why', async () => {
    const { words } = await admin.open(pageOf(erika))
    expect(words).toContain('Die Räume bleiben am Telefon offen')
    const asked = await admin.press('Konto sperren', { reason: ' ' })
    expect([asked.status, asked.words.includes('in einem Satz, warum')]).toEqual([422, true])
    expect((await erika.open('/rooms')).path).toBe('/rooms')
    expect(await house.audited()).toEqual([])
  })
  it('signs out everywhere, by mail and in the log of actions; the room stays open', async () => {
    const { words } = await lock()
    expect(words).toContain('gesperrt seit 24.11.2026')
    expect((await erika.open('/rooms')).path).toMatch(/^\/sign-in/)
    expect(await house.audited()).toEqual([
      ['Anna', 'organiser.locked', erika.account.id, 'Belästigt andere'],
    ])
    const [mail, ...more] = await web.mails()
    expect(more).toEqual([])
    expect(mail).toMatchObject({ to: 'erika@example.org', subject: 'Ihr Konto ist gesperrt' })
    expect(mail?.text).toContain('Raum-Nummer und PIN gelten weiter.')
    expect(mail?.text).toContain('https://runde.example.org/imprint')
    expect(mail?.text).not.toContain('Belästigt')
    expect(await web.store.rooms.byNumber(room.number)).toEqual(room)
  })
  it('neither code nor link signs in; the page says whom to ask', async () => {
    await lock()
    const { status, words } = await signsIn('erika@example.org')
    expect(status).toBe(403)
    expect(words).toContain('Ihr Konto ist gesperrt')
    const visitor = web.visitor()
    await visitor.open('/sign-in')
    await visitor.press('Code schicken', { address: 'erika@example.org' })
    const link = /https?:\S+\/sign-in\/link\/\S+/.exec((await web.mails()).at(-1)?.text ?? '')?.[0]
    await visitor.open(new URL(link ?? '').pathname)
    expect((await visitor.press('Jetzt anmelden')).status).toBe(403)
    expect((await visitor.open('/rooms')).path).toMatch(/^\/sign-in/)
  })
  it('S-04: who only asks for a code learns nothing', async () => {
    await lock()
    const asks = async (address: string) => {
      const visitor = web.visitor()
      await visitor.open('/sign-in')
      return (await visitor.press('Code schicken', { address })).html.replaceAll(address, '…')
    }
    const without = (html: string) => html.replaceAll(/value="[^"]*"|<strong>.*?<\/strong>/gs, '')
    expect(without(await asks('erika@example.org'))).toBe(without(await asks('new@example.org')))
  })
  it('a session that slipped in opens nothing', async () => {
    await lock()
    const again = await web.signedIn('erika@example.org')
    expect((await again.open('/rooms')).path).toMatch(/^\/sign-in/)
  })
  it('can be undone, and is told', async () => {
    await lock()
    await admin.press('Sperre aufheben', { reason: 'Geklärt' })
    expect((await house.audited()).map(([, what]) => what)).toContain('organiser.unlocked')
    expect((await web.mails()).map(({ subject }) => subject)).toContain(
      'Ihr Konto ist wieder offen',
    )
    expect((await signsIn('erika@example.org')).path).toBe('/rooms')
  })
  it('twice is not there: somebody else was quicker', async () => {
    const { page } = await admin.open(pageOf(erika))
    const token = page.querySelector('[name=form_token]')!.getAttribute('value')!
    await lock()
    const fields = new URLSearchParams({ form_token: token, reason: 'Noch einmal' })
    expect((await admin.send(`${pageOf(erika)}/lock`, fields)).status).toBe(404)
    expect(await house.audited()).toHaveLength(1)
  })
})

describe('delete', () => {
  it('P-08: as when they do it themselves: sessions, rooms of nobody else, a tombstone; and it is told', async () => {
    const otto = await web.signedIn('otto@example.net')
    const shared = await web.roomOf(erika, { number: '587231' })
    await web.store.organised.join(otto.account.id, shared.id, house.clock.now())
    const { words } = await admin.open(pageOf(erika))
    expect(words).toContain('Räume, die dann zu Ende sind: 1.')
    expect(words).toContain('weil andere sie mit organisieren: 1.')
    const after = await admin.press('Konto endgültig löschen', { reason: 'Auf Wunsch' })
    expect(after.path).toBe('/organisers?done=saved')
    expect((await erika.open('/rooms')).path).toMatch(/^\/sign-in/)
    expect(await web.store.accounts.byId(erika.account.id)).toBeUndefined()
    expect(await web.store.rooms.byId(room.id)).toBeUndefined()
    expect(await web.store.rooms.byId(shared.id)).toBeDefined()
    expect(await web.store.deletions.tombstones()).toHaveLength(1)
    expect(await house.audited()).toEqual([
      ['Anna', 'organiser.deleted', erika.account.id, 'Auf Wunsch'],
    ])
    expect((await web.mails()).map(({ to, subject }) => [to, subject])).toEqual([
      ['erika@example.org', 'Ihr Konto ist gelöscht'],
    ])
    expect(house.happened).toMatchObject([{ event: 'organiser.deleted', by: 'staff' }])
  })
})

describe('hand a room over', () => {
  const handOver = async (address: string, reason = 'Gruppenleitung gewechselt') => {
    await admin.open(pageOf(erika))
    return admin.press('Raum übergeben', { address, reason })
  }
  it('the other account has it from now on; both are told, neither learns the other’s address', async () => {
    const otto = await web.signedIn('otto@example.net')
    const { status, words } = await handOver('OTTO@example.net')
    expect([status, words.includes('Dieses Konto hat keinen Raum.')]).toEqual([200, true])
    expect((await otto.open(`/rooms/${room.id}`)).status).toBe(200)
    expect((await erika.open(`/rooms/${room.id}`)).status).toBe(404)
    expect(await web.store.rooms.byId(room.id)).toEqual(room)
    expect(await house.audited()).toEqual([
      ['Anna', 'room.handed-over', room.id, 'Gruppenleitung gewechselt'],
    ])
    const mails = await web.mails()
    expect(mails.map(({ to, subject }) => [to, subject]).toSorted()).toEqual([
      ['erika@example.org', 'Ein Raum ist übergeben'],
      ['otto@example.net', 'Sie haben einen Raum bekommen'],
    ])
    for (const { to, text } of mails) {
      const other = to.startsWith('erika') ? 'otto' : 'erika'
      for (const secret of [other, room.number, room.guestPin, room.name])
        expect(text).not.toContain(secret)
    }
  })
  it('who organised it together with the other leaves it to them', async () => {
    const otto = await web.signedIn('otto@example.net')
    await web.store.organised.join(otto.account.id, room.id, house.clock.now())
    await handOver('otto@example.net')
    const organisers = await web.store.organised.organisers(room.id)
    expect(organisers.map(({ id }) => id)).toEqual([otto.account.id])
  })
  it.each([
    ['an address without an account', 'nobody@example.org', 'erst einmal anmelden'],
    ['themselves', 'erika@example.org', 'gehört der Raum schon'],
    ['no address', 'otto', 'ganze Mail-Adresse ein'],
  ])('W-10: %s is refused at the field, and nothing happens', async (_, address, sentence) => {
    const { status, words, page } = await handOver(address)
    expect([status, words.includes(sentence)]).toEqual([422, true])
    const field = page.querySelector(`#address-${room.id}`)
    expect(field?.getAttribute('value')).toBe(address)
    expect(page.querySelector('.mistakes a')?.getAttribute('href')).toBe(`#address-${room.id}`)
    expect(await house.audited()).toEqual([])
    expect((await erika.open(`/rooms/${room.id}`)).status).toBe(200)
  })
  it('a locked account gets no room', async () => {
    const otto = await web.signedIn('otto@example.net')
    await web.store.accounts.lock(otto.account.id, house.clock.now())
    expect((await handOver('otto@example.net')).words).toContain('ist gesperrt')
  })
  it('S-13: only a room of this account: any other is not there', async () => {
    const otto = await web.signedIn('otto@example.net')
    const others = await web.roomOf(otto, { number: '587231' })
    const { page } = await admin.open(pageOf(erika))
    const token = page.querySelector('[name=form_token]')!.getAttribute('value')!
    const fields = new URLSearchParams({
      form_token: token,
      reason: 'x',
      address: 'erika@example.org',
    })
    const { status } = await admin.send(`${pageOf(erika)}/hand-over/${others.id}`, fields)
    expect(status).toBe(404)
  })
})
