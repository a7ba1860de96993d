import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { Room } from '../../../src/conference/room/room.ts'
import { openWebHouse, type WebHouse } from '../../kit/web-house.ts'

/* What an organiser changes about a room: its options, its PIN, and whether it is there at all. */

let house: WebHouse
let erika: Awaited<ReturnType<WebHouse['signedIn']>>
let room: Room
beforeEach(async () => {
  house = await openWebHouse()
  erika = await house.signedIn()
  room = await house.roomOf(erika)
})
afterEach(async () => {
  expect(house.faults).toEqual([])
  await house[Symbol.asyncDispose]()
})

const now = async () => (await house.store.rooms.byId(room.id))!
const page = (path = '') => erika.open(`/rooms/${room.id}${path}`)
const words = () => erika.seen!.words
const told = () => house.happened.map(({ event }) => event)

describe('options', () => {
  it('every option of a room can be set, and is shown as it is', async () => {
    await page('/options')
    const all = {
      name: 'Mittwoch',
      locale: 'en',
      waitingRoom: 'yes',
      waitForHost: 'yes',
      muteOnEntry: 'yes',
      entryTone: [],
      announceCount: [],
      callersMax: '8',
      lengthMaxMinutes: '120',
    }
    await erika.press('Einstellungen speichern', all)
    expect(words()).toContain('Gespeichert.')
    const changed = {
      name: 'Mittwoch',
      locale: 'en',
      waitingRoom: true,
      waitForHost: true,
      muteOnEntry: true,
      entryTone: false,
      announceCount: false,
      callersMax: 8,
      lengthMaxMinutes: 120,
    }
    expect(await now()).toEqual({ ...room, ...changed })
    await page('/options')
    await erika.press('Einstellungen speichern')
    expect(await now()).toEqual({ ...room, ...changed })
    expect(told()).toEqual(['room.changed', 'room.changed'])
  })
  it('W-10: a number that cannot be is explained, what was typed stays', async () => {
    await page('/options')
    await erika.press('Einstellungen speichern', { callersMax: '300', name: 'Neu' })
    expect(erika.seen!.status).toBe(422)
    expect(erika.seen!.page.querySelector('.mistakes a')!.getAttribute('href')).toBe('#callersMax')
    expect(words()).toContain('Schreiben Sie eine Zahl von 1 bis 250.')
    expect(erika.seen!.page.querySelector('#name')!.getAttribute('value')).toBe('Neu')
    expect(await now()).toEqual(room)
  })
  it('very confidential is one button', async () => {
    await page('/options')
    expect(words()).toContain('Eine PIN mit 8 Ziffern bekommt nur ein neuer Raum.')
    await erika.press('So einstellen')
    expect(await now()).toMatchObject({ waitingRoom: true, entryTone: true })
  })
  it('two organisers who change different things do not undo one another', async () => {
    const otto = await house.signedIn('otto@example.org')
    await house.store.organised.join(otto.account.id, room.id, 1)
    await otto.open(`/rooms/${room.id}/dates`)
    await page('/options')
    await erika.press('Einstellungen speichern', { name: 'Mittwoch' })
    await otto.press('Termine speichern', { when: 'weekly', weekdays: '3' })
    expect(await now()).toMatchObject({ name: 'Mittwoch', schedule: { weekdays: [3] } })
  })
})

describe('dates', () => {
  it('are shown in words as they are, as they would be, and as they are then', async () => {
    await page('/dates')
    expect(words()).toContain('Der Raum ist immer offen.')
    const wish = { when: 'dates', dates: '1.12.2026\n15.12.2026', time: '18:30', minutes: '60' }
    await erika.press('Termine ansehen', wish)
    expect(words()).toContain('Dienstag, 1. Dezember 2026, 18:30 bis 19:30 Uhr')
    expect((await now()).schedule).toEqual({ is: 'always' })
    await erika.press('Termine speichern')
    expect(words()).toContain('Die Termine sind gespeichert.')
    expect(words()).toContain('Dienstag, 15. Dezember 2026, 18:30 bis 19:30 Uhr')
  })
  it('that are all over say what that means', async () => {
    await page('/dates')
    await erika.press('Termine ansehen', { when: 'dates', dates: '1.12.2025' })
    expect(words()).toContain('Es gibt keinen Termin mehr. Niemand kommt in den Raum.')
  })
})

describe('a new PIN', () => {
  it('S-38: is made on request only, after a warning about printed sheets', async () => {
    await page('/pin')
    expect(words()).toContain('Denken Sie auch an die gedruckten Blätter.')
    expect(await now()).toEqual(room)
    await erika.press('Jetzt ändern')
    const { guestPin, hostPin } = await now()
    expect(guestPin).toMatch(/^[1-9]\d{5}$/)
    expect(guestPin).not.toBe(room.guestPin)
    expect(hostPin).toBe(room.hostPin)
    expect(words()).toContain('Die neue PIN gilt ab sofort.')
    expect(await house.store.oldPins.of(room.id, house.clock.now())).toContain(room.guestPin)
    expect(told()).toEqual(['room.pin-changed'])
  })
  it('or of the host alone', async () => {
    await page('/pin')
    await erika.press('Jetzt ändern', { which: 'host' })
    const { guestPin, hostPin } = await now()
    expect([guestPin, hostPin === room.hostPin]).toEqual([room.guestPin, false])
  })
  it('a room can have none, and one again', async () => {
    await page('/pin')
    await erika.press('Jetzt ändern', { which: 'none' })
    expect((await now()).guestPin).toBeUndefined()
    await page('/options')
    expect(words()).toContain('Dieser Raum hat keine PIN.')
    await page('/pin')
    expect(words()).not.toContain('Keine PIN mehr')
    await erika.press('Jetzt ändern')
    expect((await now()).guestPin).toMatch(/^\d{6}$/)
  })
})

describe('archiving', () => {
  it('asks once and says what it means; a room can be taken back', async () => {
    await page()
    await erika.follow('Archivieren')
    expect(words()).toContain('Die Nummer bekommt keine andere Gruppe.')
    expect((await now()).archived).toBe(false)
    await erika.press('Raum archivieren')
    expect((await now()).archived).toBe(true)
    expect(words()).toContain('Dieser Raum ist archiviert')
    expect(words()).not.toContain('Gruppe einladen')
    await erika.press('Raum zurückholen')
    expect(await now()).toEqual(room)
    expect(told()).toEqual(['room.archived', 'room.taken-back'])
  })
})
