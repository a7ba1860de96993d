import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { withheld } from '../../../src/conference/call/caller-number.ts'
import { dayMs, minuteMs } from '../../../src/conference/limits/limits-counting.ts'
import type { Store } from '../../../src/conference/ports.ts'
import { returnMaxMs, type Leaving } from '../../../src/conference/call/returning.ts'
import { databases, type Place } from '../../kit/databases.ts'
import { telephone } from '../../kit/ladder.ts'
import { aRoom } from '../../kit/rooms.ts'

/** A minute before midnight (UTC): the key of numbers changes while somebody dials again. */
const at = 20_000 * dayMs + dayMs - minuteMs

describe.each(databases)('coming back, on $name', ({ place: newPlace }) => {
  let place: Place
  let store: Store
  let left: Leaving

  beforeEach(async () => {
    place = await newPlace()
    store = await place.open()
    const room = aRoom()
    await store.rooms.add(room)
    await store.meetings.open({ id: 'm', room: room.id, conferenceName: 'c', opened: at })
    const was = {
      room: room.id,
      meeting: 'm',
      role: 'guest',
      muted: true,
      hand: true,
      line: 3,
    } as const
    left = { ...was, from: telephone('+49301234567'), sentOut: undefined, at }
  })
  afterEach(async () => {
    await store.close()
    await place[Symbol.asyncDispose]()
  })

  it('the same number gets its place back, once, as it was', async () => {
    await store.returning.keep(left)
    const { from, at: leftAt, sentOut, ...was } = left
    expect(await store.returning.take(telephone('+49309'), at)).toBeUndefined()
    expect(await store.returning.take(from, at + 2 * minuteMs)).toEqual({
      ...was,
      until: leftAt + returnMaxMs,
    })
    expect(sentOut).toBeUndefined()
    expect(await store.returning.take(from, at + 2 * minuteMs)).toBeUndefined()
  })

  it('ends after ten minutes, and then the ticket is swept', async () => {
    await store.returning.keep(left)
    expect(await store.returning.take(left.from, at + returnMaxMs)).toBeUndefined()
    expect(await store.returning.sweep(at + returnMaxMs - 1)).toBe(0)
    expect(await store.returning.sweep(at + returnMaxMs)).toBe(1)
  })

  it('ends with the meeting', async () => {
    await store.returning.keep(left)
    expect(await store.meetings.endIfEmpty('m')).toBe(true)
    expect(await store.returning.take(left.from, at + minuteMs)).toBeUndefined()
  })

  it('is not for removed or withheld callers', async () => {
    await store.returning.keep({ ...left, sentOut: 'caller' })
    await store.returning.keep({ ...left, from: withheld })
    await store.returning.keep(left)
    await store.returning.drop(left.from, 'm', at)
    expect(await store.returning.take(left.from, at)).toBeUndefined()
    expect(await store.returning.take(withheld, at)).toBeUndefined()
    expect(await store.returning.sweep(at + returnMaxMs)).toBe(0)
  })

  it('two telephones on one line come back both; no line keeps more than five tickets', async () => {
    await store.returning.keep(left)
    await store.returning.keep({ ...left, muted: false })
    expect(await store.returning.take(left.from, at)).toBeDefined()
    expect(await store.returning.take(left.from, at)).toBeDefined()
    expect(await store.returning.take(left.from, at)).toBeUndefined()
    for (let times = 0; times < 9; times++) await store.returning.keep({ ...left, at: at + times })
    expect(await store.returning.sweep(at + 2 * returnMaxMs)).toBe(5)
  })
})
