import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import {
  organiserInvitationMs,
  organisersOfRoomMax,
} from '../../../src/conference/organiser/organising.ts'
import type { Room } from '../../../src/conference/room/room.ts'
import { openWebHouse, type WebHouse } from '../../kit/web-house.ts'

let house: WebHouse
let erika: Awaited<ReturnType<WebHouse['signedIn']>>
let room: Room
beforeEach(async () => {
  house = await openWebHouse()
  erika = await house.signedIn()
  room = await house.roomOf(erika, { name: 'Geheim', schedule: { is: 'always' } })
})
afterEach(async () => {
  expect(house.faults).toEqual([])
  await house[Symbol.asyncDispose]()
})

const words = () => erika.seen!.words
const organisers = async () =>
  (await house.store.organised.organisers(room.id)).map(({ address }) => address)

async function invite(address: string) {
  await erika.open(`/rooms/${room.id}/organisers`)
  await erika.press('Einladung senden', { address })
}
/** The mail that waits to be sent. */
async function mail() {
  const due = await house.store.mailQueue.take(house.clock.now(), house.clock.now() + 1)
  return due!.mail
}
const linkIn = (text: string) => /http\S+/.exec(text)![0].replace(house.url, '')

describe('another organiser', () => {
  it('is asked by mail, and looks after the room once they said yes', async () => {
    await invite('Otto@example.org')
    expect(words()).toContain('Die Einladung ist unterwegs.')
    expect(words()).toContain('O…@example.org')
    const { to, text } = await mail()
    expect(to).toBe('Otto@example.org')
    const otto = await house.signedIn('otto@example.org')
    await otto.open(linkIn(text))
    expect(await organisers()).toEqual(['erika@example.org'])
    house.clock.passes(1000)
    await otto.press('Ja, ich mache mit')
    expect(otto.seen!.words).toContain('Willkommen. Sie organisieren diesen Raum jetzt mit.')
    expect(otto.seen!.words).toContain('352 964')
    expect(await organisers()).toEqual(['erika@example.org', 'otto@example.org'])
    expect(house.happened.map(({ event }) => event)).toEqual([
      'organiser.invited',
      'organiser.joined',
    ])
  })
  it('P-09, P-15: the mail says neither the name nor a number of the room', async () => {
    await invite('otto@example.org')
    const { subject, text } = await mail()
    expect(subject).toBe('Telefon-Runde: eine Bitte an Sie')
    expect(text).not.toMatch(/Geheim|471|352/)
    expect(text).toContain('Der Link gilt 7 Tage.')
  })
  it('S-03: opening the link changes nothing; it works once, and signing in comes first', async () => {
    await invite('otto@example.org')
    const link = linkIn((await mail()).text)
    const stranger = await house.visitor().fetch(link)
    expect(stranger.headers.get('location')).toBe(`/sign-in?then=${encodeURIComponent(link)}`)
    const otto = await house.signedIn('otto@example.org')
    for (let times = 0; times < 5; times++) await otto.open(link)
    await otto.press('Ja, ich mache mit')
    const late = await house.signedIn('late@example.org')
    await late.open(link)
    expect(late.seen!.status).toBe(404)
    expect(late.seen!.words).toContain('Diese Einladung gilt nicht mehr')
  })
  it('after seven days the link is nothing', async () => {
    await invite('otto@example.org')
    const link = linkIn((await mail()).text)
    house.clock.passes(organiserInvitationMs)
    const otto = await house.signedIn('otto@example.org')
    await otto.open(link)
    expect(otto.seen!.status).toBe(404)
    await erika.open(`/rooms/${room.id}/organisers`)
    expect(words()).not.toContain('o…@example.org')
  })
  it('an invitation can be taken back, but not by organisers of other rooms', async () => {
    await invite('otto@example.org')
    const link = linkIn((await mail()).text)
    const stranger = await house.signedIn('stranger@example.org')
    const other = await house.roomOf(stranger, { number: '583920' })
    const [{ id } = { id: '' }] = await house.store.organiserInvitations.of(
      room.id,
      house.clock.now(),
    )
    expect(await house.store.organiserInvitations.remove(other.id, id)).toBe(false)
    await erika.press('Zurücknehmen: o…@example.org')
    const otto = await house.signedIn('otto@example.org')
    await otto.open(link)
    expect(otto.seen!.status).toBe(404)
  })
})

describe('W-10: nobody is asked', () => {
  it.each([
    ['otto', 'Schreiben Sie eine Mail-Adresse'],
    ['a@b.de, c@d.de', 'Schreiben Sie eine Mail-Adresse'],
    ['a@b.de\nBcc: c@d.de', 'Schreiben Sie eine Mail-Adresse'],
    ['ERIKA@example.org', 'Diese Person organisiert den Raum schon.'],
  ])('%j', async (address, sentence) => {
    await invite(address)
    expect(erika.seen!.status).toBe(422)
    expect(words()).toContain(sentence)
  })
  it('when there are ten already, asked ones counted', async () => {
    for (let count = 1; count < organisersOfRoomMax; count++) await invite(`${count}@example.org`)
    await erika.open(`/rooms/${room.id}/organisers`)
    expect(words()).toContain('Mehr als 10 Menschen gehen nicht.')
  })
  it('more often than twenty times a day', async () => {
    for (let count = 0; count < 20; count++) {
      await invite(`${count}@example.org`)
      await erika.press(`Zurücknehmen: ${String(count)[0]!}…@example.org`)
    }
    await invite('otto@example.org')
    expect(words()).toContain('Heute gehen keine Einladungen mehr.')
  })
})

describe('an end to it', () => {
  async function withOtto() {
    const otto = await house.signedIn('otto@example.org')
    await house.store.organised.join(otto.account.id, room.id, house.clock.now() + 1)
    return otto
  }
  it('organisers remove one another', async () => {
    const otto = await withOtto()
    await erika.open(`/rooms/${room.id}/organisers`)
    await erika.press('Entfernen: otto@example.org')
    expect(words()).toContain('Die PIN kennt sie noch.')
    expect(await organisers()).toEqual(['erika@example.org'])
    await otto.open(`/rooms/${room.id}`)
    expect(otto.seen!.status).toBe(404)
  })
  it('who goes themselves is asked once', async () => {
    const otto = await withOtto()
    await otto.open(`/rooms/${room.id}/organisers`)
    await otto.follow('Raum verlassen')
    await otto.press('Raum verlassen')
    expect(otto.seen!.words).toContain('Sie haben den Raum verlassen.')
    expect(await organisers()).toEqual(['erika@example.org'])
  })
  it('the last one cannot leave, only archive', async () => {
    await withOtto()
    await erika.open(`/rooms/${room.id}/organisers/leave`)
    const form = erika.seen
    await erika.open(`/rooms/${room.id}/organisers`)
    await erika.press('Entfernen: otto@example.org')
    erika.seen = form
    await erika.press('Raum verlassen')
    expect(words()).toContain('Ohne Sie kümmert sich niemand um den Raum.')
    expect(await organisers()).toEqual(['erika@example.org'])
    await erika.follow('Raum archivieren')
    expect(erika.seen!.path).toBe(`/rooms/${room.id}/archive`)
  })
})
