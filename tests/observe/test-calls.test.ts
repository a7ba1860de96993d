import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { TestOutcome } from '../../src/conference/staff/test-call.ts'
import { keepTestCalling } from '../../src/observe/test-calls.ts'
import { isTestMark, testMark } from '../../src/test-mark.ts'
import { openAlarmHouse, type AlarmHouse } from '../kit/alarm-house.ts'

const minuteMs = 60_000

let house: AlarmHouse
let opened: AsyncDisposableStack
beforeEach(async () => {
  opened = new AsyncDisposableStack()
  house = opened.use(await openAlarmHouse())
})
afterEach(() => opened.disposeAsync())

/** Test calls on the clock of the house, and what comes of them. */
function testing(inUse = 0) {
  const heard = { now: { is: 'passed', seconds: 14 } as TestOutcome }
  const calledAt: number[] = []
  const began = house.clock.now()
  const calls = keepTestCalling({
    call() {
      calledAt.push((house.clock.now() - began) / minuteMs)
      return Promise.resolve(heard.now)
    },
    linesInUse: () => Promise.resolve(inUse),
    capacity: 10,
    after: house.time.after,
    announce: (happening) => house.happened.push(happening),
  })
  house.restarts({ testsFailed: calls.failed })
  return { calls, heard, calledAt }
}
/** Minute by minute, so that what is due is done and looked at. */
async function minutesPass(minutes: number, isDone = () => false): Promise<number> {
  for (let minute = 1; minute <= minutes; minute++) {
    house.time.passes(minuteMs)
    for (let turns = 0; turns < 5; turns++) await new Promise(setImmediate)
    await house.passes(0)
    if (isDone()) return minute
  }
  return Infinity
}
const alarms = () =>
  house.happened.filter(({ event }) => event === 'alarm.began' || event === 'alarm.over')

describe('R-44: a call of our own every five minutes', () => {
  it('prompts are silent and everything else is green: an alarm within ten minutes', async () => {
    const { calls, heard, calledAt } = testing()
    opened.use(calls)
    await minutesPass(11)
    expect(calledAt).toEqual([5, 10])
    expect(alarms()).toEqual([])
    // The sound breaks right after a call that passed: the longest it can take.
    heard.now = { is: 'failed', why: 'silent' }
    expect(await minutesPass(20, () => alarms().length > 0)).toBeLessThanOrEqual(10)
    expect(alarms()).toMatchObject([{ alarm: 'test-call', numbers: { failed: 2 } }])
    expect((await house.mails()).map(({ subject }) => subject)).toEqual([
      'Rundruf: Der Test-Anruf misslingt',
    ])
    heard.now = { is: 'passed', seconds: 14 }
    await minutesPass(2)
    expect(alarms().at(-1)).toMatchObject({ event: 'alarm.over', alarm: 'test-call' })
  })
  it('one that failed is tried again after a minute, and alone is no alarm', async () => {
    const { calls, heard, calledAt } = testing()
    opened.use(calls)
    heard.now = { is: 'failed', why: 'no-answer' }
    await minutesPass(5)
    heard.now = { is: 'passed', seconds: 14 }
    await minutesPass(7)
    expect(calledAt).toEqual([5, 6, 11])
    expect(alarms()).toEqual([])
  })
  it('is left out while half of the lines are in use', async () => {
    const { calls, calledAt } = testing(5)
    opened.use(calls)
    await minutesPass(11)
    expect(calledAt).toEqual([])
    expect(house.happened).toContainEqual({ event: 'test-call.skipped', inUse: 5 })
    expect(calls.failed()).toBeUndefined()
  })
})

it('stopping hangs up, and what was cut off counts for nothing', async () => {
  const calls = keepTestCalling({
    call: (stop) =>
      new Promise((resolve) => {
        stop.addEventListener('abort', () => {
          resolve({ is: 'failed', why: 'silent' })
        })
      }),
    linesInUse: () => Promise.resolve(0),
    capacity: 10,
    after: house.time.after,
    announce: (happening) => house.happened.push(happening),
  })
  await minutesPass(5)
  await calls[Symbol.asyncDispose]()
  expect(house.happened).toEqual([])
  expect(house.time.waiting).toBe(0)
})

describe('whom a test call comes from', () => {
  const key = Buffer.alloc(32, 1)
  const at = 1_790_000_000_000
  const from = `sip:${testMark(key, at)}@127.0.0.1`
  it('is known for three minutes', () => {
    expect(testMark(key, at).length).toBeLessThanOrEqual(64)
    expect(isTestMark(key, from, at)).toBe(true)
    expect(isTestMark(key, from, at + 2 * minuteMs)).toBe(true)
    expect(isTestMark(key, from, at + 4 * minuteMs)).toBe(false)
    expect(isTestMark(key, from, at - 2 * minuteMs)).toBe(false)
  })
  it.each([
    ['another key', `sip:${testMark(Buffer.alloc(32, 2), at)}@127.0.0.1`],
    ['another minute', from.replace(/test\.(\d+)/, (_all, minute) => `test.${Number(minute) + 1}`)],
    ['half of it', from.replace(/[0-9a-f]{4}@/, '@')],
    ['a telephone number', '+4930123456'],
    ['nobody', ''],
  ])('cannot be made up: %s', (_name, forged) => {
    expect(isTestMark(key, forged, at)).toBe(false)
  })
})
