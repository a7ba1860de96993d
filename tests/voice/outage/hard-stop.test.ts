import { afterEach, describe, expect, it } from '@jest/globals'
import { webhookMaxMs } from '../../../src/voice/outage/hard-stop.ts'
import { stoppedClock } from '../../kit/clock.ts'
import { aStore, openHouse, type House } from '../../kit/rooms.ts'
import { timers } from '../../kit/timers.ts'

/* whatever holds a webhook up, after five seconds there is an answer. */

let house: House
afterEach(() => house[Symbol.asyncDispose]())

/** A store that does not answer until it is told to. */
async function slowHouse() {
  const store = await aStore()
  const clock = stoppedClock()
  const time = timers(clock)
  const asked = Promise.withResolvers<undefined>()
  const gate = Promise.withResolvers<undefined>()
  house = await openHouse({
    clock: clock.now,
    after: time.after,
    store: {
      ...store,
      async atomically(work) {
        asked.resolve(undefined)
        await gate.promise
        return store.atomically(work)
      },
    },
  })
  return { time, asked: asked.promise, goesOn: gate.resolve }
}

describe('R-15: a store that does not answer', () => {
  it('the caller hears a sentence after five seconds, and what comes later disturbs nobody', async () => {
    const { time, asked, goesOn } = await slowHouse()
    const dialling = house.carrier.dial()
    await asked
    time.passes(webhookMaxMs - 1)
    expect(time.waiting).toBe(1)
    time.passes(1)
    const ada = await dialling
    expect(ada.hears).toContain('Gerade gibt es eine Störung.')
    expect(house.happened).toContainEqual({ event: 'webhook.stopped', path: '/answer' })
    goesOn(undefined)
    // The late step was written; its end is told as that of any call.
    await ada.hangsUp()
    expect(await house.store.callers.live()).toEqual([])
  })

  it('news are brought again by the carrier, because they were not taken', async () => {
    const { time, asked, goesOn } = await slowHouse()
    const { carrier } = house
    const call = `CA${'1'.repeat(32)}`
    const telling = carrier.ask(carrier.path('/voice/status'), carrier.callForm(call, 'completed'))
    await asked
    time.passes(webhookMaxMs)
    expect((await telling).status).toBe(503)
    goesOn(undefined)
  })

  it('an answer in time leaves no timer behind', async () => {
    const { time, goesOn } = await slowHouse()
    goesOn(undefined)
    await house.carrier.dial()
    while (time.waiting > 0) await new Promise(setImmediate)
  })
})

describe('R-15: nothing of this process moves for longer than five seconds', () => {
  /** A hundred times as quick, for a test that really stands still. */
  const quickly = 100
  const stallMs = (webhookMaxMs + 3000) / quickly

  it.each([
    ['before anything was written', true],
    ['when everything was written', false],
  ])('%s: one answer, and the call goes on', async (_when, before) => {
    const store = await aStore()
    let stalls = 1
    const stall = () => {
      if (stalls-- > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, stallMs)
    }
    house = await openHouse({
      after(ms, work) {
        const timer = setTimeout(work, ms / quickly)
        return () => {
          clearTimeout(timer)
        }
      },
      store: {
        ...store,
        async atomically(work) {
          if (before) stall()
          const done = await store.atomically(work)
          stall()
          return done
        },
      },
    })
    const ada = await house.carrier.dial()
    // Whichever was first, the answer or the sentence: a document, and no second one.
    const stopped = house.happened.filter(({ event }) => event === 'webhook.stopped')
    expect(ada.hears).toContain(stopped.length > 0 ? 'Störung' : 'Raum-Nummer')
    expect(stopped.length).toBeLessThanOrEqual(1)
    const bob = await house.carrier.dial()
    await bob.presses('471108 352964')
    expect(bob.at).toBe('conference')
  })
})
