import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { codeOf } from '../../kit/mail-reading.ts'
import { openWebHouse, type WebHouse } from '../../kit/web-house.ts'

let house: WebHouse
beforeEach(async () => {
  house = await openWebHouse()
})
afterEach(() => house[Symbol.asyncDispose]())

type SignedIn = Awaited<ReturnType<WebHouse['signedIn']>>
const isSignedIn = async (visitor: SignedIn) => (await visitor.fetch('/account')).status === 200
const sessionsOf = (visitor: SignedIn) => house.store.sessions.of(visitor.account.id)
const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

async function aMeetingIn(room: string): Promise<string> {
  const id = `meeting of ${room}`
  await house.store.meetings.open({ id, room, conferenceName: id, opened: house.clock.now() })
  return id
}

describe('S-06: one’s own sessions', () => {
  it('are listed, and this one is named', async () => {
    const here = await house.signedIn()
    const seen = await here.open('/account')
    expect(seen.words).toContain('erika@example.org')
    expect(seen.words).toContain('Sie sind nur hier angemeldet.')
    await house.signedIn()
    expect((await here.open('/account')).page.querySelectorAll('.rows li')).toHaveLength(2)
    expect(here.seen?.words).toContain('dieses Gerät')
  })

  it('end one by one, at once', async () => {
    const here = await house.signedIn()
    const there = await house.signedIn()
    await here.open('/account')
    await here.press('Test, angemeldet am 24.11.2026: abmelden')
    expect(here.seen?.words).toContain('Das Gerät ist abgemeldet.')
    expect([await isSignedIn(here), await isSignedIn(there)]).toEqual([true, false])
  })

  it('end all others at once', async () => {
    const [here, second, third] = [
      await house.signedIn(),
      await house.signedIn(),
      await house.signedIn(),
    ]
    await here.open('/account')
    await here.press('Überall sonst abmelden')
    expect(await Promise.all([here, second, third].map(isSignedIn))).toEqual([true, false, false])
  })

  it('S-13: of others are not there to end', async () => {
    const erika = await house.signedIn()
    const otto = await house.signedIn('otto@example.org')
    await house.signedIn()
    await erika.open('/account')
    const [theirs] = await sessionsOf(otto)
    await erika.press('Test, angemeldet am 24.11.2026: abmelden', { session: theirs!.id })
    expect(await isSignedIn(otto)).toBe(true)
    expect(erika.seen?.words).not.toContain('Das Gerät ist abgemeldet.')
  })

  it('S-12: signing out ends this one, here and in the browser', async () => {
    const here = await house.signedIn()
    const token = here.cookies.get('rundruf')
    await here.open('/account')
    await here.press('Abmelden')
    expect(here.seen?.path).toBe('/?done=signed-out')
    expect(here.seen?.words).toContain('Sie sind abgemeldet.')
    expect(here.cookies.has('rundruf')).toBe(false)
    here.keepCookie('rundruf', token ?? '')
    expect(await isSignedIn(here)).toBe(false)
  })

  it('S-12: and asks the browser to forget what it kept, our cookie by its name', async () => {
    const here = await house.signedIn()
    await here.open('/account')
    const token = here.seen?.page.querySelector('[name=form_token]')?.getAttribute('value') ?? ''
    const body = new URLSearchParams({ form_token: token })
    const { headers } = await here.fetch('/sign-out', { method: 'POST', body })
    expect(headers.get('clear-site-data')).toBe('"cache", "storage"')
    expect(headers.getSetCookie()).toEqual([
      expect.stringMatching(/^rundruf=;.*Expires=Thu, 01 Jan 1970/),
    ])
  })

  it('S-07: last thirty days, whatever happens', async () => {
    const here = await house.signedIn()
    for (let day = 0; day < 28; day++) {
      house.clock.passes(dayMs)
      expect(await isSignedIn(here)).toBe(true)
    }
    house.clock.passes(2 * dayMs)
    expect(await isSignedIn(here)).toBe(false)
  })
})

describe('P-08: everything that is kept about me', () => {
  async function withALot() {
    const erika = await house.signedIn()
    const otto = await house.signedIn('otto@example.org')
    const room = await house.roomOf(erika, { name: 'Dienstags um sechs' })
    await house.store.organised.join(otto.account.id, room.id, 0)
    const started = house.clock.now() - dayMs
    await house.store.pastMeetings.add({
      room: room.id,
      started,
      ended: started + 90 * minuteMs,
      mostCallersAtOnce: 7,
      callerMinutes: 512,
    })
    const mail = { to: 'anna@example.org', subject: 'Einladung', text: 'Geheimes' }
    const until = house.clock.now() + dayMs
    await house.store.mails.send(mail, {
      about: 'invitation',
      at: house.clock.now(),
      until,
      of: erika.account.id,
    })
    return { erika, room }
  }

  it('as a file for machines', async () => {
    const { erika, room } = await withALot()
    const answer = await erika.fetch('/account/data.json')
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/)
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename=rundruf.json')
    const text = await answer.text()
    expect(JSON.parse(text)).toMatchObject({
      account: {
        address: 'erika@example.org',
        language: 'de',
        created: '2026-11-24T18:00:00.000Z',
      },
      sessions: [{ device: 'Test', begun: '2026-11-24T18:00:00.000Z' }],
      rooms: [
        {
          number: room.number,
          name: 'Dienstags um sechs',
          options: { entryTone: true, schedule: { is: 'always' } },
          otherOrganisers: 1,
          meetings: [{ mostCallersAtOnce: 7, callerMinutes: 512 }],
        },
      ],
      mails: [{ about: 'invitation', to: 'a…@example.org', state: 'waiting' }],
    })
    // PINs are let out on the invitation alone; the addresses of others are theirs.
    expect(text).not.toMatch(new RegExp(`${room.guestPin ?? ''}|${room.hostPin}|otto@|anna@`))
  })

  it('as a page to read', async () => {
    const { erika, room } = await withALot()
    await erika.open('/account')
    const { words } = await erika.follow('Daten ansehen')
    for (const said of [
      'erika@example.org',
      '24.11.2026, 19:00',
      'Dienstags um sechs',
      'a…@example.org',
      'noch unterwegs',
      '512',
    ]) {
      expect(words).toContain(said)
    }
    expect(words).not.toContain(room.hostPin)
  })
})

describe('P-08: deleting the account', () => {
  it('W-09: asks once and says what will happen', async () => {
    const erika = await house.signedIn()
    const otto = await house.signedIn('otto@example.org')
    await house.roomOf(erika, { number: '583920', name: 'Nur meiner' })
    const shared = await house.roomOf(erika, { number: '692837', name: 'Unser Raum' })
    await house.store.organised.join(otto.account.id, shared.id, 0)
    await erika.open('/account')
    const { words } = await erika.follow('Weiter zum Löschen')
    expect(words).toMatch(/Nur Sie organisieren sie:\s*Nur meiner/)
    expect(words).toMatch(/Andere organisieren sie mit Ihnen:\s*Unser Raum/)
    expect(words).toContain('Das lässt sich nicht zurücknehmen.')
    expect(words).not.toContain('läuft noch zu Ende')
    await erika.follow('Nein, zurück zum Konto')
    expect(erika.seen?.path).toBe('/account')
  })

  it('is done at once, with every session and every room that nobody else organises', async () => {
    const erika = await house.signedIn()
    const elsewhere = await house.signedIn()
    const otto = await house.signedIn('otto@example.org')
    const own = await house.roomOf(erika, { number: '583920' })
    const shared = await house.roomOf(erika, { number: '692837' })
    await house.store.organised.join(otto.account.id, shared.id, 0)
    await erika.open('/account/delete')
    await erika.press('Konto jetzt löschen')
    expect(erika.seen?.words).toContain('Ihr Konto ist gelöscht.')
    expect([await isSignedIn(erika), await isSignedIn(elsewhere)]).toEqual([false, false])
    expect(await house.store.accounts.byAddress('erika@example.org')).toBeUndefined()
    expect(await house.store.rooms.byId(own.id)).toBeUndefined()
    expect(await house.store.organised.find(otto.account.id, shared.id)).toBeDefined()
    expect(house.happened).toContainEqual({
      event: 'organiser.deleted',
      account: erika.account.id,
      by: 'themselves',
    })
  })

  it('a meeting that is going on is not disturbed; its room ends with it', async () => {
    const erika = await house.signedIn()
    const room = await house.roomOf(erika)
    const meeting = await aMeetingIn(room.id)
    expect((await erika.open('/account/delete')).words).toContain('läuft noch zu Ende')
    await erika.press('Konto jetzt löschen')
    const tidy = () => house.store.atomically(({ deletions }) => deletions.removeForsakenRooms())
    await tidy()
    expect(await house.store.rooms.byId(room.id)).toBeDefined()
    await house.store.meetings.endIfEmpty(meeting)
    await tidy()
    expect(await house.store.rooms.byId(room.id)).toBeUndefined()
  })

  it('whoever was invited may still take the room over in the meantime', async () => {
    const erika = await house.signedIn()
    const otto = await house.signedIn('otto@example.org')
    const room = await house.roomOf(erika)
    const meeting = await aMeetingIn(room.id)
    await erika.open('/account/delete')
    await erika.press('Konto jetzt löschen')
    await house.store.organised.join(otto.account.id, room.id, 0)
    await house.store.meetings.endIfEmpty(meeting)
    await house.store.deletions.removeForsakenRooms()
    await otto.open('/account/delete')
    await house.store.deletions.removeForsakenRooms()
    expect(await house.store.rooms.byId(room.id)).toBeDefined()
  })

  it('the same address may begin anew', async () => {
    const erika = await house.signedIn()
    await erika.open('/account/delete')
    await erika.press('Konto jetzt löschen')
    const again = house.visitor()
    await again.open('/sign-in')
    await again.press('Code schicken', { address: 'erika@example.org' })
    await again.press('Anmelden', { code: codeOf((await house.mails())[0]!) })
    const account = await house.store.accounts.byAddress('erika@example.org')
    expect(account?.id).not.toBe(erika.account.id)
  })
})
