import { afterEach, describe, expect, it } from '@jest/globals'
import type { Room } from '../../src/conference/room/room.ts'
import { lookAfterMeetings } from '../../src/voice/upkeep.ts'
import { addresses } from '../../src/voice/addresses.ts'
import { steered, type Steered } from '../kit/steered.ts'
import { aRoom, openHouse, type House } from '../kit/rooms.ts'

let house: House
let phone: Steered
let told: string[]
afterEach(async () => {
  await house[Symbol.asyncDispose]()
})

/** A house whose carrier does what it is told over REST. */
async function open(different: Partial<Room> = {}, broken = false) {
  told = []
  const works = steered(() => house.carrier)
  phone = {
    ...works,
    announceTo(seat, url) {
      told.push(`${seat.call} ${new URL(url).pathname.split('/').at(-1) ?? ''}`)
      return works.announceTo(seat, url)
    },
    redirect: (call, url) =>
      broken ? Promise.reject(new Error('no carrier')) : works.redirect(call, url),
  }
  house = await openHouse({ phone, room: aRoom(different) })
}

async function dials(keys: string) {
  const call = await house.carrier.dial()
  await call.presses(keys)
  await phone.settled()
  return call
}
const guest = () => dials('471108 352964')
const host = () => dials('471108 802517')

describe('the waiting room', () => {
  it('keeps guests out of every conference until the host lets them in, one by one', async () => {
    await open({ waitingRoom: true })
    const ada = await guest()
    expect(ada.at).toBe('round')
    expect(ada.hears).toContain('Sie sind im Warte-Raum.')
    expect(ada.document).not.toContain('<Conference')
    expect(ada.document).toContain('<Redirect method="POST">')
    const bob = await guest()
    expect(bob.hears).toContain('Vor Ihnen wartet eine Person.')

    const cy = await host()
    expect(cy.at).toBe('conference')
    await cy.presses('*1')
    expect(cy.hears).toContain('zwei')
    await cy.presses('1')
    await phone.settled()
    expect(ada.at).toBe('conference')
    expect(ada.hears).toContain('Die Leitung lässt Sie jetzt herein.')
    expect(ada.hears).toContain('Diese Runde wird nicht aufgezeichnet.')
    expect(ada.conference).not.toBe('')
    expect(bob.at).toBe('round')
    await cy.presses('1')
    await phone.settled()
    expect(bob.at).toBe('conference')
    expect(cy.conference).toBe(bob.conference)
  })

  it('lets all in at once', async () => {
    await open({ waitingRoom: true })
    const waiting = [await guest(), await guest(), await guest()]
    const cy = await host()
    await cy.presses('*12')
    await phone.settled()
    expect(waiting.map(({ at }) => at)).toEqual(['conference', 'conference', 'conference'])
  })

  it('who was let in comes in with the next round when the carrier cannot be told', async () => {
    await open({ waitingRoom: true }, true)
    const ada = await guest()
    const cy = await host()
    await cy.presses('*1')
    await phone.settled()
    expect(ada.at).toBe('round')
    await ada.hearsOut()
    expect(ada.at).toBe('conference')
    expect(house.happened).toContainEqual(expect.objectContaining({ event: 'carrier.unreachable' }))
  })

  it('a round asked for twice at the same moment gets the same answer', async () => {
    await open({ waitingRoom: true })
    const ada = await guest()
    const { next } = ada
    const first = await house.carrier.ask(next, ada.form())
    const again = await house.carrier.ask(next, ada.form({ CallStatus: 'in-progress', Extra: '1' }))
    expect(again).toEqual(first)
  })

  it('is forced where there is no PIN: silence goes on without one, the host PIN leads in', async () => {
    await open({ guestPin: undefined })
    const ada = await dials('471108')
    expect(ada.hears).toContain('Haben Sie eine PIN?')
    await ada.waits()
    expect(ada.at).toBe('round')
    const cy = await host()
    expect(cy.at).toBe('conference')
    const eve = await dials('471108 999111')
    expect(eve.hears).toContain('Diese Angaben passen zu keiner offenen Runde.')
  })

  it('says the place again every round, and nobody waits for more than an hour', async () => {
    await open({ waitingRoom: true })
    const ada = await guest()
    await ada.hearsOut()
    expect(ada.hears).toContain('im Warte-Raum.')
    expect(ada.hears).not.toContain('legen Sie')
    house.clock.passes(61 * 60_000)
    await ada.hearsOut()
    expect(ada.at).toBe('over')
    expect(ada.hears).toContain('Auf Wiederhören.')
  })

  it('tells hosts that somebody waits, at most once a minute', async () => {
    await open({ waitingRoom: true })
    const upkeep = () =>
      lookAfterMeetings({ ...house.parts, addresses: addresses(house.parts.settings.publicUrl) })
    const cy = await host()
    const tells = `${cy.sid} someone-waits`
    await guest()
    expect(told).toEqual([tells])
    house.clock.passes(20_000)
    await guest()
    await upkeep()
    expect(told).toEqual([tells])
    house.clock.passes(41_000)
    await upkeep()
    expect(told).toEqual([tells, tells])
    house.clock.passes(120_000)
    await upkeep()
    expect(told).toEqual([tells, tells])
  })
})

describe('a host who is alone', () => {
  it('hears that somebody waits, because nothing can be announced to one', async () => {
    await open({ waitingRoom: true })
    const cy = await host()
    await cy.listensWhileWaiting()
    expect(cy.requests.at(-1)?.answer.body).toContain('Sie sind die erste Person.')
    await guest()
    await cy.listensWhileWaiting()
    expect(cy.requests.at(-1)?.answer.body).toContain('Im Warte-Raum wartet jemand.')
  })
})

describe('waiting for the host', () => {
  it('ends by itself when the host comes', async () => {
    await open({ waitForHost: true })
    const ada = await guest()
    expect(ada.hears).toContain('Bitte bleiben Sie am Telefon.')
    const cy = await host()
    await phone.settled()
    expect(ada.at).toBe('conference')
    expect(ada.conference).toBe(cy.conference)
    expect(await guest()).toMatchObject({ at: 'conference' })
  })
})

describe('a locked meeting', () => {
  it('sends newcomers to the waiting room, and lets them in when it is unlocked', async () => {
    await open()
    const cy = await host()
    await cy.presses('*5')
    await phone.settled()
    expect(cy.hears).toContain('Die Runde ist jetzt abgeschlossen.')
    const ada = await guest()
    expect(ada.hears).toContain('Die Runde ist gerade abgeschlossen.')
    await cy.presses('*5')
    await phone.settled()
    expect(cy.hears).toContain('Die Runde ist jetzt wieder offen.')
    expect(ada.at).toBe('conference')
  })

  it('is open again when nobody is left inside: a lock locks no group out', async () => {
    await open()
    const cy = await host()
    await cy.presses('*5')
    const ada = await guest()
    expect(ada.at).toBe('round')
    await cy.hangsUp()
    await ada.hearsOut()
    expect(ada.at).toBe('conference')
  })

  it('does not keep a host out', async () => {
    await open()
    const cy = await host()
    await cy.presses('*5')
    expect((await host()).at).toBe('conference')
  })
})

describe('when it is not the time', () => {
  // The clock of the house says 2026-11-24 18:00 UTC, which is 19:00 in Berlin.
  const weekly = (time: string): Partial<Room> => ({
    schedule: {
      is: 'weekly',
      from: '2026-11-24',
      weekdays: [2],
      everyWeeks: 1,
      time,
      timeZone: 'Europe/Berlin',
      durationMinutes: 90,
    },
  })

  it('too early and near: told when it starts, kept waiting, in when the doors open', async () => {
    await open(weekly('19:25'))
    const ada = await guest()
    expect(ada.at).toBe('round')
    expect(ada.hears).toMatch(/Die Runde beginnt um neunzehn Uhr fünfundzwanzig/)
    house.clock.passes(11 * 60_000)
    await ada.hearsOut()
    expect(ada.at).toBe('conference')
  })

  it('in before the hour: alone, and told when it starts (A-16)', async () => {
    await open(weekly('19:10'))
    const ada = await guest()
    expect(ada.at).toBe('conference')
    await ada.listensWhileWaiting()
    expect(ada.requests.at(-1)?.answer.body).toMatch(/Die Runde beginnt um neunzehn Uhr zehn/)
  })

  it('closed and right: told the next date', async () => {
    await open(weekly('15:00'))
    const ada = await guest()
    expect(ada.at).toBe('over')
    expect(ada.hears).toContain('am Dienstag')
    expect(ada.hears).toContain('fünfzehn Uhr')
  })

  it('closed and wrong: the one sentence', async () => {
    await open(weekly('15:00'))
    const eve = await dials('471108 111999')
    expect(eve.hears).toContain('Diese Angaben passen zu keiner offenen Runde.')
  })
})
