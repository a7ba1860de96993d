import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { makeCaller, settled } from '../conference/kit.ts'
import type { Served } from './kit.ts'
import { makeServed } from './kit.ts'

let served: Served
beforeEach(async () => {
  served = await makeServed()
})
afterEach(async () => {
  await served.close()
  expect(served.mistakes).toEqual([])
})

function threeTalk() {
  const ada = makeCaller('ada')
  const bob = makeCaller('bob')
  const cy = makeCaller('cy')
  const { conferenceSid } = served.room.joins(ada)
  served.room.joins(bob, { participantLabel: 'p 2-ü', muted: true })
  served.room.joins(cy)
  return { ada, bob, cy, participants: served.client.conferences(conferenceSid).participants }
}

describe('participants, asked for by the twilio client', () => {
  it('everybody who is in now, newest first, by mute and by hold', async () => {
    const { ada, bob, cy, participants } = threeTalk()
    const sids = async (filter: Parameters<typeof participants.list>[0]) =>
      (await participants.list(filter)).map((one) => one.callSid)
    expect(await sids({})).toEqual([cy.leg.sid, bob.leg.sid, ada.leg.sid])
    expect(await sids({ muted: true })).toEqual([bob.leg.sid])
    expect(await sids({ hold: true })).toEqual([])
    cy.hangsUp()
    expect(await sids({ muted: false })).toEqual([ada.leg.sid])
  })

  it('one, by call or by label', async () => {
    const { bob, participants } = threeTalk()
    const byCall = await participants(bob.leg.sid).fetch()
    const byLabel = await participants('p 2-ü').fetch()
    expect(byLabel.callSid).toBe(byCall.callSid)
    expect([byCall.label, byCall.muted, byCall.hold, byCall.status]).toEqual([
      'p 2-ü',
      true,
      false,
      'connected',
    ])
  })

  it('one who left is not found any more', async () => {
    const { ada, participants } = threeTalk()
    ada.hangsUp()
    await expect(participants(ada.leg.sid).fetch()).rejects.toMatchObject({ code: 20404 })
  })
})

describe('steering a participant', () => {
  it('mute and unmute', async () => {
    const { ada, bob, participants } = threeTalk()
    await participants(bob.leg.sid).update({ muted: false })
    expect((await participants(ada.leg.sid).update({ muted: true })).muted).toBe(true)
    served.room.tick()
    expect(bob.hears()).toEqual(['cy'])
    expect(ada.hears()).toEqual(['bob', 'cy'])
  })

  it('anything but "true" is false for Muted', async () => {
    const { bob, participants } = threeTalk()
    const muted = 'TRUE' as unknown as boolean
    expect((await participants(bob.leg.sid).update({ muted })).muted).toBe(false)
  })

  it('hold with its own document, asked with GET unless told otherwise, and back', async () => {
    const { ada, cy, participants } = threeTalk()
    const hold = { hold: true, holdUrl: 'http://app/hold' }
    expect((await participants(ada.leg.sid).update(hold)).hold).toBe(true)
    served.room.tick()
    expect(ada.hears()).toBe('http://app/hold')
    expect(cy.hears()).toEqual([])
    expect(served.room.asked).toMatchObject([{ url: 'http://app/hold', method: 'GET' }])
    await participants(ada.leg.sid).update({ hold: false })
    served.room.tick()
    expect(ada.hears()).toEqual(['cy'])
  })

  it('an announcement for one', async () => {
    const { ada, cy, participants } = threeTalk()
    const announceMethod = 'GET'
    await participants(ada.leg.sid).update({ announceUrl: 'http://app/hand', announceMethod })
    await settled()
    expect(ada.hears()).toBe('http://app/hand')
    expect(cy.hears()).not.toBe('http://app/hand')
    const [asked] = served.room.asked
    expect(asked).toMatchObject({ method: 'GET', parameters: { CallSid: ada.leg.sid } })
  })

  it('another wait document, while they wait', async () => {
    const ada = makeCaller('ada')
    const { conferenceSid } = served.room.joins(ada)
    expect(ada.hears()).toBe('music')
    const alone = served.client.conferences(conferenceSid).participants(ada.leg.sid)
    await alone.update({ waitUrl: 'http://app/wait' })
    expect(ada.hears()).toBe('http://app/wait')
    await alone.update({ waitUrl: '' })
    expect(ada.hears()).toEqual([])
    await settled()
    expect(served.room.events()).toEqual([
      'participant-join',
      'participant-modify',
      'participant-modify',
    ])
  })

  it('tone at the end and end of the conference, decided later', async () => {
    const { ada, participants } = threeTalk()
    const update = { beepOnExit: true, endConferenceOnExit: true }
    const changed = await participants(ada.leg.sid).update(update)
    expect(changed.endConferenceOnExit).toBe(true)
    ada.hangsUp()
    expect(await served.client.conferences.list({ status: 'in-progress' })).toEqual([])
  })

  it('kicking: out of the conference, the call goes on', async () => {
    const { bob, participants } = threeTalk()
    expect(await participants('p 2-ü').remove()).toBe(true)
    await expect(participants(bob.leg.sid).fetch()).rejects.toMatchObject({ code: 20404 })
    expect(bob.leg.gone.aborted).toBe(false)
    await settled()
    expect(served.room.told.at(-1)).toMatchObject({
      StatusCallbackEvent: 'participant-leave',
      ReasonParticipantLeft: 'participant_updated_via_api',
      ParticipantCallStatus: 'in-progress',
    })
  })
})

describe('what does not exist', () => {
  it.each([{ coaching: true }, { coaching: false }, { callSidToCoach: `CA${'1'.repeat(32)}` }])(
    'P-07 S-56: nobody listens in or whispers: %j is refused and changes nothing',
    async (update) => {
      const { ada, participants } = threeTalk()
      const refused = participants(ada.leg.sid).update({ ...update, muted: true })
      await expect(refused).rejects.toMatchObject({ status: 400, code: 20001 })
      expect((await participants(ada.leg.sid).fetch()).muted).toBe(false)
    },
  )

  it('nobody is called into a conference: 405', async () => {
    const { participants } = threeTalk()
    const dial = { from: '+4930111', to: '+4930999' }
    await expect(participants.create(dial)).rejects.toMatchObject({ status: 405, code: 20004 })
  })

  it('S-56: nothing is recorded', async () => {
    const { ada } = threeTalk()
    const recordings = served.client.calls(ada.leg.sid).recordings
    await expect(recordings.create()).rejects.toMatchObject({ code: 20404 })
  })

  it('an address that is none changes nothing', async () => {
    const { ada, participants } = threeTalk()
    const refused = participants(ada.leg.sid).update({ hold: true, holdUrl: 'hold.wav' })
    await expect(refused).rejects.toMatchObject({ status: 400, code: 20001 })
    expect((await participants(ada.leg.sid).fetch()).hold).toBe(false)
  })
})
