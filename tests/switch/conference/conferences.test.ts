import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { endedConferencesKeptMax } from '../../../src/switch/conference/conferences.ts'
import { makeCaller, makeRoom, settled, wishes } from './kit.ts'

beforeEach(() => {
  jest.useFakeTimers()
})
afterEach(() => {
  jest.useRealTimers()
})

const people = () => ({ ada: makeCaller('ada'), bob: makeCaller('bob'), cy: makeCaller('cy') })

describe('meeting', () => {
  it('everybody hears all the others and nobody hears themselves', () => {
    const { ada, bob, cy } = people()
    const room = makeRoom()
    for (const caller of [ada, bob, cy]) room.joins(caller)
    room.tick()
    expect(ada.hears()).toEqual(['bob', 'cy'])
    expect(bob.hears()).toEqual(['ada', 'cy'])
    expect(cy.hears()).toEqual(['ada', 'bob'])
  })

  it('other names are other conferences, whatever their case', () => {
    const { ada, bob, cy } = people()
    const room = makeRoom()
    room.joins(ada, { name: 'evening' })
    room.joins(bob, { name: 'Evening' })
    room.joins(cy, { name: 'evening' })
    room.tick()
    expect(ada.hears()).toEqual(['cy'])
    expect(bob.hears()).toBe('music')
  })

  it('a name has one conference at a time, and each session its own sid', () => {
    const { ada, bob, cy } = people()
    const room = makeRoom()
    const first = room.joins(ada)
    expect(room.joins(bob).conferenceSid).toBe(first.conferenceSid)
    expect(first.conferenceSid).toMatch(/^CF[0-9a-f]{32}$/)
    ada.hangsUp()
    bob.hangsUp()
    expect(room.joins(cy).conferenceSid).not.toBe(first.conferenceSid)
    expect(room.conferences.list().map((one) => one.over?.reason)).toEqual([
      undefined,
      'last-participant-left',
    ])
  })

  it('a full conference refuses with 16020, a label in use with 16025', () => {
    const { ada, bob } = people()
    const room = makeRoom()
    room.joins(ada, { participantLabel: 'p-1' })
    const full = room.conferences.join(bob.leg, { ...wishes, participantsMax: 1 })
    expect(full).toEqual({ refused: 'full', code: 16020 })
    const sameLabel = room.conferences.join(bob.leg, { ...wishes, participantLabel: 'p-1' })
    expect(sameLabel).toEqual({ refused: 'label-in-use', code: 16025 })
    expect(room.running().participants).toHaveLength(1)
  })

  it('no more than a limit of ended conferences is remembered', () => {
    const room = makeRoom()
    for (let time = 0; time < endedConferencesKeptMax + 5; time++) {
      const ada = makeCaller('ada')
      room.joins(ada, { name: String(time) })
      ada.hangsUp()
    }
    expect(room.conferences.list()).toHaveLength(endedConferencesKeptMax)
    expect(room.conferences.list()[0]?.friendlyName).toBe(String(endedConferencesKeptMax + 4))
  })

  it('of one that is over nothing is kept but what REST shows: its people, sounds and queues are gone', () => {
    const { ada } = people()
    const room = makeRoom()
    const { conferenceSid: sid } = room.joins(ada)
    const { now } = room.clock
    expect(room.conferences.record(sid)).toBe(room.conferences.find(sid))
    room.clock.now += 1_000
    ada.hangsUp()
    expect(room.conferences.record(sid)).toEqual({
      ...{ sid, friendlyName: 'evening', dateCreated: now, dateUpdated: now + 1_000 },
      over: { reason: 'last-participant-left', callSid: ada.leg.sid },
    })
    expect(room.conferences.find(sid)).toBeUndefined()
    expect(room.conferences.running()).toEqual([])
  })

  it('those that are over stay where they were among those that go on', () => {
    const { ada, bob, cy } = people()
    const room = makeRoom()
    const names = ['one', 'two', 'three']
    ;[ada, bob, cy].forEach((caller, at) => room.joins(caller, { name: names[at] ?? '' }))
    bob.hangsUp()
    expect(room.conferences.list().map((one) => one.friendlyName)).toEqual(names.toReversed())
  })

  it('a caller who hung up before the seat was ready leaves it at once', async () => {
    const { ada } = people()
    const room = makeRoom()
    ada.hangsUp()
    await expect(room.joins(ada).left).resolves.toBe('participant_hung_up')
    await settled()
    expect(room.events()).toEqual(['participant-join', 'participant-leave', 'conference-end'])
  })
})

describe('waiting', () => {
  it('until the second caller is there the first hears the wait document; then it stops for all at once', () => {
    const { ada, bob } = people()
    const room = makeRoom()
    room.joins(ada, { wait: { url: 'http://app/wait', method: 'POST' } })
    room.tick()
    expect(ada.hears()).toBe('http://app/wait')
    room.joins(bob, { wait: { url: 'http://app/wait', method: 'POST' } })
    room.tick()
    expect(ada.hears()).toEqual(['bob'])
    expect(bob.hears()).toEqual(['ada'])
    expect(room.asked).toHaveLength(1)
  })

  it('the document is asked for with the call’s own parameters and the conference', () => {
    const { ada } = people()
    const room = makeRoom()
    const { conferenceSid } = room.joins(ada, { wait: { url: 'http://app/wait', method: 'GET' } })
    const parameters = {
      CallSid: ada.leg.sid,
      From: 'ada',
      ConferenceSid: conferenceSid,
      FriendlyName: 'evening',
    }
    expect(room.asked).toEqual([{ url: 'http://app/wait', method: 'GET', parameters }])
  })

  it('callers without startConferenceOnEnter wait, mute and deaf to each other, for one who may start', () => {
    const { ada, bob, cy } = people()
    const room = makeRoom()
    room.joins(ada, { startConferenceOnEnter: false, wait: { url: '', method: 'POST' } })
    room.joins(bob, { startConferenceOnEnter: false })
    room.tick()
    expect(ada.hears()).toEqual([])
    expect(bob.hears()).toBe('music')
    room.joins(cy)
    room.tick()
    expect(ada.hears()).toEqual(['bob', 'cy'])
    expect(bob.hears()).toEqual(['ada', 'cy'])
  })

  it('who waits already goes on hearing the same when others come to wait', () => {
    const { ada, bob } = people()
    const room = makeRoom()
    const wait = { url: 'http://app/wait', method: 'POST' } as const
    room.joins(ada, { startConferenceOnEnter: false, wait })
    room.joins(bob, { startConferenceOnEnter: false, wait })
    expect(room.asked.map((one) => one.parameters['From'])).toEqual(['ada', 'bob'])
  })

  it('it stops when the one who waits goes, kicked or otherwise', async () => {
    const { ada } = people()
    const room = makeRoom()
    const seat = room.joins(ada)
    expect(ada.hears()).toBe('music')
    seat.leave('participant_updated_via_api')
    expect(ada.hears()).toEqual([])
    await jest.advanceTimersByTimeAsync(5000)
    expect(ada.hears()).toEqual([])
  })

  it('one who may start alone does not start', () => {
    const { ada } = people()
    const room = makeRoom()
    room.joins(ada)
    expect(room.running().started).toBe(false)
  })

  it('a document that ends begins again, but not more than once a second', async () => {
    const { ada } = people()
    const room = makeRoom()
    room.joins(ada, { wait: { url: 'http://app/wait', method: 'POST' } })
    ada.soundEnds()
    await settled()
    expect(room.asked).toHaveLength(1)
    await jest.advanceTimersByTimeAsync(1000)
    expect(room.asked).toHaveLength(2)
    expect(ada.hears()).toBe('http://app/wait')
  })

  it('a wait document that never came: the caller is not added, the call goes on', async () => {
    const { ada } = people()
    const room = makeRoom()
    room.broken.add('http://app/wait')
    const seat = room.joins(ada, { wait: { url: 'http://app/wait', method: 'POST' } })
    await expect(seat.left).resolves.toBe('participant_add_failed')
  })

  it('a wait document that breaks later is covered by music and tried again: nobody is thrown out', async () => {
    const { ada } = people()
    const room = makeRoom()
    room.joins(ada, { wait: { url: 'http://app/wait', method: 'POST' } })
    room.broken.add('http://app/wait')
    ada.soundEnds()
    await settled()
    expect(ada.hears()).toBe('music')
    room.broken.clear()
    ada.soundEnds()
    await jest.advanceTimersByTimeAsync(1000)
    expect(ada.hears()).toBe('http://app/wait')
    expect(room.running().participants).toHaveLength(1)
  })

  it('who is left over hears the wait document again, and the room again when somebody comes', () => {
    const { ada, bob, cy } = people()
    const room = makeRoom()
    room.joins(ada)
    room.joins(bob)
    bob.hangsUp()
    room.tick()
    expect(ada.hears()).toBe('music')
    room.joins(cy, { startConferenceOnEnter: false })
    room.tick()
    expect(ada.hears()).toEqual(['cy'])
    expect(room.running().started).toBe(true)
  })

  it('or silence, as on Twilio, when the switch is told so', () => {
    const { ada, bob } = people()
    const room = makeRoom({ loneHearsWaiting: false })
    room.joins(ada)
    room.joins(bob)
    room.tick()
    bob.hangsUp()
    room.tick()
    expect(ada.hears()).toEqual([])
  })
})

describe('a bug', () => {
  it('in the sound of one conference ends that one, and the others never notice', async () => {
    const { ada, bob, cy } = people()
    const dee = makeCaller('dee')
    const room = makeRoom()
    const seat = room.joins(ada, { name: 'broken' })
    room.joins(bob, { name: 'broken' })
    room.joins(cy)
    room.joins(dee)
    const broken = room.conferences.list().find(({ friendlyName }) => friendlyName === 'broken')
    Object.defineProperty(room.plane.find(broken?.sid ?? '')?.mixer, 'begin', {
      value: () => {
        throw new Error('a bug')
      },
    })
    room.tick()
    expect(cy.hears()).toEqual(['dee'])
    await expect(seat.left).resolves.toBe('conference_ended_via_api')
    expect(room.logged).toHaveLength(1)
  })
})

describe('a lot of people', () => {
  it('a quiet room and a lone caller cost no mixing', () => {
    const { ada, bob } = people()
    const room = makeRoom()
    ada.quiet()
    bob.quiet()
    room.joins(ada)
    room.joins(bob)
    room.tick()
    expect(ada.sounding.ear).toBeUndefined()
    bob.hangsUp()
    ada.says(new Int16Array(160).fill(1000))
    room.tick()
    expect(ada.sounding.ear).toBeUndefined()
  })

  it('all who only listen share one frame', () => {
    const { ada, bob, cy } = people()
    const room = makeRoom()
    room.joins(ada)
    for (const caller of [bob, cy]) {
      caller.quiet()
      room.joins(caller)
    }
    room.tick()
    expect(bob.hears()).toEqual(['ada'])
    expect(bob.sounding.ear).toBe(cy.sounding.ear)
  })
})
