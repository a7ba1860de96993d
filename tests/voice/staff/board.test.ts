import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { openLiveBoard, type OpenLiveBoard } from '../../../src/voice/staff/board.ts'
import { countedOf } from '../../../src/conference/figures/day-sums.ts'
import { talliesOf } from '../../../src/conference/figures/tallies.ts'
import { openHouse, testCaller, type House } from '../../kit/rooms.ts'
import { timers } from '../../kit/timers.ts'

/* Calls as the pretend carrier makes them, and what staff see of them. */

let house: House
let live: OpenLiveBoard
let time: ReturnType<typeof timers>
beforeEach(async () => {
  house = await openHouse()
  time = timers(house.clock)
  live = openLiveBoard({
    store: house.store,
    clock: house.clock.now,
    after: time.after,
    announce: house.parts.announce,
    nameKey: Buffer.alloc(32, 1),
    talks: () => false,
    capacity: 10,
    carrier: () => ({ kind: 'twilio', health: { is: 'answers', since: 0 } }),
  })
})
afterEach(async () => {
  live[Symbol.dispose]()
  await house[Symbol.asyncDispose]()
})

const seen = async () =>
  (await live.show()).lines.map(({ number, stage, kind }) => [number, stage, kind])

it('is never older than two seconds, also where nobody hears what others write', async () => {
  await house.store.helpRequests.leave({ call: 'CA', stage: 'pin', number: undefined, at: 0 })
  const before = await live.show()
  const [request] = before.help
  await house.store.helpRequests.done(request?.id ?? '')
  expect((await live.show()).at).toBe(before.at)
  house.clock.passes(2000)
  expect(await live.show()).toMatchObject({ at: house.clock.now(), help: [] })
})

describe('a caller moves through the stages', () => {
  it('from the greeting into the meeting, and is gone when they hang up', async () => {
    const ada = await house.carrier.dial('+4930901820731')
    expect(await seen()).toEqual([[1, 'greeting', 'landline']])
    await ada.presses('471108')
    expect(await seen()).toEqual([[1, 'pin', 'landline']])
    await ada.presses('352964')
    expect(await seen()).toEqual([[1, 'meeting', 'landline']])
    const [meeting] = (await live.show()).meetings
    expect(meeting).toMatchObject({ callers: 1, hostThere: false })
    await ada.hangsUp()
    expect(await live.show()).toMatchObject({ inUse: 0, lines: [], meetings: [] })
  })
  it('since when they are where they are', async () => {
    const ada = await house.carrier.dial()
    const answered = house.clock.now()
    house.clock.passes(9000)
    await ada.presses('471108')
    expect((await live.show()).lines).toMatchObject([{ since: answered + 9000 }])
    house.clock.passes(3000)
    await ada.presses('35')
    expect((await live.show()).lines).toMatchObject([{ since: answered + 9000 }])
  })
  it('the line of who hung up is free for the next', async () => {
    const [ada, bob] = [await house.carrier.dial(), await house.carrier.dial()]
    await ada.hangsUp()
    await house.carrier.dial('anonymous')
    const lines = await seen()
    expect(lines).toEqual([
      [1, 'greeting', 'withheld'],
      [2, 'greeting', expect.any(String)],
    ])
    await bob.hangsUp()
  })
})

describe('whoever watches', () => {
  it('hears of a step within 300 ms, once for many', async () => {
    let heard = 0
    live.listen(() => heard++)
    const ada = await house.carrier.dial()
    await ada.presses('471108')
    expect(heard).toBe(0)
    time.passes(300)
    expect(heard).toBe(1)
    time.passes(1000)
    expect(heard).toBe(1)
  })
  it('hears of calls that are in no room, and of those that end there', async () => {
    const ada = await house.carrier.dial()
    let heard = 0
    live.listen(() => heard++)
    await ada.hangsUp()
    time.passes(300)
    expect(heard).toBe(1)
  })
  it('looks from time to time for what other processes wrote, and for no longer than they watch', () => {
    let heard = 0
    const stop = live.listen(() => heard++)
    time.passes(2300)
    expect(heard).toBe(1)
    stop()
    time.passes(10_000)
    expect([heard, time.waiting]).toEqual([1, 0])
  })
  it('is shown what was made for the others', async () => {
    const [one, other] = [live.show(), live.show()]
    expect(await one).toBe(await other)
    await house.carrier.dial()
    expect(await live.show()).not.toBe(await one)
  })
})

describe('P-06: names that say nothing', () => {
  it('lead back to the call and the meeting only while they last, and only with the key', async () => {
    const ada = await house.carrier.dial()
    await ada.presses('471108352964')
    const { lines, meetings } = await live.show()
    const call = await live.callOf(lines[0]!.id)
    expect(call).toMatch(/^CA/)
    expect(lines[0]!.id).not.toContain(call!.slice(2, 8))
    const meeting = await live.meetingOf(meetings[0]!.id)
    expect((await house.store.meetings.byId(meeting!))?.room).toBe(house.room.id)
    expect([await live.callOf('x'), await live.callOf(meetings[0]!.id)]).toEqual([
      undefined,
      undefined,
    ])
    await ada.hangsUp()
    expect(await live.callOf(lines[0]!.id)).toBeUndefined()
  })
})

it('R-44: a test call of our own is neither seen nor counted, and takes no line', async () => {
  const test = await house.carrier.dial(testCaller)
  const ada = await house.carrier.dial('+493012345678')
  await test.presses('123456')
  expect(test.hears).toContain('Willkommen beim Üben')
  expect((await live.show()).inUse).toBe(1)
  expect(await seen()).toEqual([[1, 'greeting', 'landline']])
  expect(await house.store.callers.liveCount()).toBe(1)
  await test.hangsUp()
  await ada.hangsUp()
  expect(house.happened.map(({ event }) => event)).toEqual(['call.answered', 'call.ended'])
  const counts = house.happened.flatMap((one) => [...talliesOf(one), ...countedOf(one)])
  expect(counts).toHaveLength(2)
  // Of the week's calls as well, that limits go by: only Ada's.
  expect(await house.store.callers.live()).toEqual([])
})

it('whoever hangs up while they hear themselves is over, and nothing is refused', async () => {
  const ada = await house.carrier.dial('+493012345678')
  await ada.presses('123456')
  const { next } = ada
  await ada.hangsUp()
  // Our own switch still tells how the echo ended.
  const answer = await house.carrier.ask(next, ada.form({ CallStatus: 'completed' }))
  expect(answer.status).toBe(200)
  expect(house.happened.map(({ event }) => event)).not.toContain('webhook.refused')
})
