import { describe, expect, it } from '@jest/globals'
import { callbacksWaitingMax } from '../../../src/switch/conference/callback-queue.ts'
import { end } from '../../../src/switch/conference/conference.ts'
import { change, kick } from '../../../src/switch/conference/steering.ts'
import type { ConferenceCallback, SubscriptionWord } from '../../../src/switch/call/seat.ts'
import type { WebhookAnswer } from '../../../src/switch/webhook/webhook.ts'
import type { Told } from './kit.ts'
import { makeCaller, makeRoom, settled, silentWishes } from './kit.ts'

const people = () => ({ ada: makeCaller('ada'), bob: makeCaller('bob'), cy: makeCaller('cy') })

const telling = (...words: SubscriptionWord[]): ConferenceCallback => ({
  url: 'http://app/conference',
  method: 'POST',
  words: new Set(words),
})

describe('what is told, and in which order (Twilio, Conference: statusCallback)', () => {
  it('an evening of two', async () => {
    const { ada, bob } = people()
    const room = makeRoom()
    const { conferenceSid } = room.joins(ada)
    room.joins(bob, { participantLabel: 'p-2', endConferenceOnExit: false })
    bob.hangsUp()
    ada.hangsUp()
    await settled()
    expect(room.told.map((one) => [one['SequenceNumber'], one['StatusCallbackEvent']])).toEqual([
      ['1', 'participant-join'],
      ['2', 'participant-join'],
      ['3', 'conference-start'],
      ['4', 'participant-leave'],
      ['5', 'participant-leave'],
      ['6', 'conference-end'],
    ])
    const always = {
      ConferenceSid: conferenceSid,
      FriendlyName: 'evening',
      AccountSid: `AC${'0'.repeat(32)}`,
      Timestamp: 'Mon, 23 Nov 2026 18:00:00 +0000',
    }
    expect(room.told[2]).toEqual({
      ...always,
      SequenceNumber: '3',
      StatusCallbackEvent: 'conference-start',
    })
    expect(room.told[3]).toEqual({
      ...always,
      SequenceNumber: '4',
      StatusCallbackEvent: 'participant-leave',
      CallSid: bob.leg.sid,
      Muted: 'false',
      Hold: 'false',
      Coaching: 'false',
      StartConferenceOnEnter: 'true',
      EndConferenceOnExit: 'false',
      ParticipantLabel: 'p-2',
      ParticipantCallStatus: 'completed',
      ReasonParticipantLeft: 'participant_hung_up',
    })
    expect(room.told[5]).toEqual({
      ...always,
      SequenceNumber: '6',
      StatusCallbackEvent: 'conference-end',
      ReasonConferenceEnded: 'last-participant-left',
      Reason: 'The last participant left the conference',
      CallSidEndingConference: ada.leg.sid,
    })
  })

  it('one who leaves with endConferenceOnExit takes all along: own leave, the others’, then the end', async () => {
    const { ada, bob, cy } = people()
    const room = makeRoom()
    room.joins(ada, { endConferenceOnExit: true, participantLabel: 'host' })
    const seats = [room.joins(bob), room.joins(cy)]
    ada.hangsUp()
    await settled()
    expect(room.told.slice(4).map((one) => [one['CallSid'], one['ReasonParticipantLeft']])).toEqual(
      [
        [ada.leg.sid, 'participant_hung_up'],
        [bob.leg.sid, 'moderator_ended_conference'],
        [cy.leg.sid, 'moderator_ended_conference'],
        [undefined, undefined],
      ],
    )
    expect(room.told.at(-1)).toMatchObject({
      ReasonConferenceEnded: 'participant-with-end-conference-on-exit-left',
      CallSidEndingConference: ada.leg.sid,
      ParticipantLabelEndingConference: 'host',
    })
    expect(await Promise.all(seats.map((seat) => seat.left))).toEqual([
      'moderator_ended_conference',
      'moderator_ended_conference',
    ])
  })

  it.each([
    [false, 'last-participant-kicked'],
    [true, 'participant-with-end-conference-on-exit-kicked'],
  ])('the last one kicked, endConferenceOnExit %s: %s', async (endConferenceOnExit, reason) => {
    const { ada } = people()
    const room = makeRoom()
    room.joins(ada, { endConferenceOnExit })
    const conference = room.running()
    for (const one of conference.participants.slice()) kick(conference, one)
    await settled()
    expect(room.told.at(-2)).toMatchObject({
      ReasonParticipantLeft: 'participant_updated_via_api',
      ParticipantCallStatus: 'in-progress',
    })
    expect(room.told.at(-1)).toMatchObject({ ReasonConferenceEnded: reason })
  })

  it('ended by REST: nobody is named as the one who ended it', async () => {
    const { ada, bob } = people()
    const room = makeRoom()
    room.joins(ada)
    room.joins(bob)
    end(room.running())
    await settled()
    expect(room.told.at(-1)).toMatchObject({ ReasonConferenceEnded: 'conference-ended-via-api' })
    expect(room.told.at(-1)).not.toHaveProperty('CallSidEndingConference')
  })

  it('every change is told once and only if something changed', async () => {
    const { ada } = people()
    const room = makeRoom()
    room.joins(ada)
    const conference = room.running()
    const [one] = conference.participants
    if (one === undefined) throw new Error('nobody here')
    change(conference, one, { muted: true, hold: true, endConferenceOnExit: true })
    change(conference, one, { muted: true, hold: true, beepOnExit: false })
    change(conference, one, { muted: false, hold: false })
    await settled()
    expect(
      room.told.map((each) => [each['StatusCallbackEvent'], each['Muted'], each['Hold']]),
    ).toEqual([
      ['participant-join', 'false', 'false'],
      ['participant-modify', 'false', 'false'],
      ['participant-mute', 'true', 'false'],
      ['participant-hold', 'true', 'true'],
      ['participant-unmute', 'false', 'true'],
      ['participant-unhold', 'false', 'false'],
    ])
  })
})

describe('whom it is told to', () => {
  it('only what the first participant asked for; the rest uses up its number all the same', async () => {
    const { ada, bob } = people()
    const room = makeRoom()
    room.joins(ada, { callback: telling('start', 'end') })
    room.joins(bob, { callback: telling('join') })
    end(room.running())
    await settled()
    expect(room.told.map((one) => [one['SequenceNumber'], one['StatusCallbackEvent']])).toEqual([
      ['3', 'conference-start'],
      ['6', 'conference-end'],
    ])
  })

  it('a first participant without a callback leaves the conference silent for ever', async () => {
    const { ada, bob } = people()
    const room = makeRoom()
    room.conferences.join(ada.leg, silentWishes)
    room.joins(bob)
    await settled()
    expect(room.told).toEqual([])
  })
})

describe('a receiver that is slow or broken', () => {
  it('what fails is logged as 16011 and disturbs nobody; the next is delivered', async () => {
    const { ada, bob } = people()
    const room = makeRoom()
    room.broken.add('http://app/conference')
    room.joins(ada)
    await settled()
    room.broken.clear()
    room.joins(bob)
    await settled()
    expect(room.logged).toEqual([
      expect.objectContaining({ code: 16011, event: 'participant-join', sequenceNumber: '1' }),
    ])
    expect(room.events()).toEqual(['participant-join', 'conference-start'])
  })

  it('a slow one gets them one after the other, in order, and never holds the room', async () => {
    const answers: (() => void)[] = []
    const told: Told[] = []
    const ask = (url: string, _method: string, parameters: Told): Promise<WebhookAnswer> => {
      told.push(parameters)
      return new Promise((resolve) => {
        const answer = { status: 204, contentType: '', body: Buffer.alloc(0), url }
        answers.push(() => {
          resolve(answer)
        })
      })
    }
    const { ada, bob } = people()
    const room = makeRoom({ webhooks: { ask } })
    room.joins(ada)
    room.joins(bob)
    room.tick()
    expect(ada.hears()).toEqual(['bob'])
    await settled()
    expect(told).toHaveLength(1)
    for (let time = 0; time < 3; time++) {
      answers.shift()?.()
      await settled()
    }
    expect(told.map((one) => one['SequenceNumber'])).toEqual(['1', '2', '3'])
  })

  it('one that never answers makes the queue forget its oldest, and says so', () => {
    const { ada } = people()
    const room = makeRoom({ webhooks: { ask: () => new Promise(() => undefined) } })
    room.joins(ada)
    const conference = room.running()
    const [one] = conference.participants
    if (one === undefined) throw new Error('nobody here')
    for (let time = 0; time < callbacksWaitingMax + 1; time++) {
      change(conference, one, { muted: time % 2 === 0 })
    }
    expect(room.logged).toEqual([expect.objectContaining({ code: 16011, sequenceNumber: '2' })])
  })
})
