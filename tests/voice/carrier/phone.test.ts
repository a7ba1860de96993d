import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { openPhone, type Phone } from '../../../src/voice/carrier/phone.ts'
import { makeCaller, settled } from '../../switch/conference/kit.ts'
import { account, makeServed, type Served } from '../../switch/rest/kit.ts'

/*
 * The REST side against our own switch's real REST interface, with callers that are no telephones. What no real
 * carrier does on demand is in phone-patience.test.ts.
 */

let served: Served
let phone: Phone
beforeEach(async () => {
  served = await makeServed()
  phone = openPhone({
    accountSid: account.sid,
    apiKeySid: account.sid,
    apiKeySecret: account.authToken,
    apiUrl: new URL(served.url),
  })
})
afterEach(async () => {
  await served.close()
  expect(served.mistakes).toEqual([])
})

function evening() {
  const ada = makeCaller('ada')
  const bob = makeCaller('bob')
  const cy = makeCaller('cy')
  const [seat] = [ada, bob, cy].map((caller) => served.room.joins(caller))
  const at = (caller: typeof ada) => ({ conference: seat!.conferenceSid, call: caller.leg.sid })
  return { ada, bob, cy, at }
}

describe('who is in', () => {
  it('everybody in the running conference of this name, and nobody in another', async () => {
    const { ada, at } = evening()
    await phone.setMuted(at(ada), true)
    const present = await phone.whoIsIn('evening')
    expect(present).toHaveLength(3)
    expect(present).toContainEqual({ ...at(ada), muted: true })
    expect(await phone.whoIsIn('morning')).toEqual([])
  })
})

describe('muting', () => {
  it('is heard at once: nobody hears a muted caller, who hears all', async () => {
    const { ada, bob, cy, at } = evening()
    expect(await phone.setMuted(at(cy), true)).toBe('done')
    served.room.tick()
    expect([ada.hears(), bob.hears(), cy.hears()]).toEqual([['bob'], ['ada'], ['ada', 'bob']])
    expect(await phone.setMuted(at(cy), false)).toBe('done')
    served.room.tick()
    expect(ada.hears()).toEqual(['bob', 'cy'])
  })

  it('the last wish wins, however quickly wishes follow one another', async () => {
    const { ada, cy, at } = evening()
    const wishes = [true, false, true, false, true]
    await Promise.all(wishes.map((muted) => phone.setMuted(at(cy), muted)))
    served.room.tick()
    expect(ada.hears()).toEqual(['bob'])
  })

  it('whoever is gone needs no muting', async () => {
    const { cy, at } = evening()
    cy.hangsUp()
    expect(await phone.setMuted(at(cy), true)).toBe('gone')
  })
})

describe('announcing', () => {
  it('to all: everybody hears it over the meeting', async () => {
    const { ada, bob } = evening()
    expect(await phone.announceToAll('evening', 'http://app/locked')).toBe('done')
    await settled()
    expect([ada.hears(), bob.hears()]).toEqual(['http://app/locked', 'http://app/locked'])
    expect(served.room.asked.at(-1)).toMatchObject({ url: 'http://app/locked', method: 'POST' })
  })

  it('to one: the others hear the meeting', async () => {
    const { ada, bob, at } = evening()
    expect(await phone.announceTo(at(bob), 'http://app/please-mute')).toBe('done')
    await settled()
    served.room.tick()
    expect(bob.hears()).toBe('http://app/please-mute')
    expect(ada.hears()).toEqual(['bob', 'cy'])
  })

  it('to nobody: nothing is to be done', async () => {
    expect(await phone.announceToAll('evening', 'http://app/locked')).toBe('gone')
    served.room.joins(makeCaller('dee'), { name: 'alone' })
    expect(await phone.announceToAll('alone', 'http://app/locked')).toBe('gone')
  })
})

describe('sending out', () => {
  it('one: the others stay, and doing it twice does no harm', async () => {
    const { ada, bob, at } = evening()
    expect(await phone.remove(at(bob))).toBe('done')
    expect(await phone.remove(at(bob))).toBe('gone')
    served.room.tick()
    expect(ada.hears()).toEqual(['cy'])
    expect(served.room.told.at(-1)).toMatchObject({
      CallSid: bob.leg.sid,
      ReasonParticipantLeft: 'participant_updated_via_api',
    })
  })

  it('all: the conference is over, and ending it twice does no harm', async () => {
    evening()
    expect(await phone.endConference('evening')).toBe('done')
    expect(await phone.endConference('evening')).toBe('gone')
    expect(await phone.whoIsIn('evening')).toEqual([])
    expect(served.room.events()).toContain('conference-end')
  })
})

describe('calls', () => {
  it('are hung up, and hanging up twice does no harm', async () => {
    const { sid } = served.calls.add()
    expect(await phone.isLive(sid)).toBe(true)
    expect(await phone.hangUp(sid)).toBe('done')
    expect(await phone.isLive(sid)).toBe(false)
    expect(await phone.hangUp(`CA${'0'.repeat(32)}`)).toBe('gone')
  })

  it('tell of their end afterwards: when it was, and who it was', async () => {
    const call = served.calls.add()
    await phone.hangUp(call.sid)
    const { at, from } = await phone.endOf(call.sid)
    expect(from).toBe(call.from)
    // A minute after it began, to the second.
    expect(Math.abs(at! - call.dateCreated - 61_000)).toBeLessThan(1000)
    const nobodyKnows = { at: undefined, from: undefined }
    expect(await phone.endOf(`CA${'0'.repeat(32)}`)).toEqual(nobodyKnows)
    expect(await phone.endOf(served.calls.add().sid)).toMatchObject({ at: undefined })
  })

  it('go on elsewhere, unless they are over', async () => {
    const { sid } = served.calls.add()
    expect(await phone.redirect(sid, 'https://app.example/voice/next')).toBe('done')
    expect(served.calls.detours).toEqual([
      { sid, to: { url: 'https://app.example/voice/next', method: 'POST' } },
    ])
    await phone.hangUp(sid)
    expect(await phone.redirect(sid, 'https://app.example/voice/next')).toBe('gone')
  })
})
