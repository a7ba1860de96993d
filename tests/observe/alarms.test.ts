import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { alarmNames, type AlarmName } from '../../src/conference/staff/alarms.ts'
import { dayOf } from '../../src/conference/room/days.ts'
import { keepAlarms, roundEveryMs } from '../../src/observe/alarms.ts'
import { openAlarmHouse, showing, type AlarmHouse } from '../kit/alarm-house.ts'
import { aCaller, states } from '../kit/evening-lines.ts'

let house: AlarmHouse
let opened: AsyncDisposableStack
beforeEach(async () => {
  opened = new AsyncDisposableStack()
  house = opened.use(await openAlarmHouse())
})
afterEach(() => opened.disposeAsync())

const began = () =>
  house.happened.flatMap((one) => (one.event === 'alarm.began' ? [one.alarm] : []))
const isOver = () =>
  house.happened.flatMap((one) => (one.event === 'alarm.over' ? [one.alarm] : []))
const subjects = async () => (await house.mails()).map(({ subject }) => subject)

/** What has to go wrong for each, and nothing else with it. */
const causes: Readonly<Record<AlarmName, () => Promise<void> | void>> = {
  database() {
    house.state.database = false
  },
  carrier() {
    house.state.carrier = 'silent'
  },
  trunk() {
    house.state.trunksDown = 1
  },
  'test-call'() {
    house.state.testsFailed = 2
  },
  async faults() {
    const error = new Error('disk full')
    for (let times = 0; times < 3; times++)
      await house.happens({ event: 'webhook.failed', path: '/pin', error })
  },
  async capacity() {
    for (const line of [1, 2, 3, 4]) await house.store.callers.add(aCaller(line, states.guest))
  },
  guessing: () =>
    house.happens({ event: 'alarm.war-dialling', failures: 31, calls: 12, roomsByOne: 4 }),
  disk() {
    house.state.megabytes = 400
  },
  async certificate() {
    const { url } = opened.use(await showing('expired'))
    house.restarts({ publicUrl: url })
  },
  retention: () => house.happens({ event: 'alarm.upkeep-overdue', minutes: 61 }),
  repairs: () => house.happens({ event: 'picture.repaired', meeting: 'm', repairs: 10 }),
  async budget() {
    // 8000 minutes at a cent are 80 of 100 euros.
    const day = dayOf(house.clock.now(), 'Europe/Berlin')
    await house.store.daySums.add([{ what: 'caller-minutes', day, count: 8000 }])
  },
}

describe('R-43: each alarm begins when its cause is there, and only then', () => {
  it('none when all is well, for a day', async () => {
    await house.passes(24 * 60)
    expect(began()).toEqual([])
    expect(await house.mails()).toEqual([])
  })

  it.each(alarmNames)('%s', async (name) => {
    await house.passes(1)
    await causes[name]()
    await house.passes(4)
    expect(began()).toEqual([name])
    house.state.database = true
    const mails = name === 'database' ? house.sentNow : await house.mails()
    expect(mails).toHaveLength(1)
    const [{ to, subject, text }] = mails as [(typeof mails)[number]]
    expect(to).toBe('technik@example.org')
    // A sentence with its numbers and one that says what to do; nobody's number (S-35).
    expect(subject).toMatch(/^Rundruf: \S/)
    expect(text).toMatch(/Bitte|sofort/)
    expect(`${subject} ${text}`).not.toMatch(/\{|\+49|\d{6,}/)
  })

  it.each([
    ['faults', () => house.happens({ event: 'webhook.failed', path: '/pin', error: 'x' })],
    [
      'faults, while the carrier is away',
      () => house.happens({ event: 'carrier.unreachable', error: 'x' }),
    ],
    ['repairs', () => house.happens({ event: 'picture.repaired', meeting: 'm', repairs: 9 })],
    ['lines of providers that are up', () => void (house.state.trunksDown = 0)],
    ['a test call', () => void (house.state.testsFailed = 1)],
    ['disk', () => void (house.state.megabytes = 500)],
  ])('not yet: %s', async (_name, happens) => {
    await happens()
    await house.passes(10)
    expect(began()).toEqual([])
  })
})

describe('an alarm', () => {
  it('is told once when it begins and once when it is over', async () => {
    await house.passes(1)
    house.state.carrier = 'silent'
    await house.passes(0.75)
    expect(await subjects()).toEqual([])
    await house.passes(30)
    expect(await subjects()).toEqual(['Rundruf: Der Anbieter antwortet nicht'])
    expect((await house.store.alarms.on()).map(({ name }) => name)).toEqual(['carrier'])
    house.state.carrier = 'answers'
    await house.passes(0.75)
    expect(await subjects()).toEqual([])
    await house.passes(1)
    expect(await subjects()).toEqual(['Rundruf, vorbei: Der Anbieter antwortet nicht'])
    expect(await house.store.alarms.on()).toEqual([])
    expect(house.happened.at(-1)).toMatchObject({ event: 'alarm.over', alarm: 'carrier' })
  })
  it('is told again after a day, and no sooner', async () => {
    house.state.carrier = 'silent'
    await house.passes(10)
    expect(await subjects()).toHaveLength(1)
    await house.passes(23.8 * 60)
    expect(await subjects()).toEqual([])
    await house.passes(30)
    expect(await subjects()).toEqual(['Rundruf, noch immer: Der Anbieter antwortet nicht'])
    await house.passes(12 * 60)
    expect(await subjects()).toEqual([])
  })
  it('that flutters begins once', async () => {
    for (let times = 0; times < 20; times++) {
      house.state.carrier = times % 2 === 0 ? 'silent' : 'answers'
      await house.passes(times % 2 === 0 ? 2 : 0.5)
    }
    expect(began()).toEqual(['carrier'])
    expect(isOver()).toEqual([])
  })
  it('is not told again after a restart, and over all the same', async () => {
    house.state.megabytes = 100
    await house.passes(5)
    house.restarts()
    await house.passes(5)
    expect(await subjects()).toEqual(['Rundruf: Der Datenträger wird voll'])
    house.state.megabytes = 20_000
    house.restarts()
    await house.passes(5)
    expect(await subjects()).toEqual(['Rundruf, vorbei: Der Datenträger wird voll'])
  })
  it('stays as it is while nobody can say how it stands', async () => {
    house.state.testsFailed = 2
    await house.passes(1)
    house.state.testsFailed = undefined
    await house.passes(60)
    expect([began(), isOver()]).toEqual([['test-call'], []])
  })
  it('the database is away: it goes straight to the mail server, and over as well', async () => {
    house.state.database = false
    await house.passes(5)
    house.state.database = true
    await house.passes(5)
    expect(house.sentNow.map(({ subject }) => subject)).toEqual([
      'Rundruf: Die Datenbank antwortet nicht',
      'Rundruf, vorbei: Die Datenbank antwortet nicht',
    ])
    expect(await house.mails()).toEqual([])
  })
})

describe('the mail server is away together with the database', () => {
  it('it is tried again with every look, and the looking goes on', async () => {
    const tried: string[] = []
    let isThere = false
    const sendNow = (id: string, { subject }: { readonly subject: string }) => {
      tried.push(`${id} ${subject}`)
      return Promise.resolve(isThere)
    }
    house.state.database = false
    opened.use(keepAlarms({ ...house.partsOf(), sendNow }))
    const looks = async (times: number) => {
      for (let at = 0; at < times; at++) {
        for (let turns = 0; turns < 50; turns++) await new Promise(setImmediate)
        house.time.passes(roundEveryMs)
      }
    }
    await looks(12)
    expect(tried.length).toBeGreaterThan(2)
    isThere = true
    await looks(12)
    const before = tried.length
    await looks(12)
    expect(tried).toHaveLength(before)
    // One mail, under one id.
    expect(new Set(tried).size).toBe(1)
    expect(tried[0]).toMatch(/Rundruf: Die Datenbank antwortet nicht$/)
    expect(began()).toEqual(['database'])
  })
})

describe('several instances', () => {
  it('one writes; when it goes, another goes on with what is on', async () => {
    house.state.megabytes = 100
    const settled = async () => {
      for (let turns = 0; turns < 200; turns++) await new Promise(setImmediate)
    }
    const first = keepAlarms(house.partsOf())
    await settled()
    opened.use(keepAlarms(house.partsOf()))
    await settled()
    expect(await subjects()).toHaveLength(1)
    await first[Symbol.asyncDispose]()
    house.state.megabytes = 20_000
    house.time.passes(roundEveryMs)
    await settled()
    expect(await subjects()).toEqual(['Rundruf, vorbei: Der Datenträger wird voll'])
  })
})
