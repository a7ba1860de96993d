import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { apps, browserAt, organiserOf, type Apps } from '../kit/apps.ts'
import { postgresUrl, schema } from '../kit/databases.ts'
import { readLive, type LiveReader } from '../kit/live-reader.ts'
import { aRoom } from '../kit/rooms.ts'
import type { Visitor } from '../kit/visitor.ts'

/*
 * Three instances of the application, as real processes, on one Postgres behind a proxy that takes turns. Without a Postgres there
 * is nothing to be shared, and `npm test` says that it was left out.
 */

const seenWithinMs = 500

if (postgresUrl() === undefined) it.todo('three instances need a Postgres: TEST_POSTGRES_URL')
else {
  const room = aRoom()
  let all: Apps
  let token: string
  const stack = new AsyncDisposableStack()
  beforeAll(async () => {
    const place = stack.use(await schema())
    all = stack.use(await apps({ instances: 3, database: place.url }))
    token = await all.inStore((store) => organiserOf(store, room))
  }, 60_000)
  afterAll(() => stack.disposeAsync())

  const comesIn = async () => {
    const call = await all.twilio.callers().dial()
    await call.presses('471108 352964')
    return call
  }
  const browser = (at: number) => browserAt(all.running[at]?.url ?? '', token)

  /** Presses the first button that mutes somebody; how long it took until the other page showed one more. */
  const mutes = async (organiser: Visitor, live: LiveReader, line: number) => {
    const button = organiser.seen?.page
      .querySelectorAll('button')
      .map((one) => one.getAttribute('aria-label') ?? '')
      .find((label) => label === `Stumm schalten: Anrufer ${String(line)}`)
    const pressed = performance.now()
    const heard = (async () => {
      for (;;) {
        const { data } = await live.nextOf('change')
        if (JSON.stringify(data).includes('Mikrofon aus')) return performance.now() - pressed
      }
    })()
    await organiser.press(button ?? '')
    return heard
  }

  it('a call whose every webhook comes to another instance', async () => {
    const before = all.proxy.took.length
    const ada = await comesIn()
    const bob = await comesIn()
    expect([ada.at, bob.at]).toEqual(['conference', 'conference'])
    expect(bob.conference).toBe(ada.conference)
    const took = all.proxy.took.slice(before)
    expect(new Set(took).size).toBe(3)
    for (const [at, server] of took.entries()) expect(server).not.toBe(took[at + 1])
    for (const call of [ada, bob]) {
      await call.presses('*6')
      if (call.at !== 'conference') await call.waits()
      expect(call.document).toContain('muted="true"')
      await call.hangsUp()
    }
    await all.twilio.until(() => all.twilio.deleted.length === 2)
    expect(all.twilio.mistakes).toEqual([])
  })

  it(`muted on one, seen on the page of another within ${String(seenWithinMs)} ms`, async () => {
    const [ada, bob, cy] = [await comesIn(), await comesIn(), await comesIn()]
    const page = `/rooms/${room.id}/evening`
    await using live = await readLive(browser(2), `${page}/live`)
    await live.nextOf('change')
    const organiser = browser(0)
    await organiser.open(page)
    // The first time everybody reads their programs; nobody waits for that on an evening.
    await mutes(organiser, live, 1)
    const times = [await mutes(organiser, live, 2), await mutes(organiser, live, 3)]
    await all.twilio.settled()
    const muted = all.twilio.callers().present(ada.conference)
    expect(muted.filter((one) => one.muted)).toHaveLength(3)
    // Other programs on the machine may be in the way of one of them.
    expect(Math.min(...times)).toBeLessThan(seenWithinMs)
    for (const call of [ada, bob, cy]) await call.hangsUp()
  })

  it('one is killed, and nobody is dropped; the others take its calls', async () => {
    const [ada, bob] = [await comesIn(), await comesIn()]
    const cy = await all.twilio.callers().dial()
    await all.running[1]?.killed()
    await cy.presses('471108 352964')
    expect(cy.conference).toBe(ada.conference)
    await ada.presses('*6')
    if (ada.at !== 'conference') await ada.waits()
    expect(all.twilio.callers().present(ada.conference)).toHaveLength(3)
    expect(bob.at).toBe('conference')
    await all.start(1)
    for (const call of [ada, bob, cy]) await call.hangsUp()
    const live = await all.inStore((store) => store.callers.live())
    expect(live).toEqual([])
  }, 60_000)
}
