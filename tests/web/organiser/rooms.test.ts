import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { roomsOfAccountMax } from '../../../src/conference/organiser/organising.ts'
import type { Visitor } from '../../kit/visitor.ts'
import { openWebHouse, type WebHouse } from '../../kit/web-house.ts'
import { aRoom } from '../../kit/rooms.ts'

let house: WebHouse
let erika: Awaited<ReturnType<WebHouse['signedIn']>>
beforeEach(async () => {
  house = await openWebHouse()
  erika = await house.signedIn()
})
afterEach(async () => {
  expect(house.faults).toEqual([])
  await house[Symbol.asyncDispose]()
})

const theirRooms = () => house.store.organised.of(erika.account.id)
const at = (visitor: Visitor) => visitor.seen!
const mistakes = (visitor: Visitor) =>
  at(visitor)
    .page.querySelectorAll('.mistakes li a')
    .map((link) => [link.getAttribute('href'), link.textContent])

describe('the first room (W-02: without a script)', () => {
  it('who has none learns what a room is, and makes one in a minute', async () => {
    await erika.open('/rooms')
    expect(at(erika).words).toContain('Ein Raum ist der feste Treffpunkt Ihrer Gruppe am Telefon.')
    await erika.follow('Ersten Raum anlegen')
    expect(at(erika).words).toContain('Bitte keine Krankheit nennen.')
    await erika.press('Raum anlegen', { weekdays: '2' })
    const [room] = await theirRooms()
    expect(at(erika).path).toBe(`/rooms/${room!.id}?done=room-made`)
    expect(at(erika).words).toContain('Ihr Raum ist fertig. Laden Sie jetzt Ihre Gruppe ein.')
    expect(room).toMatchObject({
      name: '',
      locale: 'de',
      waitingRoom: false,
      schedule: { is: 'weekly', from: '2026-11-24', weekdays: [2], time: '18:00' },
    })
    expect(at(erika).words).toContain('Jeden Dienstag, 18 Uhr')
    expect(at(erika).words).toContain('Dienstag, 1. Dezember 2026, 18 bis 19:30 Uhr')
    expect(house.happened).toEqual([{ event: 'room.made', room: room!.id, by: erika.account.id }])
  })
  it('the dates can be looked at before; nothing is asked twice (W-15)', async () => {
    await erika.open('/rooms/new')
    const filling = { when: 'monthly', which: ['1', 'last'], weekday: '4', time: '19:30' }
    await erika.press('Termine ansehen', { ...filling, name: 'Donnerstag', confidential: 'yes' })
    expect(await theirRooms()).toEqual([])
    expect(at(erika).words).toContain('Jeden ersten und letzten Donnerstag im Monat, 19:30 Uhr')
    expect(at(erika).words).toContain('Donnerstag, 26. November 2026, 19:30 bis 21 Uhr')
    await erika.press('Raum anlegen')
    const [room] = await theirRooms()
    expect(room).toMatchObject({
      name: 'Donnerstag',
      waitingRoom: true,
      schedule: { is: 'monthly', which: [1, 'last'], weekday: 4, time: '19:30' },
    })
    expect(room!.number).toMatch(/^9/)
    expect(room!.guestPin).toMatch(/^\d{8}$/)
  })
  it('W-10: what is missing is said at the top and at the field, and what was typed stays', async () => {
    await erika.open('/rooms/new')
    await erika.press('Raum anlegen', { name: 'Dienstag', time: 'abends' })
    expect(at(erika).status).toBe(422)
    expect(mistakes(erika)).toEqual([
      ['#weekdays', 'Wählen Sie mindestens einen Wochentag.'],
      ['#time', 'Schreiben Sie die Uhrzeit so: 18:00.'],
    ])
    for (const id of ['weekdays', 'time']) {
      expect(at(erika).page.querySelector(`#${id}`)).not.toBeNull()
    }
    expect(at(erika).page.querySelector('#time')!.getAttribute('aria-invalid')).toBe('true')
    await erika.press('Raum anlegen', { weekdays: '2', time: '18.15' })
    expect((await theirRooms())[0]).toMatchObject({ name: 'Dienstag', schedule: { time: '18:15' } })
  })
  it('a form that is sent twice makes one room (R-09)', async () => {
    await erika.open('/rooms/new')
    const form = at(erika)
    await erika.press('Raum anlegen', { when: 'always' })
    erika.seen = form
    await erika.press('Raum anlegen', { when: 'always' })
    expect(at(erika).status).toBe(200)
    expect(await theirRooms()).toHaveLength(1)
  })
  it('somebody else cannot take over a room by sending the same form', async () => {
    await erika.open('/rooms/new')
    const once = at(erika).page.querySelector('[name=once]')!.getAttribute('value')!
    await erika.press('Raum anlegen', { when: 'always' })
    const otto = await house.signedIn('otto@example.org')
    await otto.open('/rooms/new')
    await otto.press('Raum anlegen', { when: 'always', once })
    const [theirs] = await house.store.organised.of(otto.account.id)
    expect(theirs!.id).not.toBe((await theirRooms())[0]!.id)
  })
  it('there is an end to the number of rooms', async () => {
    for (let count = 0; count < roomsOfAccountMax; count++) {
      await house.roomOf(erika, { number: String(200_000 + count) })
    }
    await erika.open('/rooms/new')
    expect(at(erika).status).toBe(409)
    expect(at(erika).words).toContain('Sie haben schon 50 Räume.')
  })
})

describe('the list and a room', () => {
  it('several rooms, archived ones below', async () => {
    await house.roomOf(erika, { number: '583920', name: 'Mittwoch' })
    await house.roomOf(erika, { number: '692837', archived: true })
    await erika.open('/rooms')
    expect(at(erika).words).toContain('MittwochRaum-Nummer583 920Nächster TerminImmer offen')
    expect(at(erika).words).toMatch(/Archivierte RäumeRaum 692 837Archiviert/)
    expect(at(erika).words).not.toContain('Ersten Raum anlegen')
  })
  it('numbers stand in groups of three, the host PIN is folded away', async () => {
    const room = await house.roomOf(erika)
    await erika.open(`/rooms/${room.id}`)
    expect(at(erika).words).toContain('Anrufen030 123 456 78Raum-Nummer471 108PIN352 964')
    const details = at(erika).page.querySelector('details')!
    expect(details.hasAttribute('open')).toBe(false)
    expect(details.textContent).toContain('802 517')
    expect(details.textContent).toContain('Wer diese PIN eingibt, leitet die Runde.')
  })
  it('a meeting that goes on comes first', async () => {
    const room = await house.roomOf(erika)
    const meeting = { id: 'm', room: room.id, conferenceName: 'c', opened: house.clock.now() }
    await house.store.meetings.open(meeting)
    await erika.open('/rooms')
    expect(at(erika).words).toContain('Runde läuft')
    await erika.follow('Raum 471 108')
    expect(at(erika).words).toContain('Gerade läuft eine Runde')
  })
  it('S-17: a name brings no markup', async () => {
    const room = await house.roomOf(erika, aRoom({ name: '<script>alert(1)</script>' }))
    for (const path of ['/rooms', `/rooms/${room.id}`]) {
      await erika.open(path)
      expect(at(erika).page.querySelectorAll('script')).toEqual([])
    }
  })
  it('in English, too', async () => {
    await erika.open('/rooms?sprache=en')
    expect(at(erika).words).toContain('No room yet')
    await erika.follow('Make the first room')
    await erika.press('Make the room', { weekdays: '5' })
    expect(at(erika).words).toContain('Every Friday, 18:00')
  })
})
