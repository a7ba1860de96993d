import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { Mail } from '../../../src/conference/organiser/mails.ts'
import type { Room } from '../../../src/conference/room/room.ts'
import {
  addressesMax,
  invitationMailsDayMax,
  receiversIn,
} from '../../../src/web/organiser/invitation/mail.ts'
import { openWebHouse, type WebHouse } from '../../kit/web-house.ts'

/* Inviting a group, on paper, by mail, with a message, in a calendar; and what of the room is in each. */

let house: WebHouse
let erika: Awaited<ReturnType<WebHouse['signedIn']>>
let room: Room
const name = 'Geheimer Kreis'
beforeEach(async () => {
  house = await openWebHouse()
  erika = await house.signedIn()
  room = await house.roomOf(erika, {
    name,
    schedule: {
      is: 'weekly',
      from: '2026-11-24',
      weekdays: [2],
      everyWeeks: 1,
      time: '18:00',
      timeZone: 'Europe/Berlin',
      durationMinutes: 90,
    },
  })
})
afterEach(async () => {
  expect(house.faults).toEqual([])
  await house[Symbol.asyncDispose]()
})

const path = (more = '') => `/rooms/${room.id}/invitation${more}`
const words = () => erika.seen!.words
const change = (different: Partial<Room>) => house.store.rooms.change({ ...room, ...different })

async function mails(): Promise<Mail[]> {
  const found: Mail[] = []
  for (;;) {
    const due = await house.store.mailQueue.take(house.clock.now(), house.clock.now() + 1000)
    if (due === undefined) return found
    found.push(due.mail)
  }
}

describe('a room with a telephone number of its own', () => {
  beforeEach(() => house.store.rooms.givePhoneNumber('+4930998', room.id))

  it('is invited to by that number and the PIN, and by no room number', async () => {
    await erika.open(path('/print?text=de'))
    const sheet = erika.seen!.page.querySelector('.letter')!
    expect(sheet.querySelector('.keys-to-press')!.textContent).toContain('030 998')
    expect(sheet.textContent).not.toMatch(/471|Raum-Nummer/)
    expect(sheet.querySelectorAll('.do li').map((step) => step.textContent)).toEqual([
      'Rufen Sie die Nummer an.',
      'Geben Sie die PIN ein.',
      'Jetzt sind Sie in der Runde.',
    ])
  })
  it('in mail, message, calendar and link, too', async () => {
    await erika.open(path())
    const { html } = erika.seen!
    expect(html).toContain('tel:+4930998,,,352964%23')
    await erika.press('Einladungen senden', { addresses: 'otto@example.org' })
    const [mail] = await mails()
    expect(mail?.text).toContain('030 998')
    expect(mail?.text).not.toMatch(/471 108|471108|Raum-Nummer/)
    const calendar = await (await erika.fetch(path('/calendar.ics'))).text()
    expect(calendar).not.toMatch(/471 108|471108/)
  })
  it('its page shows that number first, and how the room is reached at the main one', async () => {
    const { page } = await erika.open(`/rooms/${room.id}`)
    const numbers = page.querySelector('[aria-labelledby=numbers]')!.textContent
    expect(numbers).toContain('030 998')
    expect(numbers).toContain('Unter 030 123 456 78 gilt weiter die Raum-Nummer 471 108.')
  })
})

describe('A-22: the sheet of paper', () => {
  it('has the number, the room, the PIN in groups of three, four steps, costs, help and practice', async () => {
    await erika.open(path())
    await erika.press('Blatt öffnen')
    expect(erika.seen!.path).toBe(path('/print?text=de'))
    const { page } = erika.seen!
    expect(page.querySelectorAll('.do li').map((step) => step.textContent)).toEqual([
      'Rufen Sie die Nummer an.',
      'Geben Sie die Raum-Nummer ein.',
      'Geben Sie die PIN ein.',
      'Jetzt sind Sie in der Runde.',
    ])
    for (const needed of ['030 123 456 78', '471 108', '352 964', '123 456', 'Kosten']) {
      expect(words()).toContain(needed)
    }
    expect(words()).toContain('Jeden Dienstag, 18 Uhr24. November1. Dezember')
    expect(words()).toContain('Nichts wird aufgezeichnet.')
    expect(words()).not.toContain('802 517')
  })
  it('P-09: has the name of the group only when that was ticked', async () => {
    await erika.open(path('/print'))
    expect(erika.seen!.html).not.toContain(name)
    await erika.open(path())
    await erika.press('Blatt öffnen', { name: 'yes' })
    expect(erika.seen!.page.querySelector('h1')!.textContent).toBe(name)
  })
  it('speaks the language of the room, or the other one', async () => {
    await change({ locale: 'en' })
    await erika.open(path('/print'))
    expect(erika.seen!.page.querySelector('html')!.getAttribute('lang')).toBe('en')
    expect(words()).toContain('Key in the room number.')
    await erika.open(path())
    await erika.follow('Deutsch')
    await erika.press('Blatt öffnen')
    expect(words()).toContain('Geben Sie die Raum-Nummer ein.')
  })
  it('of a room without a PIN says who lets people in', async () => {
    await change({ guestPin: undefined })
    await erika.open(path('/print'))
    expect(words()).toContain('Warten Sie. Man lässt Sie herein.')
    expect(words()).not.toContain('PIN')
  })
  it('of a room that is always open has no dates', async () => {
    await change({ schedule: { is: 'always' } })
    await erika.open(path('/print'))
    expect(words()).toContain('Sie können immer anrufen.')
  })
})

describe('a mail', () => {
  it('goes to everybody by itself, with a neutral subject, and says what became of it', async () => {
    await erika.open(path())
    await erika.press('Einladungen senden', { addresses: 'anna@example.org\nBert@example.org' })
    expect(words()).toContain('Die Einladungen sind unterwegs.')
    expect(words()).toContain('a…@example.orgist unterwegs')
    const sent = await mails()
    expect(sent.map(({ to }) => to).toSorted()).toEqual(['Bert@example.org', 'anna@example.org'])
    const [{ subject, text, attachments } = sent[0]!] = sent
    expect(subject).toBe('Telefon-Runde: Einladung')
    expect(text).toContain('Raum-Nummer: 471 108\nPIN: 352 964\n')
    expect(text).toContain('Dienstag, 1. Dezember 2026, 18 bis 19:30 Uhr')
    expect(text).toContain('\ntel:+493012345678,,,471108,,,352964%23\n')
    expect(attachments![0]!.fileName).toBe('termine.ics')
    expect(JSON.stringify(sent)).not.toContain(name)
    expect(JSON.stringify(sent)).not.toMatch(/802.?517/)
  })
  it('R-34: while the mail server is away, it is not sent yet, and tried again', async () => {
    await erika.open(path())
    await erika.press('Nur an mich senden')
    const at = house.clock.now()
    const due = await house.store.mailQueue.take(at, at + 1000)
    expect(due!.mail.to).toBe('erika@example.org')
    await house.store.mailQueue.later(due!.id, at + 60_000)
    await erika.open(path())
    expect(words()).toContain('e…@example.orgnoch nicht gesendet, wir versuchen es weiter')
    await house.store.mailQueue.givenUp(due!.id, at)
    await erika.open(path())
    expect(words()).toContain('konnte nicht gesendet werden')
  })
  it('without the calendar when that was not wanted', async () => {
    await erika.open(path())
    await erika.press('Nur an mich senden', { withCalendar: [] })
    expect((await mails())[0]!.attachments).toBeUndefined()
  })
  it('W-10: a wrong address is named, and nothing is sent', async () => {
    await erika.open(path('?text=en'))
    await erika.press('Einladungen senden', { addresses: 'anna@example.org\nbert<script>' })
    expect(erika.seen!.status).toBe(422)
    expect(words()).toContain('Das ist keine Mail-Adresse: bert<script>')
    expect(erika.seen!.html).not.toContain('bert<script>')
    const field = erika.seen!.page.querySelector('#addresses')!
    expect(field.textContent).toBe('anna@example.org\nbert<script>')
    expect(erika.seen!.page.querySelector('pre')!.getAttribute('lang')).toBe('en')
    expect(await mails()).toEqual([])
  })
  it('there is a limit for a day over all rooms, and it says how many are left', async () => {
    const other = await house.roomOf(erika, { number: '583920' })
    const some = (count: number) =>
      Array.from({ length: count }, (_, one) => `${one}@example.org`).join(' ')
    for (const id of [room.id, other.id]) {
      await erika.open(`/rooms/${id}/invitation`)
      await erika.press('Einladungen senden', { addresses: some(addressesMax - 1) })
    }
    await erika.press('Einladungen senden', { addresses: some(3) })
    expect(words()).toContain('Heute gehen nur noch 2 Mails.')
    expect(await mails()).toHaveLength(invitationMailsDayMax - 2)
  })
  it.each([
    ['', { mistake: 'addresses' }],
    ['anna@example.org, ANNA@example.org;', ['ANNA@example.org']],
    [
      'Anna <anna@example.org>',
      { mistake: 'wrongAddresses', values: { which: 'Anna, <anna@example.org>' } },
    ],
    [
      'anna@example.org\nBcc:x@y.de',
      { mistake: 'wrongAddresses', values: { which: 'Bcc:x@y.de' } },
    ],
  ])('%j', (typed, read) => {
    expect(receiversIn(typed)).toEqual(read)
  })
})

describe('P-09: the calendar', () => {
  it('says nothing but the organisation and when', async () => {
    await erika.open(path())
    await erika.press('Kalender-Datei laden')
    const { html: file, headers } = erika.seen!
    expect(headers.get('content-type')).toBe('text/calendar; charset=utf-8')
    expect(headers.get('content-disposition')).toContain('termine.ics')
    expect(file).toContain('SUMMARY:Telefon-Runde')
    expect(file).not.toMatch(/Geheim|471|352|tel:/)
  })
  it('holds number and PIN when that was ticked; the name and the host PIN never', async () => {
    await erika.open(path())
    await erika.press('Kalender-Datei laden', { dial: 'yes' })
    const file = erika.seen!.html.replaceAll('\r\n ', '')
    expect(file).toContain(String.raw`471 108\nPIN: 352 964`)
    expect(file).toContain(String.raw`tel:+493012345678\,\,\,471108`)
    expect(file).not.toMatch(/Geheim|802.?517/)
  })
  it('there is none for a room that is always open', async () => {
    await change({ schedule: { is: 'always' } })
    await erika.open(path())
    expect(words()).not.toContain('Kalender')
    expect((await erika.open(path('/calendar.ics'))).status).toBe(404)
  })
})

describe('a message and a tap', () => {
  it('the text to copy holds what is needed and nothing more', async () => {
    await erika.open(path())
    expect(erika.seen!.page.querySelector('#message')!.textContent).toBe(
      'Telefon-Runde\nJeden Dienstag, 18 Uhr\n\n' +
        'Rufen Sie an: 030 123 456 78\nRaum-Nummer: 471 108\nPIN: 352 964\n\n' +
        'Mit dem Handy in einem Schritt:\ntel:+493012345678,,,471108,,,352964%23\n',
    )
  })
  it('the number can be tapped and scanned, with the text beside it', async () => {
    await erika.open(path())
    const link = 'tel:+493012345678,,,471108,,,352964%23'
    expect(erika.seen!.page.querySelector(`a[href="${link}"]`)).not.toBeNull()
    expect(erika.seen!.page.querySelector('svg.qr')!.getAttribute('aria-label')).toBe(
      'QR-Code zum Anrufen',
    )
    expect(words()).toContain(link)
  })
  it('where there is no number yet, there is only an address', async () => {
    await using own = await openWebHouse({ dialIn: 'sip:rundruf@127.0.0.1:5060' })
    const otto = await own.signedIn()
    const { id } = await own.roomOf(otto)
    await otto.open(`/rooms/${id}/invitation`)
    expect(otto.seen!.words).toContain('sip:rundruf@127.0.0.1:5060')
    expect(otto.seen!.html).not.toContain('href="tel:')
    expect(otto.seen!.page.querySelector('svg.qr')).toBeNull()
  })
})

it('an archived room invites nobody', async () => {
  await erika.open(path())
  await change({ archived: true })
  await erika.press('Nur an mich senden')
  expect(words()).toContain('Dieser Raum ist archiviert')
  expect(await mails()).toEqual([])
  await erika.open(path('/print'))
  expect(words()).toContain('Dieser Raum ist archiviert')
  expect((await erika.open(path('/calendar.ics'))).status).toBe(404)
})

it('W-16: the page is under 30 kB', async () => {
  await change({ name: 'x'.repeat(60), number: '942371', guestPin: '35296471' })
  await erika.open(path())
  expect(Buffer.byteLength(erika.seen!.html)).toBeLessThan(30_000)
})
