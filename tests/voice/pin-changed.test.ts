import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import {
  isOldPin,
  oldPinKeptMs,
  oldPinsMax,
  withNewPin,
} from '../../src/conference/call/old-pins.ts'
import { aRoom, openHouse, randomness } from '../kit/rooms.ts'

/* A PIN that was replaced still stands on paper; and a room that was archived still has its number. */

const oldPin = '352964'
const changed = 'Die PIN hat sich geändert.'
const notFound = 'Diese Angaben passen zu keiner offenen Runde.'

let house: Awaited<ReturnType<typeof openHouse>>
beforeEach(async () => {
  house = await openHouse()
})
afterEach(() => house[Symbol.asyncDispose]())

async function newPin() {
  const at = house.clock.now()
  const old = await house.store.oldPins.of(house.room.id, at)
  const { room, replaced } = withNewPin(house.room, 'guest', (max) => randomness.below(max), old)
  await house.store.rooms.change(room)
  await house.store.oldPins.keep(room.id, replaced!, at + oldPinKeptMs)
  return room.guestPin!
}

const refusals = () =>
  house.happened.flatMap((it) => (it.event === 'caller.refused' ? [it.reason] : []))

describe('somebody keys the PIN of an old sheet', () => {
  it('hears that it has changed, whom to ask, and is asked again', async () => {
    const pin = await newPin()
    const ada = await house.carrier.dial()
    await ada.presses(`471108${oldPin}`)
    expect(ada.hears).toContain(changed)
    expect(ada.hears).toContain('Bitte fragen Sie den Menschen, der Sie eingeladen hat.')
    expect(ada.hears).not.toContain(notFound)
    expect(ada.hears).toContain('Bitte geben Sie Ihre Raum-Nummer ein.')
    await ada.presses(`471108${pin}`)
    expect(ada.at).toBe('conference')
  })
  it('is counted like any wrong PIN: by the call, and against the room', async () => {
    await newPin()
    const ada = await house.carrier.dial()
    for (let tries = 0; tries < 5; tries++) await ada.presses(`471108${oldPin}`)
    expect(ada.at).toBe('over')
    for (let calls = 0; calls < 3; calls++) {
      const call = await house.carrier.dial()
      for (let tries = 0; tries < 5; tries++) await call.presses(`471108${oldPin}`)
    }
    expect(await house.store.limits.isProtected(house.room.id, house.clock.now())).toBe(true)
    expect(new Set(refusals())).toEqual(new Set(['old-pin']))
  })
  it('after 90 days it is a wrong PIN and nothing else', async () => {
    await newPin()
    house.clock.passes(oldPinKeptMs)
    const ada = await house.carrier.dial()
    await ada.presses(`471108${oldPin}`)
    expect(ada.hears).toContain(notFound)
  })
  it('at another room it is a wrong PIN', async () => {
    await newPin()
    await house.store.rooms.add(aRoom({ id: 'other', number: '583920', guestPin: '274916' }))
    const ada = await house.carrier.dial()
    await ada.presses(`583920${oldPin}`)
    expect(ada.hears).toContain(notFound)
  })
})

describe('old PINs', () => {
  it('S-31: a look-up answers with as many for every room, known or not', async () => {
    await newPin()
    for (const room of [house.room.id, 'nobody', undefined]) {
      expect(await house.store.oldPins.of(room, house.clock.now())).toHaveLength(oldPinsMax)
    }
    expect(isOldPin(['', '', '', ''], '')).toBe(false)
  })
  it('of one room only the latest are kept, and each goes when its time is over', async () => {
    const { oldPins } = house.store
    const pins = ['111222', '222333', '333444', '444555', '555666']
    for (const [at, pin] of pins.entries()) await oldPins.keep(house.room.id, pin, 1000 + at)
    expect(await oldPins.of(house.room.id, 0)).toEqual(pins.slice(1).toReversed())
    await oldPins.sweep(1003)
    expect(await oldPins.of(house.room.id, 0)).toEqual(['555666', '', '', ''])
  })
  it('a new PIN is none of the old ones, and keeps its length', () => {
    const room = aRoom()
    const old = ['352965']
    // Rolls the old ones first.
    const digits = Array.from('352964352965802517352966', Number)
    let at = 0
    const below = (max: number) => (max === 9 ? digits[at++]! - 1 : digits[at++]!)
    expect(withNewPin(room, 'guest', below, old)).toEqual({
      room: { ...room, guestPin: '352966' },
      replaced: '352964',
    })
  })
})

describe('an archived room', () => {
  it('S-31: sounds like one that does not exist, with the right PIN too', async () => {
    await house.store.rooms.change({ ...house.room, archived: true })
    const ada = await house.carrier.dial()
    await ada.presses('471108352964')
    expect(ada.hears).toContain(notFound)
    await ada.presses('471108802517')
    expect(ada.hears).toContain(notFound)
    expect(refusals()).toEqual(['unknown-room', 'unknown-room'])
  })
  it('without a PIN it asks for one like any other', async () => {
    await house.store.rooms.change({ ...house.room, guestPin: undefined, archived: true })
    const ada = await house.carrier.dial()
    await ada.presses('471108')
    expect(ada.hears).toContain('Bitte geben Sie jetzt Ihre PIN ein.')
  })
  it('whoever waits when it is archived is told that there is no meeting', async () => {
    await house.store.rooms.change({ ...house.room, waitingRoom: true })
    const ada = await house.carrier.dial()
    await ada.presses('471108352964')
    expect(ada.hears).toContain('Sie sind im Warte-Raum.')
    await house.store.rooms.change({ ...house.room, archived: true })
    await ada.hearsOut()
    expect(ada.hears).toContain('Für diese Runde gibt es gerade keinen Termin.')
    expect(ada.at).toBe('over')
  })
})
