import { afterEach, describe, expect, it } from '@jest/globals'
import { whoIsHere } from '../../src/conference/meeting/meeting.ts'
import type { Room } from '../../src/conference/room/room.ts'
import { addresses } from '../../src/voice/addresses.ts'
import { lookAfterMeetings } from '../../src/voice/upkeep.ts'
import { steered, type Steered } from '../kit/steered.ts'
import { aRoom, openHouse, type House } from '../kit/rooms.ts'

let house: House
let phone: Steered
let told: string[]
afterEach(async () => {
  await house[Symbol.asyncDispose]()
})

async function open(different: Partial<Room> = {}) {
  told = []
  const works = steered(() => house.carrier)
  phone = {
    ...works,
    announceToAll(name, url) {
      told.push(new URL(url).pathname.split('/').at(-1) ?? '')
      return works.announceToAll(name, url)
    },
  }
  house = await openHouse({ phone, room: aRoom(different) })
}

async function dials(keys: string, from?: string) {
  const call = await house.carrier.dial(from)
  await call.presses(keys)
  await phone.settled()
  return call
}
const guest = (from?: string) => dials('471108 352964', from)
const host = (from?: string) => dials('471108 802517', from)
const here = async () => {
  const [meeting] = await house.store.meetings.allOpen()
  return meeting === undefined
    ? new Set()
    : whoIsHere(await house.store.meetings.picture(meeting.id))
}

describe('the star menu', () => {
  it('says what is so, and takes the caller back unheard, as they were', async () => {
    await open()
    const ada = await guest()
    const { conference } = ada
    await ada.presses('*6')
    expect(ada.hears).toContain('Ihr Mikrofon ist aus.')
    expect(ada.conference).toBe(conference)
    expect(ada.document).toContain('muted="true"')
    expect(ada.document).toContain('beep="false"')
    await ada.presses('*9')
    expect(ada.hears).toContain('Ihre Hand ist oben.')
    expect(ada.document).toContain('muted="true"')
    await ada.presses('*6')
    expect(ada.hears).toContain('Ihr Mikrofon ist an.')
    expect(ada.document).not.toContain('muted=')
  })

  it('remembers who was muted by somebody else', async () => {
    await open()
    const [ada, cy] = [await guest(), await host()]
    await cy.presses('*7')
    await phone.settled()
    expect(cy.hears).toContain('Alle anderen')
    await ada.presses('*#')
    expect(ada.document).toContain('muted="true"')
    expect(cy.document).not.toContain('muted=')
    await ada.presses('*6')
    expect(ada.document).not.toContain('muted=')
  })

  it('a line that the carrier muted for its noise hears how to come back (not who was muted by a host)', async () => {
    const announced: string[] = []
    await open()
    const works = { ...phone }
    Object.assign(phone, {
      announceTo: (...words: Parameters<Steered['announceTo']>) => {
        announced.push(`${words[0].call} ${new URL(words[1]).pathname.split('/').at(-1) ?? ''}`)
        return works.announceTo(...words)
      },
    })
    const [ada, cy] = [await guest(), await host()]
    await ada.isMuted(true)
    await phone.settled()
    expect(announced).toEqual([`${ada.sid} muted-for-noise`])
    await ada.presses('*6')
    expect(ada.hears).toContain('Ihr Mikrofon ist an.')
    await cy.presses('*7')
    await phone.settled()
    expect(announced.slice(1)).toEqual([`${ada.sid} muted-by-host`])
  })

  it('does not end the meeting when the last one presses star', async () => {
    await open()
    const ada = await guest()
    await ada.pressesStar()
    expect(ada.at).toBe('gather')
    expect(await house.store.meetings.allOpen()).toHaveLength(1)
    await ada.waits()
    expect(await here()).toEqual(new Set([ada.sid]))
    expect(house.happened.filter(({ event }) => event === 'meeting.ended')).toEqual([])
  })

  it('a single digit does nothing (A-15)', async () => {
    await open()
    const ada = await guest()
    const before = ada.requests.length
    await ada.presses('6')
    expect(ada.requests).toHaveLength(before)
  })

  it('*8 and 1 ends it for all, with a goodbye for each', async () => {
    await open()
    const [ada, bob, cy] = [await guest(), await guest(), await host()]
    await bob.pressesStar()
    await cy.presses('*8')
    expect(cy.at).toBe('gather')
    await cy.presses('1')
    await phone.settled()
    expect(cy.hears).toContain('Die Runde ist zu Ende.')
    expect(ada.hears).toContain('Die Runde ist zu Ende.')
    await bob.waits()
    expect(bob.hears).toContain('Die Runde ist zu Ende.')
  })

  it('a guest is not asked twice, and cannot end it', async () => {
    await open()
    const [ada, bob] = [await guest(), await guest()]
    await ada.presses('*8')
    expect(ada.hears).toContain('nur')
    await ada.presses('1')
    await phone.settled()
    expect(bob.at).toBe('conference')
  })
})

describe('coming in', () => {
  it('muted, without a tone and without a count, as the organiser decided', async () => {
    await open({ muteOnEntry: true, entryTone: false, announceCount: false })
    const cy = await host()
    const ada = await guest()
    expect(ada.document).toContain('muted="true"')
    expect(ada.document).toContain('beep="false"')
    expect(ada.hears).toContain('Ihr Mikrofon ist aus.')
    expect(ada.hears).not.toContain('Außer Ihnen')
    expect(cy.document).not.toContain('muted=')
    expect(cy.hears).toContain('Sie leiten diese Runde.')
  })
})

describe('coming back', () => {
  const number = '+493012345678'

  it('within ten minutes from the same number goes straight in, as they were', async () => {
    await open()
    await guest()
    const ada = await host(number)
    await ada.presses('*6')
    await ada.hangsUp()
    house.clock.passes(9 * 60_000)
    const again = await house.carrier.dial(number)
    expect(again.at).toBe('conference')
    expect(again.hears).toContain('Willkommen zurück.')
    expect(again.document).toContain('muted="true"')
    await again.presses('*5')
    expect(again.hears).toContain('abgeschlossen')
  })

  it.each([
    ['later than that', number, 11],
    ['from a withheld number', 'anonymous', 1],
    ['from another number', '+493011111111', 1],
  ])('not %s', async (_, from, minutes) => {
    await open()
    await guest()
    const ada = await guest(from === '+493011111111' ? number : from)
    await ada.hangsUp()
    house.clock.passes(minutes * 60_000)
    expect((await house.carrier.dial(from)).at).toBe('gather')
  })

  it('not for whoever was sent out, and not when it was ended', async () => {
    await open()
    const [ada, cy] = [await guest(number), await host()]
    await ada.isSentOut('participant_updated_via_api')
    expect(ada.hears).toContain('Sie sind nicht mehr in der Runde.')
    await ada.hangsUp()
    expect((await house.carrier.dial(number)).at).toBe('gather')
    const bob = await guest('+493022222222')
    await bob.hangsUp()
    await cy.presses('*81')
    await phone.settled()
    await cy.hangsUp()
    expect((await house.carrier.dial('+493022222222')).at).toBe('gather')
  })
})

describe('a length', () => {
  it('all are warned once, asked at its end, and stay with a 1', async () => {
    await open({ lengthMaxMinutes: 60 })
    const [ada, bob] = [await guest(), await guest()]
    expect(ada.document).toContain('timeLimit="3600"')
    const upkeep = () =>
      lookAfterMeetings({ ...house.parts, addresses: addresses(house.parts.settings.publicUrl) })
    house.clock.passes(54 * 60_000)
    await upkeep()
    expect(told).toEqual([])
    house.clock.passes(2 * 60_000)
    await upkeep()
    await upkeep()
    expect(told).toEqual(['five-minutes-left'])
    house.clock.passes(4 * 60_000)
    // The carrier's time limit lets them out as a star does (Twilio, Dial: timeLimit).
    await ada.pressesStar()
    expect(ada.hears).toContain('Die Zeit ist um.')
    await ada.presses('1')
    expect(ada.at).toBe('conference')
    expect(ada.document).toContain('timeLimit="1800"')
    await bob.pressesStar()
    await bob.waits()
    expect(bob.hears).toContain('Die Runde ist zu Ende.')
    expect(bob.at).toBe('over')
  })
})
