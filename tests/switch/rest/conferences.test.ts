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

function twoTalk(name = 'evening') {
  const ada = makeCaller('ada')
  const bob = makeCaller('bob')
  const { conferenceSid } = served.room.joins(ada, { name })
  served.room.joins(bob, { name, participantLabel: 'p-2' })
  return { ada, bob, sid: conferenceSid }
}

describe('conferences, asked for by the twilio client', () => {
  it('from the name to the sid: the one that runs', async () => {
    twoTalk('other')
    const { sid } = twoTalk()
    const running = await served.client.conferences.list({
      friendlyName: 'evening',
      status: 'in-progress',
    })
    expect(running.map((one) => [one.sid, one.friendlyName, one.status])).toEqual([
      [sid, 'evening', 'in-progress'],
    ])
  })

  it('without Status only those in progress; the ended ones with their reason', async () => {
    const { ada, bob, sid } = twoTalk()
    bob.hangsUp()
    ada.hangsUp()
    expect(await served.client.conferences.list()).toEqual([])
    const [ended] = await served.client.conferences.list({ status: 'completed' })
    expect(ended?.sid).toBe(sid)
    expect(ended?.reasonConferenceEnded).toBe('last-participant-left')
    expect(ended?.callSidEndingConference).toBe(ada.leg.sid)
    expect(await served.client.conferences(sid).participants.list()).toEqual([])
  })

  it('by day, both ends included', async () => {
    twoTalk()
    const count = async (filter: Parameters<typeof served.client.conferences.list>[0]) =>
      (await served.client.conferences.list(filter)).length
    const today = new Date('2026-11-23')
    const tomorrow = new Date('2026-11-24')
    expect(await count({ dateCreated: today })).toBe(1)
    expect(await count({ dateCreated: tomorrow })).toBe(0)
    expect(await count({ dateCreatedAfter: today, dateCreatedBefore: today })).toBe(1)
    expect(await count({ dateCreatedAfter: tomorrow })).toBe(0)
    expect(await count({ dateUpdatedBefore: new Date('2026-11-22') })).toBe(0)
  })

  it('a time of day in a date is refused', async () => {
    const answer = await fetch(
      `${served.url}/2010-04-01/Accounts/AC${'0'.repeat(32)}/Conferences.json?DateCreated=2026-11-23T18:00:00Z`,
      {
        headers: {
          authorization: `Basic ${btoa(`AC${'0'.repeat(32)}:correct horse battery staple`)}`,
        },
      },
    )
    expect([answer.status, await answer.json()]).toEqual([
      400,
      expect.objectContaining({ code: 20001 }),
    ])
  })

  it('an unknown one: 20404', async () => {
    const unknown = served.client.conferences(`CF${'1'.repeat(32)}`)
    await expect(unknown.fetch()).rejects.toMatchObject({ status: 404, code: 20404 })
    await expect(unknown.participants.list()).rejects.toMatchObject({ code: 20404 })
  })

  it('Status=init fits none: a conference in which somebody waits counts as in progress', async () => {
    served.room.joins(makeCaller('ada'))
    expect(await served.client.conferences.list({ status: 'init' })).toEqual([])
    expect(await served.client.conferences.list({ status: 'in-progress' })).toHaveLength(1)
  })
})

describe('steering a conference', () => {
  it('ends it for everybody; a second time is an error the application may ignore', async () => {
    const { sid, ada } = twoTalk()
    const ended = await served.client.conferences(sid).update({ status: 'completed' })
    expect([ended.status, ended.reasonConferenceEnded]).toEqual([
      'completed',
      'conference-ended-via-api',
    ])
    expect(ada.leg.gone.aborted).toBe(false)
    await expect(
      served.client.conferences(sid).update({ status: 'completed' }),
    ).rejects.toMatchObject({ status: 400 })
  })

  it('plays an announcement to all', async () => {
    const { sid, ada, bob } = twoTalk()
    await served.client.conferences(sid).update({ announceUrl: 'http://app/soon' })
    await settled()
    expect([ada.hears(), bob.hears()]).toEqual(['http://app/soon', 'http://app/soon'])
    expect(served.room.asked).toMatchObject([{ url: 'http://app/soon', method: 'POST' }])
  })

  it('announcing before two are connected: 16001', async () => {
    const { conferenceSid } = served.room.joins(makeCaller('ada'))
    const announced = served.client
      .conferences(conferenceSid)
      .update({ announceUrl: 'http://app/soon' })
    await expect(announced).rejects.toMatchObject({ status: 400, code: 16001 })
  })

  it('too many announcements: 20429, which is safe to repeat', async () => {
    const { sid } = twoTalk()
    const conference = served.client.conferences(sid)
    const asked = Array.from({ length: 9 }, () =>
      conference.update({ announceUrl: 'http://app/soon' }),
    )
    const results = await Promise.allSettled(asked)
    expect(results.filter((one) => one.status === 'rejected')).toMatchObject([
      { reason: { status: 429, code: 20429 } },
    ])
  })
})
