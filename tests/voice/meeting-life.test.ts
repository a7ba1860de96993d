import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { whoIsHere } from '../../src/conference/meeting/meeting.ts'
import type { Present } from '../../src/voice/carrier/phone.ts'
import {
  forgetTombstones,
  keepReconciling,
  reconcile,
  type ReconcileParts,
} from '../../src/voice/carrier/reconcile.ts'
import type { PretendCall } from '../kit/carrier.ts'
import { openHouse, type House } from '../kit/rooms.ts'

let house: House
beforeEach(async () => {
  house = await openHouse()
})
afterEach(async () => {
  await house[Symbol.asyncDispose]()
})

async function comesIn(): Promise<PretendCall> {
  const call = await house.carrier.dial()
  await call.presses('471108352964')
  return call
}

async function here(): Promise<Set<string>> {
  const [meeting] = await house.store.meetings.allOpen()
  return new Set(
    meeting === undefined ? [] : whoIsHere(await house.store.meetings.picture(meeting.id)),
  )
}

const tell = (form: Readonly<Record<string, string>>) =>
  house.carrier.ask(house.carrier.path('/voice/conference'), form)

const phone = (present: readonly Present[], live = true): ReconcileParts['phone'] => ({
  endOf: () => Promise.resolve({ at: undefined, from: undefined }),
  whoIsIn: () => Promise.resolve(present),
  isLive: () => Promise.resolve(live),
  setMuted: () => Promise.resolve('done'),
  endConference: () => Promise.resolve('done'),
})

describe('a meeting', () => {
  it('begins with the first caller, ends with the last, and the next one has another name', async () => {
    const ada = await comesIn()
    const bob = await comesIn()
    const { conference } = ada
    expect(await here()).toEqual(new Set([ada.sid, bob.sid]))

    await ada.hangsUp()
    expect(await here()).toEqual(new Set([bob.sid]))
    house.clock.passes(30 * 60_000)
    await bob.hangsUp()
    expect(await house.store.meetings.allOpen()).toEqual([])
    expect(house.happened).toContainEqual(
      expect.objectContaining({ event: 'meeting.ended', minutes: 30 }),
    )

    const cy = await comesIn()
    expect(cy.conference).not.toBe(conference)
  })

  it('is the same after a star, also for somebody who was alone', async () => {
    const ada = await comesIn()
    const { conference } = ada
    await ada.pressesStar()
    expect(ada.at).toBe('gather')
    await ada.waits()
    expect(ada.hears).toContain('Sie sind gleich wieder in der Runde.')
    expect(ada.conference).toBe(conference)
    await ada.presses('*#')
    expect(ada.conference).toBe(conference)
    expect(await here()).toEqual(new Set([ada.sid]))
  })

  it('says goodbye to whoever was sent out, and to all when it was ended', async () => {
    const ada = await comesIn()
    const bob = await comesIn()
    const leaves = (call: PretendCall, ReasonParticipantLeft: string) =>
      tell(
        house.carrier.news(call.conference, 'participant-leave', call.sid, {
          ReasonParticipantLeft,
        }),
      )
    await leaves(ada, 'participant_updated_via_api')
    await ada.follow(ada.next, ada.form({ DialCallStatus: 'answered' }))
    expect(ada.hears).toContain('Sie sind nicht mehr in der Runde.')
    await leaves(bob, 'conference_ended_via_api')
    await bob.follow(bob.next, bob.form({ DialCallStatus: 'answered' }))
    expect(bob.hears).toContain('Die Runde ist zu Ende.')
    expect(bob.at).toBe('over')
  })

  it.each(['before', 'without', 'after'])(
    'does not mind the request after hanging up: %s the status',
    async (when) => {
      const ada = await comesIn()
      const left = () => house.carrier.ask(ada.next, { ...ada.form(), CallStatus: 'completed' })
      const action = ada.next
      if (when === 'before') expect((await left()).status).toBe(200)
      await ada.hangsUp()
      if (when === 'after') {
        const form = { ...ada.form(), CallStatus: 'completed' }
        expect(await house.carrier.ask(action, form)).toMatchObject({ status: 200 })
      }
      expect(await house.store.meetings.allOpen()).toEqual([])
      expect(house.happened.filter(({ event }) => event === 'call.ended')).toHaveLength(1)
    },
  )

  it('whoever waits alone hears words and music, again and again (A-16)', async () => {
    const ada = await comesIn()
    const waiting = /waitUrl="([^"]+)"/.exec(ada.document)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const first = await house.carrier.ask(waiting, ada.form())
    expect(first.body).toContain('Sie sind die erste Person.')
    const next =
      /<Redirect method="POST">([^<]+)</.exec(first.body)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const second = await house.carrier.ask(next, ada.form())
    expect(second.body).toContain('Sie sind noch allein in der Runde.')
    expect(second.body).toContain(next.replaceAll('&', '&amp;'))
  })
})

describe('news about who is here', () => {
  it('any order, any repetition and any loss ends in the truth (R-11, R-12, R-13)', async () => {
    const calls = [await comesIn(), await comesIn(), await comesIn()]
    const name = calls[0]!.conference
    const script = fc.array(
      fc.record({
        who: fc.nat(2),
        event: fc.constantFrom(
          'participant-join',
          'participant-leave',
          'participant-mute',
          'participant-unmute',
        ),
      }),
      { maxLength: 10 },
    )
    await fc.assert(
      fc.asyncProperty(
        script,
        fc.infiniteStream(fc.nat(2)),
        fc.infiniteStream(fc.nat()),
        async (events, copies, order) => {
          const truth = new Map<string, Present>()
          const forms = events.map(({ who, event }) => {
            const { sid } = calls[who]!
            const muted = event === 'participant-mute'
            const form = house.carrier.news(name, event, sid, { Muted: String(muted) })
            if (event === 'participant-leave') truth.delete(sid)
            else truth.set(sid, { conference: form['ConferenceSid'] ?? '', call: sid, muted })
            return form
          })
          const delivered = forms
            .flatMap((form) => Array.from({ length: Number(copies.next().value) }, () => form))
            .map((form) => ({ form, at: Number(order.next().value) }))
            .sort((a, b) => a.at - b.at)
          for (const { form } of delivered) await tell(form)
          await reconcile({ ...house.parts, phone: phone([...truth.values()]) })
          expect(await here()).toEqual(new Set(truth.keys()))
          // With the truth known nothing is left to repair, and old news does not bring anybody back.
          for (const { form } of delivered) await tell(form)
          expect(await reconcile({ ...house.parts, phone: phone([...truth.values()]) })).toBe(0)
        },
      ),
      { numRuns: 40 },
    )
  })

  it('of a call that is over raises no ghost, however late (R-14)', async () => {
    const ada = await comesIn()
    const bob = await comesIn()
    const late = house.carrier.news(bob.conference, 'participant-unmute', bob.sid)
    await bob.hangsUp()
    await tell(late)
    expect(await here()).toEqual(new Set([ada.sid]))
    house.clock.passes(10 * 60_000)
    await reconcile({
      ...house.parts,
      phone: phone([{ conference: 'CF', call: ada.sid, muted: false }]),
    })
    await tell({ ...late, SequenceNumber: '99' })
    expect(await here()).toEqual(new Set([ada.sid]))
  })
})

describe('reconciling', () => {
  it('a carrier that is away keeps nothing else from being done', async () => {
    await comesIn()
    const away = { ...phone([]), whoIsIn: () => Promise.reject(new Error('away')) }
    let isDone: () => void = () => undefined
    const done = new Promise<void>((resolve) => (isDone = resolve))
    const rounds = keepReconciling(
      { ...house.parts, phone: away },
      {
        whoLeads: () => {
          isDone()
          return Promise.resolve()
        },
      },
    )
    await done
    await rounds[Symbol.asyncDispose]()
    expect(house.happened).toContainEqual(expect.objectContaining({ event: 'carrier.unreachable' }))
  })

  it('shows a caller nobody told us of: nobody is in a room unseen (S-36)', async () => {
    const ada = await comesIn()
    const stranger = `CA${'5'.repeat(32)}`
    const present = [ada.sid, stranger].map((call) => ({
      conference: `CF${'5'.repeat(32)}`,
      call,
      muted: false,
    }))
    await reconcile({ ...house.parts, phone: phone(present) })
    expect(await here()).toEqual(new Set([ada.sid, stranger]))
  })

  it('ends a call whose end got lost, and leaves no row of it (P-03)', async () => {
    const ada = await comesIn()
    house.clock.passes(61_000)
    await reconcile({ ...house.parts, phone: phone([], false) })
    expect(await house.store.meetings.allOpen()).toEqual([])
    expect(await house.store.callers.find(ada.sid)).toBeUndefined()
    house.clock.passes(5 * 60_000)
    await forgetTombstones(house.parts)
    expect(await house.store.callers.sweep(Number.MAX_SAFE_INTEGER)).toBe(0)
  })
})
