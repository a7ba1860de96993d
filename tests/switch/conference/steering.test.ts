import { describe, expect, it } from '@jest/globals'
import { end } from '../../../src/switch/conference/conference.ts'
import { change, kick } from '../../../src/switch/conference/steering.ts'
import { makeCaller, makeRoom, settled } from './kit.ts'

const people = () => ({ ada: makeCaller('ada'), bob: makeCaller('bob'), cy: makeCaller('cy') })

describe('tones', () => {
  it('S-36: the others hear who comes, even one who comes muted; the one who comes does not', () => {
    const { ada, bob, cy } = people()
    const room = makeRoom()
    room.joins(ada)
    room.joins(bob)
    room.joins(cy, { beep: 'true', muted: true })
    room.tick()
    expect(ada.hears()).toEqual(['bob', 'enter tone'])
    expect(cy.hears()).toEqual(['ada', 'bob'])
    room.tick(2)
    expect(ada.hears()).toEqual(['bob'])
  })

  it('the others hear who goes', () => {
    const { ada, bob, cy } = people()
    const room = makeRoom()
    for (const caller of [ada, bob]) room.joins(caller)
    room.joins(cy, { beep: 'onExit' })
    room.tick()
    expect(ada.hears()).toEqual(['bob', 'cy'])
    cy.hangsUp()
    room.tick()
    expect(ada.hears()).toEqual(['bob', 'exit tone'])
    expect(bob.hears()).toEqual(['ada', 'exit tone'])
    room.tick(2)
    expect(ada.hears()).toEqual(['bob'])
  })

  it('a tone is heard in a silent room too, and the ears are empty after it', () => {
    const { ada, bob, cy } = people()
    const room = makeRoom()
    for (const caller of [ada, bob, cy]) {
      caller.quiet()
      room.joins(caller, { beep: 'onEnter' })
    }
    room.tick()
    expect(bob.hears()).toEqual(['enter tone'])
    room.tick(2)
    expect(bob.sounding.ear).toBeUndefined()
  })
})

describe('mute and hold', () => {
  it('a muted caller is heard by nobody and still hears everybody', () => {
    const { ada, bob, cy } = people()
    const room = makeRoom()
    for (const caller of [ada, bob, cy]) room.joins(caller)
    const [first] = room.running().participants
    if (first !== undefined) change(room.running(), first, { muted: true })
    room.tick()
    expect(ada.hears()).toEqual(['bob', 'cy'])
    expect(bob.hears()).toEqual(['cy'])
  })

  it('a held caller neither hears nor is heard, and hears the hold document alone', async () => {
    const { ada, bob, cy } = people()
    const room = makeRoom()
    for (const caller of [ada, bob, cy]) room.joins(caller)
    const [first] = room.running().participants
    if (first === undefined) throw new Error('nobody here')
    change(room.running(), first, {
      hold: true,
      holdDocument: { url: 'http://app/hold', method: 'GET' },
    })
    room.tick()
    expect(ada.hears()).toBe('http://app/hold')
    expect(ada.sounding.ear).toBeUndefined()
    expect(bob.hears()).toEqual(['cy'])
    change(room.running(), first, { hold: false })
    room.tick()
    expect(ada.hears()).toEqual(['bob', 'cy'])
    await settled()
    expect(room.events().slice(-2)).toEqual(['participant-hold', 'participant-unhold'])
  })

  it('hold without a document gives quiet music, with an empty one silence', () => {
    const { ada, bob } = people()
    const room = makeRoom()
    for (const caller of [ada, bob]) room.joins(caller)
    const [first, second] = room.running().participants
    if (first === undefined || second === undefined) throw new Error('nobody here')
    change(room.running(), first, { hold: true })
    change(room.running(), second, { hold: true, holdDocument: { url: '', method: 'GET' } })
    room.tick()
    expect(ada.hears()).toBe('music')
    expect(bob.hears()).toEqual([])
  })

  it('endConferenceOnExit does not change while on hold (Twilio answers 200 all the same)', () => {
    const { ada } = people()
    const room = makeRoom()
    room.joins(ada)
    const [first] = room.running().participants
    if (first === undefined) throw new Error('nobody here')
    change(room.running(), first, { hold: true })
    change(room.running(), first, { endConferenceOnExit: true })
    expect(first.endConferenceOnExit).toBe(false)
    change(room.running(), first, { hold: false })
    change(room.running(), first, { endConferenceOnExit: true })
    expect(first.endConferenceOnExit).toBe(true)
  })
})

describe('leaving', () => {
  it('a kicked caller’s seat ends, their call does not', async () => {
    const { ada, bob } = people()
    const room = makeRoom()
    const seat = room.joins(ada)
    room.joins(bob)
    const [first] = room.running().participants
    if (first !== undefined) kick(room.running(), first)
    await expect(seat.left).resolves.toBe('participant_updated_via_api')
    expect(ada.leg.gone.aborted).toBe(false)
    expect(ada.sounding.ear).toBeUndefined()
  })

  it('leaving twice is leaving once', async () => {
    const { ada } = people()
    const room = makeRoom()
    const seat = room.joins(ada)
    seat.leave('participant_hung_up')
    seat.leave('participant_updated_via_api')
    await expect(seat.left).resolves.toBe('participant_hung_up')
    await settled()
    expect(room.events()).toEqual(['participant-join', 'participant-leave', 'conference-end'])
  })

  it('ending it by REST sends everybody on', async () => {
    const { ada, bob } = people()
    const room = makeRoom()
    const seats = [room.joins(ada), room.joins(bob)]
    const conference = room.running()
    expect(end(conference)).toBe(true)
    expect(end(conference)).toBe(false)
    expect(await Promise.all(seats.map((seat) => seat.left))).toEqual([
      'conference_ended_via_api',
      'conference_ended_via_api',
    ])
  })
})
