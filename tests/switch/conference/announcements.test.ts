import { describe, expect, it } from '@jest/globals'
import { end } from '../../../src/switch/conference/conference.ts'
import {
  announce,
  announcementsWaitingMax,
  change,
} from '../../../src/switch/conference/steering.ts'
import { samplesPerFrame } from '../../../src/switch/media/frame.ts'
import { makeCaller, makeRoom, settled } from './kit.ts'

const people = () => ({ ada: makeCaller('ada'), bob: makeCaller('bob') })

describe('announcements', () => {
  it('to all: everybody hears it instead of the room, then the room is back', async () => {
    const { ada, bob } = people()
    const room = makeRoom()
    room.joins(ada)
    room.joins(bob)
    announce(room.running(), { url: 'http://app/soon', method: 'POST' }, undefined)
    await settled()
    room.tick()
    expect([ada.hears(), bob.hears()]).toEqual(['http://app/soon', 'http://app/soon'])
    ada.soundEnds()
    bob.soundEnds()
    await settled()
    room.tick()
    expect(ada.hears()).toEqual(['bob'])
    expect(room.told.at(-1)).toMatchObject({
      StatusCallbackEvent: 'announcement-end',
      AnnounceUrl: 'http://app/soon',
    })
    expect(room.told.at(-1)).not.toHaveProperty('CallSid')
  })

  it('to one: only they hear it; two in line come one after the other; hold music comes back', async () => {
    const { ada, bob } = people()
    const room = makeRoom()
    room.joins(ada)
    room.joins(bob)
    const conference = room.running()
    const [one] = conference.participants
    if (one === undefined) throw new Error('nobody here')
    change(conference, one, { hold: true })
    announce(conference, { url: 'http://app/1', method: 'POST' }, one)
    announce(conference, { url: 'http://app/2', method: 'POST' }, one)
    await settled()
    expect([ada.hears(), bob.hears()]).toEqual(['http://app/1', []])
    ada.soundEnds()
    await settled()
    expect(ada.hears()).toBe('http://app/2')
    ada.soundEnds()
    await settled()
    expect(ada.hears()).toBe('music')
    expect(room.told.at(-1)).toMatchObject({
      StatusCallbackEvent: 'announcement-end',
      CallSid: ada.leg.sid,
    })
  })

  it('one that cannot be had is told as failed and heard by nobody', async () => {
    const { ada, bob } = people()
    const room = makeRoom()
    room.broken.add('http://app/soon')
    room.joins(ada)
    room.joins(bob)
    announce(room.running(), { url: 'http://app/soon', method: 'POST' }, undefined)
    await settled()
    expect(room.told.at(-1)).toMatchObject({
      StatusCallbackEvent: 'announcement-fail',
      AnnounceUrl: 'http://app/soon',
      ReasonAnnouncementFailed: '11200 HTTP 500',
    })
  })

  it('ends with the conference, and nothing is told after conference-end', async () => {
    const { ada, bob } = people()
    const room = makeRoom()
    room.joins(ada)
    room.joins(bob)
    announce(room.running(), { url: 'http://app/soon', method: 'POST' }, undefined)
    await settled()
    end(room.running())
    await settled()
    expect(ada.hears()).toEqual([])
    expect(room.events().at(-1)).toBe('conference-end')
  })
})

describe('too many announcements', () => {
  it('are refused: what waits is bounded', () => {
    const { ada, bob } = people()
    const room = makeRoom()
    room.joins(ada)
    room.joins(bob)
    const document = { url: 'http://app/soon', method: 'POST' } as const
    const taken = Array.from({ length: announcementsWaitingMax + 1 }, () =>
      announce(room.running(), document, undefined),
    )
    expect(taken.filter((one) => one)).toHaveLength(announcementsWaitingMax)
  })
})

describe('who speaks', () => {
  const loud = new Int16Array(samplesPerFrame).fill(4000)
  const humming = new Int16Array(samplesPerFrame).fill(100)

  it('speech begins after 60 ms of voice and ends after 800 ms of line hum', async () => {
    const { ada, bob } = people()
    const room = makeRoom()
    room.joins(ada)
    room.joins(bob)
    bob.says(humming)
    ada.says(loud)
    room.tick(2)
    ada.says(humming)
    room.tick(1)
    ada.says(loud)
    room.tick(3)
    ada.says(humming)
    room.tick(40)
    await settled()
    const spoke = room.told.slice(3).map((one) => [one['CallSid'], one['StatusCallbackEvent']])
    expect(spoke).toEqual([
      [ada.leg.sid, 'participant-speech-start'],
      [ada.leg.sid, 'participant-speech-stop'],
    ])
  })

  it('a muted caller does not speak', async () => {
    const { ada, bob } = people()
    const room = makeRoom()
    room.joins(ada, { muted: true })
    room.joins(bob)
    bob.quiet()
    ada.says(loud)
    room.tick(10)
    await settled()
    expect(room.told).toHaveLength(3)
  })
})
