import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { keepReconciling, reconcile } from '../../../src/voice/carrier/reconcile.ts'
import { openTwilioHouse, type TwilioHouse } from '../../kit/twilio-house.ts'

/** Instances that stay until a test ends, with their lease, as one does that was killed. */
const instances: AsyncDisposable[] = []
const allStop = () => Promise.all(instances.splice(0).map((one) => one[Symbol.asyncDispose]()))

let house: TwilioHouse
beforeEach(async () => {
  house = await openTwilioHouse()
})
afterEach(async () => {
  await allStop()
  await house[Symbol.asyncDispose]()
  expect(house.rest.mistakes).toEqual([])
})

/** One round of an instance that starts now, and what it did in it. */
async function round({ parts, phone }: TwilioHouse): Promise<readonly string[]> {
  const did: string[] = []
  const over = Promise.withResolvers<undefined>()
  const noting = (what: string) => () => Promise.resolve(void did.push(what))
  const whoIsIn = async (name: string) => {
    did.push('asked the carrier')
    return phone.whoIsIn(name)
  }
  const everybody = async () => {
    await noting('did its own')()
    over.resolve(undefined)
  }
  const noticing = { ...parts, phone: { ...phone, whoIsIn } }
  instances.push(keepReconciling(noticing, { whoLeads: noting('led'), everybody }))
  await over.promise
  return did
}

describe('several instances of the app on one database (R-40)', () => {
  it('one compares with the carrier; the others look after what is their own', async () => {
    await house.comesIn()
    expect(await round(house)).toEqual(['asked the carrier', 'led', 'did its own'])
    expect(await round(house)).toEqual(['did its own'])
  })

  it('whoever stops makes room at once; for whoever dies another steps in when the lease is over', async () => {
    await house.comesIn()
    await round(house)
    house.clock.passes(44_000)
    expect(await round(house)).toEqual(['did its own'])
    house.clock.passes(2000)
    expect(await round(house)).toContain('led')
    await allStop()
    expect(await round(house)).toContain('led')
  })

  it('P-05: what is over was not deleted for an hour: an alarm', async () => {
    const failing = {
      ...house.parts.store.leases,
      take: () => Promise.reject(new Error('the disk is full')),
    }
    const { parts, phone } = house
    let at = 0
    // An hour and a half later when it has failed.
    const clock = () => (at += 45 * 60_000)
    const broken = { ...parts, phone, clock, store: { ...parts.store, leases: failing } }
    const over = Promise.withResolvers<undefined>()
    const everybody = () => {
      over.resolve(undefined)
      return Promise.resolve()
    }
    instances.push(keepReconciling(broken, { everybody }))
    await over.promise
    expect(house.happened.map(({ event }) => event)).toEqual([
      'meetings.neglected',
      'alarm.upkeep-overdue',
    ])
  })

  it('a carrier that is away keeps nobody from looking after what is ours', async () => {
    await house.comesIn()
    await house.rest.goesDown()
    expect(await round(house)).toEqual(['asked the carrier', 'led', 'did its own'])
    expect(house.happened.at(-1)).toMatchObject({ event: 'carrier.unreachable' })
  })
})

describe('what was decided while the carrier was away (R-17)', () => {
  it('becomes so in the next round: muted is muted', async () => {
    const host = await house.comesIn(house.room.hostPin)
    const bob = await house.comesIn()
    const muted = () => house.carrier.present(bob.conference).find(({ call }) => call === bob.sid)
    house.rest.troubles(({ method }) =>
      method === 'GET' ? undefined : { status: 500, code: 20500 },
    )
    await host.presses('*7')
    await house.until((happened) => happened.event === 'carrier.unreachable')
    expect(muted()).toMatchObject({ muted: false })

    house.rest.troubles(() => undefined)
    await reconcile({ ...house.parts, phone: house.phone })
    await house.rest.settled()
    expect(muted()).toMatchObject({ muted: true })
    // And it is over with that.
    const asked = house.rest.asked.length
    await reconcile({ ...house.parts, phone: house.phone })
    expect(house.rest.asked.slice(asked).map(({ method }) => method)).not.toContain('POST')
  })

  it('ended is ended: whoever was left in the conference is sent out', async () => {
    const host = await house.comesIn(house.room.hostPin)
    const bob = await house.comesIn()
    house.rest.troubles(({ method }) =>
      method === 'GET' ? undefined : { status: 500, code: 20500 },
    )
    await host.presses('*81')
    await house.until((happened) => happened.event === 'carrier.unreachable')
    expect(bob.at).toBe('conference')

    house.rest.troubles(() => undefined)
    await reconcile({ ...house.parts, phone: house.phone })
    await house.rest.settled()
    expect(bob.at).toBe('over')
    expect(bob.hears).toContain('Die Runde ist zu Ende.')
  })

  it('a microphone that shall be on is switched on by nobody', async () => {
    const ada = await house.comesIn()
    await house.comesIn()
    await house.phone.setMuted(house.seat(ada), true)
    await house.rest.settled()
    await reconcile({ ...house.parts, phone: house.phone })
    expect(house.carrier.present(ada.conference)).toContainEqual({
      ...house.seat(ada),
      muted: true,
    })
  })
})
