import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type { Caller } from '../../src/conference/call/caller.ts'
import { minuteMs } from '../../src/conference/limits/limits-counting.ts'
import type { Kept, Store } from '../../src/conference/ports.ts'
import { databases, type Place } from '../kit/databases.ts'
import { anEntry, telephone } from '../kit/ladder.ts'
import { aRoom, randomness } from '../kit/rooms.ts'

/*
 * Three instances on one database, all writing at the same moment. What must come out is what would have come out one
 * after the other.
 */

const at = 20_000 * 24 * 60 * minuteMs

describe.each(databases)('three instances on one $name', ({ place: newPlace }) => {
  let place: Place
  let stores: Store[]
  beforeEach(async () => {
    place = await newPlace()
    // All at once, as after a power cut: one of them makes the tables, the others wait.
    stores = await Promise.all([place.open(), place.open(), place.open()])
  })
  afterEach(async () => {
    for (const store of stores) await store.close()
    await place[Symbol.asyncDispose]()
  })

  /** Does it as often as that, one instance after the other taking a turn, without waiting for any. */
  const allAtOnce = <T>(times: number, work: (kept: Kept, time: number) => Promise<T>) =>
    Promise.all(
      Array.from({ length: times }, (_, time) =>
        stores[time % stores.length]!.atomically((kept) => work(kept, time)),
      ),
    )

  it('a step is taken once (S-52)', async () => {
    const calls = Array.from({ length: 5 }, () => `CA${randomness.token()}`)
    for (const call of calls) await stores[0]!.callers.add(callAt(call, 'first'))
    const taken = await allAtOnce(30, async ({ callers }, time) => {
      const call = calls[time % calls.length]!
      if ((await callers.find(call))?.step !== 'first') return []
      const moved = await callers.move(callAt(call, `by ${time}`), 'first')
      return moved ? [call] : []
    })
    expect(taken.flat().sort()).toEqual([...calls].sort())
  })

  it('nothing that was got wrong is forgotten, and nobody gets more tries (S-32)', async () => {
    const from = telephone('+49301234567')
    await allAtOnce(30, ({ limits }) => limits.entered(anEntry({ from, at })))
    const [counted] = await place.ask('SELECT sum(failures) AS sum FROM limit_failure')
    expect(Number(counted?.['sum'])).toBe(30)
    const right = anEntry({ from, at, right: true, room: 'another', roomNumber: '1' })
    expect(await stores[2]!.limits.entered(right)).toMatchObject({ to: 'waiting-room' })
  })

  it('no place in the queue is given to two, and a minute has sixty', async () => {
    for (let time = 0; time < 200; time += 40) {
      await allAtOnce(40, ({ limits }, one) =>
        limits.entered(anEntry({ from: telephone(`+4930${time + one}`), room: undefined, at })),
      )
    }
    const waits = await allAtOnce(90, ({ limits }) => limits.secondsToWait(at))
    expect(waits.filter((seconds) => seconds === 0)).toHaveLength(60)
  })

  it('a ticket lets one caller back in', async () => {
    const room = aRoom()
    await stores[0]!.rooms.add(room)
    await stores[0]!.meetings.open({ id: 'm', room: room.id, conferenceName: 'c', opened: at })
    const from = telephone('+49301234567')
    const was = { room: room.id, meeting: 'm', role: 'guest', muted: true, hand: true } as const
    await stores[0]!.returning.keep({ ...was, line: 3, from, sentOut: undefined, at })
    const taken = await allAtOnce(9, ({ returning }) => returning.take(from, at + minuteMs))
    expect(taken.filter((ticket) => ticket !== undefined)).toHaveLength(1)
  })

  it('those who come first at the same moment come to the same meeting', async () => {
    const room = aRoom()
    await stores[0]!.rooms.add(room)
    const meetings = await allAtOnce(12, async (kept, time) => {
      const meeting = await opened(kept, room.id, `m${time}`)
      await kept.callers.add({ ...callAt(`CA${time}`, 's'), meeting })
      return meeting
    })
    expect(new Set(meetings).size).toBe(1)
    expect(await stores[1]!.callers.inMeeting(meetings[0]!)).toHaveLength(12)
  })

  it('nobody is left in a meeting that has just ended', async () => {
    const room = aRoom()
    await stores[0]!.rooms.add(room)
    const came = await allAtOnce(30, async (kept, time) => {
      if (time % 2 === 0) {
        const meeting = await opened(kept, room.id, `m${time}`)
        await kept.callers.add({ ...callAt(`CA${time}`, 's'), meeting })
        return `CA${time}`
      }
      const running = await kept.meetings.openIn(room.id)
      if (running === undefined) return undefined
      for (const { call } of await kept.callers.inMeeting(running.id))
        await kept.callers.end(call, at)
      await kept.meetings.endIfEmpty(running.id)
      return undefined
    })
    expect(came.filter((call) => call !== undefined)).toHaveLength(15)
    const live = await stores[1]!.callers.live()
    const running = await stores[2]!.meetings.openIn(room.id)
    for (const caller of live) expect(caller.meeting).toBe(running?.id)
  })
})

async function opened({ meetings }: Kept, room: string, id: string): Promise<string> {
  const running = await meetings.openIn(room)
  if (running !== undefined) return running.id
  await meetings.open({ id, room, conferenceName: id, opened: at })
  return id
}

const callAt = (call: string, step: string): Caller => ({
  call,
  state: {
    at: 'asking-room-number',
    typed: '',
    patience: { tries: 0, silences: 0, asks: 1, helps: 0 },
  },
  step,
  last: { request: '', answer: '' },
  meeting: undefined,
  touched: at,
  shown: { line: 1, kind: 'mobile', began: at, since: at },
})
