import { afterEach, describe, expect, it } from '@jest/globals'
import type { HelpSettings } from '../../src/voice/settings.ts'
import type { PretendCall } from '../kit/carrier.ts'
import { aRoom, openHouse, type House } from '../kit/rooms.ts'

let house: House
afterEach(async () => {
  await house[Symbol.asyncDispose]()
})

const number = '+4930987654'
const help: HelpSettings = { number, spoken: '030 98 76 54', callerId: '+4930999' }

async function open(settings: HelpSettings | undefined) {
  house = await openHouse(settings === undefined ? {} : { help: settings })
}

const asksForHelp = () => house.happened.filter(({ event }) => event === 'caller.asked-for-help')

describe('a human (A-06)', () => {
  it('is called on the second 0, and only under the number of the settings (S-40)', async () => {
    await open(help)
    const ada = await house.carrier.dial()
    await ada.presses('0')
    await ada.waits()
    expect(ada.document).not.toContain('<Dial')
    await ada.presses('0')
    await ada.waits()
    expect(ada.hears).toContain('Bitte bleiben Sie am Telefon.')
    expect(ada.document.match(/<Number>[^<]*<\/Number>/g)).toEqual([`<Number>${number}</Number>`])
    expect(ada.document).toContain('callerId="+4930999"')
    expect(ada.document).toContain('record="do-not-record"')
    expect(asksForHelp()).toHaveLength(1)
  })

  it('after which the question comes again, and the way in goes on', async () => {
    await open(help)
    const ada = await house.carrier.dial()
    await ada.presses('471108 111222')
    await ada.presses('471108 111222')
    await ada.presses('0')
    expect(ada.at).toBe('human')
    await ada.follow(ada.next, ada.form({ DialCallStatus: 'no-answer' }))
    expect(ada.hears).toContain('Gerade ist niemand da.')
    await ada.presses('471108 352964')
    expect(ada.at).toBe('conference')
  })

  it('answers whoever has used up all tries', async () => {
    await open(help)
    const ada = await house.carrier.dial()
    for (let tries = 1; tries <= 5; tries++) await ada.presses('471108 111222')
    expect(ada.at).toBe('human')
    await ada.follow(ada.next, ada.form({ DialCallStatus: 'completed' }))
    expect(ada.at).toBe('over')
    expect(ada.hears).toContain('Auf Wiederhören.')
  })

  it('is named where the carrier does not call out, and staff hear of it', async () => {
    await open({ ...help, callerId: undefined })
    const ada = await house.carrier.dial()
    for (let tries = 1; tries <= 2; tries++) await ada.presses('471108 111222')
    await ada.presses('0')
    expect(ada.document).not.toContain('<Dial')
    expect(ada.hears).toContain('Hilfe bekommen Sie unter dieser Nummer:')
    expect(ada.hears).toMatch(/null.*drei.*null.*neun/)
    expect(asksForHelp()).toHaveLength(1)
    await ada.presses('#')
    for (let tries = 3; tries <= 5; tries++) await ada.presses('471108 111222')
    expect(ada.at).toBe('over')
    expect(ada.hears).toContain('Hilfe bekommen Sie unter dieser Nummer:')
  })

  it('or whoever invited them, where there is no number', async () => {
    await open(undefined)
    const ada = await house.carrier.dial()
    for (let tries = 1; tries <= 2; tries++) await ada.presses('471108 111222')
    await ada.presses('0')
    expect(ada.hears).toContain('der Sie eingeladen hat')
    expect(ada.at).toBe('gather')
  })
})

describe('a request for help, where no human can be connected (A-06)', () => {
  const requests = () => house.store.helpRequests.open(house.clock.now())

  /** `0` at a question counts when nothing follows it for ten seconds. */
  async function asksTwice(caller: PretendCall) {
    for (let asked = 0; asked < 2; asked++) {
      await caller.presses('0')
      await caller.waits()
    }
  }

  it('takes a number, reads it back, and the way in goes on', async () => {
    await open(undefined)
    const ada = await house.carrier.dial()
    await ada.presses('471108')
    await asksTwice(ada)
    expect(ada.hears).toContain('Vielleicht ruft Sie jemand zurück.')
    expect(ada.patienceSeconds).toBe(10)
    expect(await requests()).toMatchObject([{ stage: 'pin', hasNumber: false }])
    await ada.presses('030987654#')
    expect(ada.hears).toMatch(/null\. drei\. null\. neun\. acht\. sieben\. sechs\. fünf\. vier/)
    expect(ada.patienceSeconds).toBe(10)
    await ada.presses('1')
    expect(ada.hears).toContain('Nach einem Tag löschen wir die Nummer.')
    const [request] = await requests()
    expect(request).toMatchObject({ stage: 'pin', hasNumber: true })
    expect(await house.store.helpRequests.take(request!.id, house.clock.now())).toEqual({
      is: 'taken',
      number: '030987654',
    })
    await ada.presses('352964')
    expect(ada.at).toBe('conference')
  })

  it('needs no number, and stays when the caller hangs up', async () => {
    await open(undefined)
    const ada = await house.carrier.dial()
    await asksTwice(ada)
    await ada.waits()
    expect(ada.hears).toContain('Wir machen ohne Anruf weiter.')
    expect(ada.hears).toContain('Bitte geben Sie Ihre Raum-Nummer ein.')
    await ada.hangsUp()
    expect(await requests()).toMatchObject([{ stage: 'room-number', hasNumber: false }])
  })

  it('is made in the meeting, too: *00, and back to the others', async () => {
    await open(undefined)
    const ada = await house.carrier.dial()
    await ada.presses('471108 352964')
    await ada.presses('*00')
    expect(ada.hears).toContain('Bitte geben Sie Ihre Telefon-Nummer ein')
    await ada.presses('030987654#')
    await ada.presses('1')
    expect(ada.at).toBe('conference')
    expect(ada.hears).toContain('Sie sind gleich wieder in der Runde.')
    expect(await requests()).toMatchObject([{ stage: 'meeting', hasNumber: true }])
  })

  it('tells nobody else anything: neither happenings nor documents of others hold the number', async () => {
    await open(undefined)
    const ada = await house.carrier.dial()
    await asksTwice(ada)
    await ada.presses('030987654#')
    await ada.presses('1')
    expect(asksForHelp()).toEqual([{ event: 'caller.asked-for-help', call: ada.sid }])
    expect(JSON.stringify(house.happened)).not.toContain('987654')
  })

  it('is not possible any more when the meeting was ended meanwhile', async () => {
    await open(undefined)
    const ada = await house.carrier.dial()
    const cy = await house.carrier.dial()
    await ada.presses('471108 352964')
    await cy.presses('471108 802517')
    await ada.presses('*00')
    await cy.presses('*81')
    await ada.presses('030987654#')
    expect(ada.at).toBe('over')
    expect(ada.hears).toContain('Die Runde ist zu Ende.')
  })
})

describe('after a mistake', () => {
  it('the room number is read back in groups of three, and the PIN is not (A-08, A-11)', async () => {
    await open(undefined)
    const ada = await house.carrier.dial()
    await ada.presses('471108 239239')
    expect(ada.hears).toMatch(/vier.*sieben.*eins.*eins.*null.*acht/)
    expect(ada.hears).not.toMatch(/zwei.*drei.*neun/)
  })

  it('the first question of a call takes * at once, the later ones #', async () => {
    await open(undefined)
    const ada = await house.carrier.dial()
    expect(ada.document).toContain('finishOnKey="*"')
    await ada.presses('471108')
    expect(ada.document).toContain('finishOnKey="#"')
    await ada.presses('111222')
    expect(ada.document).toContain('finishOnKey="#"')
  })
})

describe('the limit ladder', () => {
  it('leads the right PIN to the waiting room, never to a refusal (S-32)', async () => {
    await open(undefined)
    const from = '+493033333333'
    for (let calls = 0; calls < 3; calls++) {
      const eve = await house.carrier.dial(from)
      for (let tries = 0; tries < 4; tries++) await eve.presses('471108 111222')
      await eve.hangsUp()
    }
    const again = await house.carrier.dial(from)
    await again.presses('471108 352964')
    expect(again.at).toBe('round')
    const limited = house.happened.filter(({ event }) => event === 'caller.limited')
    expect(limited).toEqual([{ event: 'caller.limited', call: again.sid, by: 'number' }])
    const other = await house.carrier.dial('+493044444444')
    await other.presses('471108 352964')
    expect(other.at).toBe('conference')
    // Whoever goes now may have guessed the PIN: the room is named, and nothing else.
    expect(guesses()).toEqual([])
    await again.hangsUp()
    expect(guesses()).toEqual([{ event: 'room.guessed', room: house.room.id }])
  })

  const guesses = () => house.happened.filter(({ event }) => event === 'room.guessed')

  /** Wrong entries until the ladder doubts this number. */
  async function errs(from: string) {
    for (let calls = 0; calls < 3; calls++) {
      const eve = await house.carrier.dial(from)
      for (let tries = 0; tries < 4; tries++) await eve.presses('471108 111222')
      await eve.hangsUp()
    }
  }

  it('says nothing of whoever is let in, and nothing where all have to wait', async () => {
    await open(undefined)
    const from = '+493055555555'
    await errs(from)
    const host = await house.carrier.dial()
    await host.presses('471108 802517')
    const ada = await house.carrier.dial(from)
    await ada.presses('471108 352964')
    await host.presses('*1')
    await ada.hearsOut()
    expect(ada.at).toBe('conference')
    await ada.hangsUp()
    expect(guesses()).toEqual([])
    await house[Symbol.asyncDispose]()
    house = await openHouse({ room: aRoom({ waitingRoom: true }) })
    await errs(from)
    const bob = await house.carrier.dial(from)
    await bob.presses('471108 352964')
    expect(bob.at).toBe('round')
    await bob.hangsUp()
    expect(guesses()).toEqual([])
  })

  it('tells of whoever waited for nothing, too', async () => {
    await open(undefined)
    await errs('+493066666666')
    const eve = await house.carrier.dial('+493066666666')
    await eve.presses('471108 352964')
    house.clock.passes(61 * 60_000)
    await eve.hearsOut()
    expect(eve.at).toBe('over')
    expect(guesses()).toHaveLength(1)
    await eve.hangsUp()
    expect(guesses()).toHaveLength(1)
  })
})

describe('the practice line', () => {
  it('needs no PIN and is no room', async () => {
    await open(undefined)
    const ada = await house.carrier.dial()
    await ada.presses('123456')
    expect(ada.hears).toContain('Willkommen')
    await ada.presses('5')
    expect(ada.hears).toContain('fünf')
    expect(await house.store.meetings.allOpen()).toEqual([])
    for (let asks = 0; ada.at === 'gather' && asks < 9; asks++) await ada.waits()
    expect(ada.at).toBe('over')
    expect(ada.hears).toContain('Auf Wiederhören.')
  })
})
