import type { Page } from 'playwright-core'
import type { Room } from '../../src/conference/room/room.ts'
import {
  organisersOfRoomMax,
  roomsOfAccountMax,
} from '../../src/conference/organiser/organising.ts'
import type { Schedule } from '../../src/conference/room/schedule.ts'
import type { WebHouse } from '../kit/web-house.ts'
import type { Organiser, PageState } from './pages.ts'

const evening = { time: '19:45', timeZone: 'Europe/Berlin', durationMinutes: 90 }
export const everyTuesday: Schedule = {
  is: 'weekly',
  from: '2026-11-24',
  weekdays: [2],
  everyWeeks: 1,
  ...evening,
}
/** The longest there can be. */
export const longest: Partial<Room> = {
  name: 'Nachbarschaftliches Gesprächsangebot am Donnerstagnachmittag',
  number: '942371',
  guestPin: '35296471',
  hostPin: '80251733',
  schedule: {
    is: 'monthly',
    from: '2026-11-01',
    which: [1, 2, 3, 5, 'last'],
    weekday: 4,
    ...evening,
  },
}

/** A page of a room like this. */
export const ofRoom =
  (more: string, different: Partial<Room> = { name: 'Dienstagsgruppe', schedule: everyTuesday }) =>
  async (house: WebHouse, organiser: Organiser): Promise<string> =>
    `/rooms/${(await house.roomOf(organiser, different)).id}${more}`

const press = (name: string) => (page: Page) => page.getByRole('button', { name }).first().click()

async function manyRooms(house: WebHouse, organiser: Organiser): Promise<string> {
  await house.roomOf(organiser, { name: 'Dienstagsgruppe', schedule: everyTuesday })
  await house.roomOf(organiser, longest)
  await house.roomOf(organiser, { number: '583920', archived: true })
  const room = await house.roomOf(organiser, { number: '692837' })
  const meeting = { id: 'm', room: room.id, conferenceName: 'c', opened: house.clock.now() }
  await house.store.meetings.open(meeting)
  return '/rooms'
}

/** A link that makes somebody an organiser, opened by whoever is signed in. */
async function invited(house: WebHouse): Promise<string> {
  const owner = await house.signedIn('owner@example.org')
  const room = await house.roomOf(owner)
  const until = house.clock.now() + 1000
  const invitation = { id: 'i', room: room.id, toMasked: 'e…@example.org', until }
  await house.store.organiserInvitations.add(invitation, 'token')
  return '/join/token'
}

async function withOthers(house: WebHouse, organiser: Organiser): Promise<string> {
  const room = await house.roomOf(organiser, longest)
  for (let count = 2; count < organisersOfRoomMax; count++) {
    const address = `organisatorin-mit-langer-adresse-${count}@selbsthilfe-kontaktstelle.example.org`
    const other = await house.signedIn(address)
    await house.store.organised.join(other.account.id, room.id, count)
  }
  const until = house.clock.now() + 86_400_000
  const invitation = { id: 'i', room: room.id, toMasked: 'a…@example.org', until }
  await house.store.organiserInvitations.add(invitation, 'token')
  return `/rooms/${room.id}/organisers`
}

async function fifty(house: WebHouse, organiser: Organiser): Promise<string> {
  for (let count = 0; count < roomsOfAccountMax; count++)
    await house.roomOf(organiser, { number: String(200_000 + count) })
  return '/rooms/new'
}

/** A room that goes on now. */
async function running(house: WebHouse, organiser: Organiser): Promise<string> {
  const room = await house.roomOf(organiser, longest)
  const meeting = { id: 'm', room: room.id, conferenceName: 'c', opened: house.clock.now() }
  await house.store.meetings.open(meeting)
  return `/rooms/${room.id}`
}

const takeAll = async (page: Page) => {
  await page.getByLabel('An einzelnen Tagen').check()
  await page.getByLabel('An welchen Tagen?').fill('irgendwann')
  await page.getByLabel('Um wie viel Uhr?').fill('')
  await page.getByRole('button', { name: 'Raum anlegen' }).click()
}

export const pagesOfRooms: readonly PageState[] = [
  { name: 'rooms, none', at: () => '/rooms' },
  { name: 'rooms', at: manyRooms },
  { name: 'room, new', at: () => '/rooms/new' },
  { name: 'room, new, wrong', at: () => '/rooms/new', then: takeAll },
  {
    name: 'room, new, looked at',
    at: () => '/rooms/new',
    then: async (page) => {
      await page.getByLabel('Freitag').check()
      await press('Termine ansehen')(page)
    },
  },
  { name: 'room, new, too many', at: fifty },
  { name: 'room', at: ofRoom('') },
  { name: 'room, running', at: running },
  { name: 'room, no PIN', at: ofRoom('', { guestPin: undefined }) },
  { name: 'room, archived', at: ofRoom('', { archived: true }) },
  { name: 'room dates, weekly', at: ofRoom('/dates') },
  { name: 'room dates, monthly', at: ofRoom('/dates', longest) },
  { name: 'room dates, always', at: ofRoom('/dates', { schedule: { is: 'always' } }) },
  {
    name: 'room dates, single, wrong',
    at: ofRoom('/dates'),
    then: async (page) => {
      await page.getByLabel('An einzelnen Tagen').check()
      await press('Termine speichern')(page)
    },
  },
  { name: 'room options', at: ofRoom('/options', longest) },
  { name: 'room options, no PIN', at: ofRoom('/options', { guestPin: undefined }) },
  {
    name: 'room options, wrong',
    at: ofRoom('/options'),
    then: async (page) => {
      await page.getByLabel('Wie viele Menschen höchstens?').fill('999')
      await press('Einstellungen speichern')(page)
    },
  },
  { name: 'room PIN', at: ofRoom('/pin') },
  { name: 'room archive', at: ofRoom('/archive') },
  { name: 'organisers, alone', at: ofRoom('/organisers') },
  { name: 'organisers, many', at: withOthers },
  {
    name: 'organisers, wrong',
    at: ofRoom('/organisers'),
    then: async (page) => {
      await page.getByLabel('Mail-Adresse').fill('anna')
      await press('Einladung senden')(page)
    },
  },
  { name: 'organisers, leave, alone', at: ofRoom('/organisers/leave') },
  {
    name: 'organisers, leave',
    at: async (house, organiser) => `${await withOthers(house, organiser)}/leave`,
  },
  { name: 'join', at: invited },
  { name: 'join, gone', at: () => '/join/other' },
]
