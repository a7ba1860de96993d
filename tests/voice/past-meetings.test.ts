import { afterEach, describe, expect, it } from '@jest/globals'
import type { Room } from '../../src/conference/room/room.ts'
import { openEvening, type Evening } from '../kit/evening.ts'

let evening: Evening
afterEach(async () => {
  await evening[Symbol.asyncDispose]()
})
const open = async (different: Partial<Room> = {}): Promise<Evening> =>
  (evening = await openEvening(different))
const minuteMs = 60_000
const passes = (minutes: number) => {
  evening.house.clock.passes(minutes * minuteMs)
}
const now = () => evening.house.clock.now()
const past = () => evening.store.pastMeetings.of(evening.room.id, 0, Number.MAX_SAFE_INTEGER)

describe('what stays of a meeting', () => {
  it('when it was, how many at most, and how long all of them together', async () => {
    const { guest } = await open()
    const started = now()
    const ada = await guest()
    passes(10)
    const [bob, cy] = [await guest(), await guest()]
    passes(20)
    await bob.hangsUp()
    const dora = await guest()
    passes(30)
    for (const one of [ada, cy, dora]) await one.hangsUp()
    expect(await past()).toEqual([
      { started, ended: now(), mostCallersAtOnce: 3, callerMinutes: 60 + 20 + 50 + 30 },
    ])
  })

  it('the menu, a change of the microphone and a raised hand are part of a stay', async () => {
    const { guest } = await open()
    const [ada, bob] = [await guest(), await guest()]
    passes(5)
    await ada.pressesStar()
    passes(1)
    await ada.presses('6')
    passes(4)
    await ada.presses('*9')
    await ada.hangsUp()
    await bob.hangsUp()
    expect(await past()).toMatchObject([{ mostCallersAtOnce: 2, callerMinutes: 20 }])
  })

  it('a cut line counts for as long as it was there, and as one person', async () => {
    const { guest } = await open()
    const from = '+493012345678'
    const bob = await guest()
    const ada = await guest(from)
    passes(10)
    await ada.hangsUp()
    passes(5)
    const again = await guest(from)
    passes(10)
    await again.hangsUp()
    await bob.hangsUp()
    expect(await past()).toMatchObject([{ mostCallersAtOnce: 2, callerMinutes: 25 + 20 }])
  })

  it('the waiting room is no stay; who only waited held no meeting', async () => {
    const { guest, host } = await open({ waitingRoom: true })
    const ada = await guest()
    passes(10)
    await ada.hangsUp()
    expect(await past()).toEqual([])
    const bob = await guest()
    passes(5)
    const cy = await host()
    const started = now()
    await evening.act({ do: 'let-all-in' })
    passes(10)
    await bob.hangsUp()
    await cy.hangsUp()
    expect(await past()).toMatchObject([
      { started, ended: now(), mostCallersAtOnce: 2, callerMinutes: 20 },
    ])
  })

  it('survives restarts of the app', async () => {
    const { guest } = await open()
    const [ada, bob] = [await guest(), await guest()]
    passes(10)
    evening.restarts()
    await evening.upkeep()
    passes(10)
    await ada.hangsUp()
    evening.restarts()
    await bob.hangsUp()
    expect(await past()).toMatchObject([{ mostCallersAtOnce: 2, callerMinutes: 40 }])
  })

  it('an end that was never told is put right by what the carrier knows (R-13)', async () => {
    const { guest, reconciles } = await open()
    const [ada, bob] = [await guest(), await guest()]
    passes(10)
    ada.vanishes(now())
    passes(5)
    await reconciles()
    passes(5)
    bob.vanishes(now())
    const ended = now()
    passes(120)
    await reconciles()
    expect(await past()).toMatchObject([{ ended, mostCallersAtOnce: 2, callerMinutes: 10 + 20 }])
  })

  it('whoever was removed and vanished stays out all the same (S-37)', async () => {
    const { guest, reconciles } = await open()
    const from = '+493012345678'
    const [ada] = [await guest(from), await guest()]
    evening.refuses(
      Object.assign(new Error('away'), { code: 'ECONNREFUSED' }),
      'remove',
      'redirect',
    )
    await evening.act({ do: 'remove', line: await evening.line(ada) })
    evening.recovers()
    ada.vanishes(now())
    passes(2)
    await reconciles()
    expect((await guest(from)).hears).toContain('Diese Runde ist heute nicht für Sie offen.')
  })

  it('doubled news of an end counts once', async () => {
    const { guest, house } = await open()
    const [ada, bob] = [await guest(), await guest()]
    passes(10)
    const status = () =>
      house.carrier.ask(
        house.carrier.path('/voice/status'),
        house.carrier.callForm(ada.sid, 'completed'),
      )
    await ada.hangsUp()
    passes(10)
    await status()
    await status()
    await bob.hangsUp()
    expect(await past()).toMatchObject([{ callerMinutes: 30 }])
  })

  it('a caller nobody told us of is part of it, from when they were seen (S-36)', async () => {
    const { guest, house, reconciles } = await open()
    const ada = await guest()
    const stranger = `CA${'5'.repeat(32)}`
    const news = house.carrier.news(ada.conference, 'participant-join', stranger)
    house.carrier.present(ada.conference)
    evening.strangers.push({
      conference: news['ConferenceSid'] ?? '',
      call: stranger,
      muted: false,
    })
    await reconciles()
    passes(10)
    expect((await evening.show()).inside).toMatchObject([{ number: 1 }, { number: 2 }])
    evening.strangers.pop()
    await reconciles()
    await ada.hangsUp()
    expect(await past()).toMatchObject([{ mostCallersAtOnce: 2, callerMinutes: 20 }])
  })

  it('goes at the end of the next year, with the upkeep', async () => {
    const { guest, lookAfter } = await open()
    const ada = await guest()
    passes(1)
    await ada.hangsUp()
    passes(365 * 24 * 60)
    await lookAfter()
    expect(await past()).toHaveLength(1)
    passes(60 * 24 * 60)
    await lookAfter()
    expect(await past()).toEqual([])
  })
})
