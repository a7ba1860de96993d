import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { Happening } from '../../../src/conference/happenings.ts'
import {
  databaseMaxMs,
  lookedEveryMs,
  openCallStore,
  refreshedEveryMs,
} from '../../../src/voice/outage/outage.ts'
import { reconcile } from '../../../src/voice/carrier/reconcile.ts'
import type { PretendCall } from '../../kit/carrier.ts'
import { stoppedClock } from '../../kit/clock.ts'
import { outages, type Outage } from '../../kit/outages.ts'
import { aRoom, openHouse, type House } from '../../kit/rooms.ts'
import { steered, type Steered } from '../../kit/steered.ts'
import { timers } from '../../kit/timers.ts'

/* the database is away, and people get in all the same. */

describe.each(outages)('$name', ({ open, first }) => {
  let outage: Outage
  let house: House
  let calls: Awaited<ReturnType<typeof openCallStore>>
  let time: ReturnType<typeof timers>
  let happened: Happening[]
  let copies: number
  let phone: Steered
  /** Asks as the copy asks that was begun last. */
  let stillWanted: () => boolean
  const room = aRoom()
  beforeEach(async () => {
    outage = await open()
    happened = []
    const clock = stoppedClock()
    time = timers(clock)
    const announce = (happening: Happening) => happened.push(happening)
    copies = 0
    const parts = {
      store: counting(outage.store),
      after: time.after,
      clock: clock.now,
      now: clock.now,
    }
    const takeOver = (call: string, step: string) => {
      void phone.redirect(call, house.parts.settings.publicUrl.href + `voice/menu?step=${step}`)
    }
    calls = await openCallStore({ ...parts, announce, takeOver })
    // Closing is our own matter here: the house must not close the store under the outage.
    const store = { ...outage.store, close: () => Promise.resolve() }
    phone = steered(() => house.carrier)
    house = await openHouse({ store, calls, room, phone, announce, clock: clock.now })
  })
  afterEach(async () => {
    await house[Symbol.asyncDispose]()
    await calls[Symbol.asyncDispose]()
    await outage[Symbol.asyncDispose]()
  })

  /** Counts how often the copy was made anew. */
  const counting = (store: Outage['store']): Outage['store'] => ({
    ...store,
    async openStandby() {
      const standby = await store.openStandby()
      const refresh: typeof standby.refresh = async (what, isWanted) => {
        stillWanted = isWanted
        await standby.refresh(what, isWanted)
        if (what === 'all') copies += 1
      }
      return { ...standby, refresh }
    },
  })
  /** The rules are the same whatever has failed; so is most of what can be tried. */
  const inFull = (name: string, test: () => Promise<void>) => {
    if (first) it(name, test)
  }
  const inMemory = () => happened.some(({ event }) => event === 'store.away')
  const isBack = () => happened.some(({ event }) => event === 'store.back')
  const turn = () => new Promise((resolve) => setImmediate(resolve))
  const until = async (isSo: () => boolean, passesMs: number) => {
    for (let turns = 0; !isSo(); turns++) {
      // Time moves only when nothing else does.
      if (turns % 50 === 49) time.passes(passesMs)
      await turn()
    }
  }
  const copied = async () => {
    const before = copies
    time.passes(refreshedEveryMs)
    await until(() => copies > before, lookedEveryMs)
  }
  /** Waits until the database has been given up; then nobody waits for it any more. */
  const begins = async () => {
    await outage.begins()
    const stranger = house.carrier.dial()
    await until(inMemory, databaseMaxMs)
    await (await stranger).hangsUp()
  }
  const ends = async () => {
    await outage.ends()
    await until(isBack, 1000)
  }
  const comesIn = async (keys = '471108 352964', from?: string): Promise<PretendCall> => {
    const call = await house.carrier.dial(from)
    await call.presses(keys)
    return call
  }
  const whoIsIn = async () => {
    const meeting = await outage.store.meetings.openIn(room.id)
    const callers = meeting ? await outage.store.callers.inMeeting(meeting.id) : []
    return callers.map(({ call }) => call).sort()
  }

  it('the right room and PIN let in, to those who are there; a wrong PIN does not', async () => {
    const bob = await comesIn()
    await copied()
    await begins()
    const ada = await comesIn()
    expect(ada.at).toBe('conference')
    expect(ada.conference).toBe(bob.conference)
    const eve = await comesIn('471108 111222')
    expect(eve.at).toBe('gather')
    expect(eve.hears).not.toContain('Fehler')
    await ends()
  })

  inFull('a copy that was begun before and comes too late is not wanted', async () => {
    await copied()
    expect(stillWanted()).toBe(true)
    const before = stillWanted
    await begins()
    expect(before()).toBe(false)
    await ends()
    expect(before()).toBe(true)
  })

  it('a room that nobody was in opens, and is the same meeting afterwards', async () => {
    await copied()
    await begins()
    const ada = await comesIn()
    await ends()
    expect(await whoIsIn()).toEqual([ada.sid])
    const bob = await comesIn()
    expect(bob.conference).toBe(ada.conference)
    expect(await whoIsIn()).toEqual([ada.sid, bob.sid].sort())
  })

  it('the keys in a meeting work, before and after', async () => {
    const bob = await comesIn()
    await comesIn()
    await copied()
    await begins()
    await bob.presses('*6')
    if (bob.at !== 'conference') await bob.waits()
    expect(bob.at).toBe('conference')
    expect(bob.document).toContain('muted="true"')
    await ends()
    expect((await outage.store.callers.find(bob.sid))?.state).toMatchObject({ muted: true })
    await bob.presses('*6')
    if (bob.at !== 'conference') await bob.waits()
    expect((await outage.store.callers.find(bob.sid))?.state).toMatchObject({ muted: false })
  })

  inFull('whose last step is younger than the copy is asked once more, and gets in', async () => {
    await copied()
    const cy = await house.carrier.dial()
    await cy.presses('471108')
    await begins()
    await cy.presses('352964')
    expect(cy.hears).toContain('Raum-Nummer')
    await cy.presses('471108 352964')
    expect(cy.at).toBe('conference')
    await ends()
    expect(await whoIsIn()).toEqual([cy.sid])
  })

  inFull('limits count in memory: too many wrong PINs lead to the waiting room', async () => {
    await copied()
    await begins()
    const from = '+4930111111'
    for (let wrong = 0; wrong < 12; wrong++) {
      const call = await comesIn('471108 111222', from)
      await call.hangsUp()
    }
    const right = await comesIn('471108 352964', from)
    expect(right.at).toBe('round')
    await ends()
  })

  it('the live picture is right afterwards: who came, who went, and the meeting that ended', async () => {
    const bob = await comesIn()
    const cy = await comesIn()
    await copied()
    await begins()
    const ada = await comesIn()
    await cy.hangsUp()
    await ends()
    expect(await whoIsIn()).toEqual([ada.sid, bob.sid].sort())
    const { parts } = house
    await reconcile({ ...parts, clock: time.now })
    const meeting = await outage.store.meetings.openIn(room.id)
    const { places } = await outage.store.meetings.picture(meeting?.id ?? '')
    const here = places.filter((place) => place.here).map(({ call }) => call)
    expect(here.sort()).toEqual([ada.sid, bob.sid].sort())
    for (const call of [ada, bob]) await call.hangsUp()
    expect(await outage.store.meetings.openIn(room.id)).toBeUndefined()
    const past = await outage.store.pastMeetings.of(room.id, 0, Number.MAX_SAFE_INTEGER)
    expect(past).toHaveLength(1)
  })

  inFull('a meeting that came and went meanwhile leaves its line of numbers', async () => {
    await copied()
    await begins()
    const ada = await comesIn()
    await ada.hangsUp()
    await ends()
    expect(await outage.store.meetings.openIn(room.id)).toBeUndefined()
    const past = await outage.store.pastMeetings.of(room.id, 0, Number.MAX_SAFE_INTEGER)
    expect(past).toHaveLength(1)
  })

  inFull('a call for help that was left meanwhile is not lost', async () => {
    await copied()
    await begins()
    const ada = await house.carrier.dial()
    for (let asks = 0; asks < 2; asks++) {
      await ada.presses('0')
      await ada.waits()
    }
    await ada.presses('030987654#')
    if (ada.at === 'gather') await ada.presses('1')
    await ends()
    expect(await outage.store.helpRequests.open(time.now())).toHaveLength(1)
  })

  inFull('another instance opened the room meanwhile: ours go over, as they were', async () => {
    await copied()
    await begins()
    const ada = await comesIn()
    await ada.presses('*6')
    if (ada.at !== 'conference') await ada.waits()
    const ours = ada.conference
    await outage.ends()
    const theirs = { id: 'f'.repeat(32), conferenceName: 'e'.repeat(32) }
    await outage.store.meetings.open({ ...theirs, room: room.id, opened: time.now() })
    await until(isBack, 1000)
    await phone.settled()
    expect([ours === theirs.conferenceName, ada.conference]).toEqual([false, theirs.conferenceName])
    expect(ada.document).toContain('muted="true"')
    expect(ada.document).toContain('beep="false"')
    expect(await whoIsIn()).toEqual([ada.sid])
  })

  inFull('twice in a row', async () => {
    await copied()
    await begins()
    const ada = await comesIn()
    await ends()
    happened.length = 0
    await copied()
    await begins()
    const bob = await comesIn()
    expect(bob.conference).toBe(ada.conference)
    await ends()
    expect(await whoIsIn()).toEqual([ada.sid, bob.sid].sort())
  })
})
