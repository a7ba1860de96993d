import { afterEach, describe, expect, it } from '@jest/globals'
import { quietMs } from '../../../src/conference/meeting/watchers.ts'
import { letIn } from '../../../src/voice/menu-actions.ts'
import { companyOf, waiters } from '../../../src/voice/company.ts'
import { aRoom } from '../../kit/rooms.ts'
import type { After } from '../../../src/conference/ports.ts'
import type { Room } from '../../../src/conference/room/room.ts'
import { openEvening, type Evening } from '../../kit/evening.ts'

let evening: Evening
let told = 0
afterEach(async () => {
  await evening[Symbol.asyncDispose]()
})
async function open(different: Partial<Room> = {}): Promise<Evening> {
  evening = await openEvening(different)
  told = 0
  evening.listen(() => (told += 1))
  return evening
}
/** Whether this changed anything that somebody looks at. */
async function isTold(work: () => Promise<unknown>): Promise<boolean> {
  const before = told
  await work()
  await evening.settled()
  evening.time.passes(quietMs)
  return told > before
}

describe('whoever looks at a room hears', () => {
  it('a caller comes, once and within 500 ms', async () => {
    const { guest, time } = await open()
    await guest()
    expect(told).toBe(0)
    time.passes(quietMs)
    expect(told).toBe(1)
    expect(quietMs).toBeLessThan(500)
  })

  it('that caller in real time, too: from the carrier’s word to the watcher', async () => {
    const { house, room } = await open()
    const after: After = (ms, work) => {
      const timer = setTimeout(work, ms)
      return () => {
        clearTimeout(timer)
      }
    }
    using control = evening.another({ after })
    const ada = await house.carrier.dial()
    let begin = 0
    house.carrier.tellsInstead((url, form) => {
      begin = performance.now()
      void house.carrier.ask(url, form)
    })
    const heard = new Promise<void>((resolve) => {
      control.evenings.listen(room.id, () => {
        if (begin > 0) resolve()
      })
    })
    await ada.presses('471108 352964')
    await heard
    expect(performance.now() - begin).toBeLessThan(500)
    expect((await control.evenings.show(room)).inside).toMatchObject([{ away: false }])
  })

  it('all that happens in it, and nothing of another room', async () => {
    const { guest, host, act, line, store, room, dials } = await open()
    const other = aRoom({ number: '555666', guestPin: '352964', hostPin: '802517' })
    await store.rooms.add(other)
    const ada = await guest()
    const cy = await host()
    const news = (event: string) =>
      evening.house.carrier.ask(
        evening.house.carrier.path('/voice/conference'),
        evening.house.carrier.news(ada.conference, event, ada.sid),
      )
    expect(await isTold(() => ada.presses('*6'))).toBe(true)
    expect(await isTold(() => ada.presses('*9'))).toBe(true)
    expect(await isTold(() => ada.pressesStar())).toBe(true)
    expect(await isTold(() => ada.presses('#'))).toBe(true)
    expect(await isTold(() => news('participant-speech-start'))).toBe(true)
    expect(await isTold(() => news('participant-speech-start'))).toBe(false)
    expect(await isTold(() => cy.presses('*5'))).toBe(true)
    expect(await isTold(async () => act({ do: 'name', line: await line(ada), name: 'Anna' }))).toBe(
      true,
    )
    expect(await isTold(() => act({ do: 'start-round', secondsEach: 60 }))).toBe(true)
    expect(await isTold(() => store.rooms.change({ ...room, callersMax: 7 }))).toBe(true)
    expect(await isTold(() => dials('555666 352964'))).toBe(false)
    expect(await isTold(() => ada.hangsUp())).toBe(true)
    expect(await isTold(() => cy.hangsUp())).toBe(true)
    expect((await evening.show()).meeting).toBeUndefined()
  })

  it('somebody waits, and gives up', async () => {
    const { guest } = await open({ waitingRoom: true })
    let ada: Awaited<ReturnType<typeof guest>> | undefined
    expect(await isTold(async () => (ada = await guest()))).toBe(true)
    expect(await isTold(async () => ada?.hangsUp())).toBe(true)
  })

  it('what the carrier repaired', async () => {
    const { guest, house, reconciles } = await open()
    const [ada] = [await guest(), await guest()]
    evening.time.passes(quietMs)
    house.carrier.tellsInstead(() => undefined)
    await ada.isMuted(true)
    expect(await isTold(() => reconciles())).toBe(true)
    expect((await evening.show()).inside[0]?.muted).toBe(true)
  })

  it('nothing of what was rolled back', async () => {
    const { guest, store, room } = await open()
    await guest()
    evening.time.passes(quietMs)
    const fails = () =>
      store.atomically(async (kept) => {
        await kept.rooms.change({ ...room, callersMax: 9 })
        throw new Error('no')
      })
    expect(await isTold(() => fails().catch(() => undefined))).toBe(false)
  })

  it('what another process wrote, at the next round of upkeep', async () => {
    const { guest, upkeep, store, room } = await open({ waitingRoom: true })
    const ada = await guest()
    evening.time.passes(quietMs)
    const elsewhere = await evening.anotherProcess(async (there) => {
      const meeting = await there.meetings.openIn(room.id)
      return letIn(there, waiters(await companyOf(there, meeting?.id)))
    })
    expect(elsewhere).toHaveLength(1)
    expect(await isTold(() => upkeep())).toBe(true)
    expect((await evening.show()).waiting).toEqual([])
    expect(await store.lines.byCall(ada.sid)).toBeDefined()
  })
})
