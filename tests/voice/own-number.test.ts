import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { freshNumber } from '../kit/carrier.ts'
import { aRoom, openHouse, type House } from '../kit/rooms.ts'

/* A telephone number that belongs to one room, as Twilio calls: `To` says which one was dialled. */

const [ownNumber, otherNumber] = ['+4930998', '+4930997']
let house: House
beforeEach(async () => {
  house = await openHouse()
})
afterEach(() => house[Symbol.asyncDispose]())

const give = (room: string | undefined) => house.store.rooms.givePhoneNumber(ownNumber, room)
async function comesIn(keys: string, from?: string, to?: string) {
  const call = await house.carrier.dial(from, to)
  await call.presses(keys)
  return call
}
const mayBeKeyed = (keys: string, to: string) => comesIn(keys, freshNumber(), to)

describe('the number of one room', () => {
  it('needs the PIN alone, and leads to the others of the room', async () => {
    await give(house.room.id)
    const bob = await comesIn('471108 352964')
    const ada = await house.carrier.dial(freshNumber(), ownNumber)
    expect(ada.hears).toContain('Bitte geben Sie Ihre PIN ein.')
    expect(ada.hears).not.toContain('Raum-Nummer')
    await ada.presses('352964')
    expect([ada.at, ada.conference]).toEqual(['conference', bob.conference])
    expect(ada.hears).toContain('nicht aufgezeichnet')
  })
  it('takes the host PIN, too, and no other', async () => {
    await give(house.room.id)
    expect((await mayBeKeyed('802517', ownNumber)).at).toBe('conference')
    const eve = await mayBeKeyed('111222', ownNumber)
    expect(eve.at).toBe('gather')
    expect(eve.hears).toContain('Diese Angaben passen zu keiner offenen Runde.')
    expect(eve.hears).not.toContain('Raum-Nummer')
    await eve.presses('352964')
    expect(eve.at).toBe('conference')
  })
  it('counts wrong PINs as for any known room: then a right one waits', async () => {
    await give(house.room.id)
    const from = freshNumber()
    for (let wrong = 0; wrong < 12; wrong++)
      await (await comesIn('111222', from, ownNumber)).hangsUp()
    expect((await comesIn('352964', from, ownNumber)).at).toBe('round')
  })
  it('of a room without a PIN leads to its waiting room', async () => {
    await house.store.rooms.change({ ...house.room, guestPin: undefined })
    await give(house.room.id)
    const ada = await house.carrier.dial(freshNumber(), ownNumber)
    expect(ada.hears).toContain('Haben Sie eine PIN?')
    await ada.waits()
    expect(ada.at).toBe('round')
  })
  it('is one number of all again when it is taken back, or the room is archived', async () => {
    const hears = async () => (await house.carrier.dial(freshNumber(), ownNumber)).hears
    expect(await hears()).toContain('Raum-Nummer')
    await give(house.room.id)
    expect(await hears()).not.toContain('Raum-Nummer')
    await house.store.rooms.change({ ...house.room, archived: true })
    expect(await hears()).toContain('Raum-Nummer')
    await house.store.rooms.change(house.room)
    await give(undefined)
    expect(await hears()).toContain('Raum-Nummer')
    expect((await mayBeKeyed('471108 352964', ownNumber)).at).toBe('conference')
  })
  it('is asked for at the main number as ever, and at another number', async () => {
    await give(house.room.id)
    for (const to of [undefined, otherNumber])
      expect((await house.carrier.dial(freshNumber(), to)).hears).toContain('Raum-Nummer')
  })
  it('means nothing when the settings do not know it', async () => {
    await house.store.rooms.givePhoneNumber('+4930111', house.room.id)
    const call = await house.carrier.dial(freshNumber(), '+4930111')
    expect(call.hears).toContain('Raum-Nummer')
  })
})

describe('whoever was cut off', () => {
  it('comes straight back by the number of their room, and not by that of another', async () => {
    const other = aRoom({ number: '583920' })
    await house.store.rooms.add(other)
    await give(other.id)
    const from = freshNumber()
    const ada = await comesIn('471108 352964', from)
    await comesIn('471108 352964')
    ada.vanishes(house.clock.now())
    await house.carrier.ask(
      house.carrier.path('/voice/status'),
      house.carrier.callForm(ada.sid, 'completed', {}, from),
    )
    const elsewhere = await house.carrier.dial(from, ownNumber)
    expect(elsewhere.hears).toContain('Bitte geben Sie Ihre PIN ein.')
  })
})
