import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { withheld } from '../../../src/conference/call/caller-number.ts'
import type { Store } from '../../../src/conference/ports.ts'
import { beginRound } from '../../../src/conference/meeting/speaking-round.ts'
import { databases, type Place } from '../../kit/databases.ts'
import { telephone } from '../../kit/ladder.ts'
import { aRoom } from '../../kit/rooms.ts'

const room = aRoom()
const dayMs = 24 * 60 * 60_000
/** A minute before midnight (UTC): the key of numbers changes during the meeting. */
const at = 20_000 * dayMs - 60_000

describe.each(databases)('on $name', ({ place: newPlace }) => {
  let place: Place
  let store: Store
  beforeEach(async () => {
    place = await newPlace()
    store = await place.open()
    await store.rooms.add(room)
    await store.meetings.open({ id: 'm', room: room.id, conferenceName: 'c', opened: at })
  })
  afterEach(async () => {
    await store.close()
    await place[Symbol.asyncDispose]()
  })

  const endsMeeting = () => store.meetings.endIfEmpty('m')

  describe('lines', () => {
    it('have numbers by the order of coming, whoever asks at the same time', async () => {
      const opened = await Promise.all(
        Array.from({ length: 20 }, (_, n) =>
          store.atomically(({ lines }) => lines.open('m', `CA${n}`, 0)),
        ),
      )
      const numbers = opened.map(({ number }) => number).sort((a, b) => a - b)
      expect(numbers).toEqual(Array.from({ length: 20 }, (_, n) => n + 1))
      expect((await store.lines.of('m')).map(({ number }) => number)).toEqual(numbers)
    })

    it('are found by the call that is on them, and by no other', async () => {
      const line = await store.lines.open('m', 'CA1', 0)
      expect(await store.lines.byCall('CA1')).toEqual(line)
      await store.lines.change(line, { gone: at })
      expect(await store.lines.byCall('CA1')).toBeUndefined()
      expect(await store.lines.of('m')).toMatchObject([{ number: 1, gone: at }])
    })

    it('are taken back once, with all that was known of them; a stranger gets a new one', async () => {
      const line = await store.lines.open('m', 'CA1', 0)
      await store.lines.change(line, { name: 'Anna', handSince: at, gone: at })
      const back = await store.lines.open('m', 'CA2', 1)
      expect(back).toMatchObject({ number: 1, call: 'CA2', name: 'Anna', handSince: at })
      expect(await store.lines.byCall('CA2')).toEqual(back)
      expect((await store.lines.open('m', 'CA3', 1)).number).toBe(2)
      expect((await store.lines.open('m', 'CA4', 99)).number).toBe(3)
    })

    it('keep names sealed, each for its line (P-02)', async () => {
      const line = await store.lines.open('m', 'CA1', 0)
      await store.lines.change(line, { name: 'Anna Musterfrau' })
      expect(await place.everything()).not.toContain('Musterfrau')
      expect((await store.lines.byCall('CA1'))?.name).toBe('Anna Musterfrau')
      await store.lines.open('m', 'CA2', 0)
      await place.ask(
        'UPDATE line SET name_sealed = (SELECT name_sealed FROM line WHERE number = 1) WHERE number = 2',
      )
      await expect(store.lines.of('m')).rejects.toThrow('does not open')
    })

    it('change what they are told, and nothing else', async () => {
      const line = await store.lines.open('m', 'CA1', 0)
      await store.lines.change(line, { name: 'Anna', insideSince: at, handSince: at })
      await store.lines.change(line, { handSince: undefined, removed: true })
      expect(await store.lines.byCall('CA1')).toEqual({
        ...line,
        name: 'Anna',
        insideSince: at,
        handSince: undefined,
        removed: true,
      })
      await store.lines.change(line, { name: '' })
      expect((await store.lines.byCall('CA1'))?.name).toBe('')
    })

    it('go ten minutes after the call, and with the meeting (P-03)', async () => {
      await store.lines.change(await store.lines.open('m', 'CA1', 0), { gone: at })
      await store.lines.open('m', 'CA2', 0)
      await store.lines.sweep(at)
      expect(await store.lines.of('m')).toHaveLength(2)
      await store.lines.sweep(at + 1)
      expect((await store.lines.of('m')).map(({ call }) => call)).toEqual(['CA2'])
      expect(await endsMeeting()).toBe(true)
      expect(await place.ask('SELECT * FROM line')).toEqual([])
      expect(await place.ask('SELECT * FROM sitting')).toEqual([])
    })
  })

  describe('a sitting', () => {
    it('is nothing before the first line', async () => {
      const nothing = {
        withheldWait: false,
        round: undefined,
        firstIn: undefined,
        mostAtOnce: 0,
        stayedMs: 0,
      }
      expect(await store.sittings.of('m')).toEqual(nothing)
      await store.sittings.change('m', { withheldWait: true })
      expect(await store.sittings.of('m')).toEqual(nothing)
    })

    it('counts the most at once, the first moment, and all stays together', async () => {
      for (const [n, call] of ['CA1', 'CA2', 'CA3'].entries()) {
        const line = await store.lines.open('m', call, 0)
        await store.lines.change(line, { insideSince: at + n })
        await store.sittings.came('m', at + n)
      }
      const first = (await store.lines.byCall('CA1'))!
      await store.lines.change(first, { insideSince: undefined })
      await store.sittings.stayed('m', 90_000)
      await store.lines.change(await store.lines.open('m', 'CA4', 0), { insideSince: at + 9 })
      await store.sittings.came('m', at + 9)
      await store.sittings.stayed('m', 4 * 60 * 60_000)
      expect(await store.sittings.of('m')).toMatchObject({
        firstIn: at,
        mostAtOnce: 3,
        stayedMs: 90_000 + 4 * 60 * 60_000,
      })
    })

    it('keeps a round as it is, until there is none', async () => {
      await store.lines.open('m', 'CA1', 0)
      const { round } = beginRound([{ number: 1, handSince: undefined }], 60, at)
      await store.sittings.change('m', { round })
      expect((await store.sittings.of('m')).round).toEqual(round)
      await store.sittings.change('m', { withheldWait: true })
      expect(await store.sittings.of('m')).toMatchObject({ round, withheldWait: true })
      await store.sittings.change('m', { round: undefined })
      expect((await store.sittings.of('m')).round).toBeUndefined()
    })
  })

  describe('who was removed', () => {
    const from = telephone('+493012345678')

    it('is known again, also after midnight, in this meeting only (S-37)', async () => {
      expect(await store.bans.has(from, 'm', at)).toBe(false)
      await store.bans.add(from, 'm', at)
      await store.bans.add(from, 'm', at)
      expect(await store.bans.has(from, 'm', at)).toBe(true)
      expect(await store.bans.has(from, 'm', at + 2 * 60_000)).toBe(true)
      expect(await store.bans.has(telephone('+493012345679'), 'm', at)).toBe(false)
      expect(await store.bans.has(from, 'another', at)).toBe(false)
    })

    it('is no withheld number, and nobody’s number can be read (P-02)', async () => {
      await store.bans.add(withheld, 'm', at)
      expect(await store.bans.has(withheld, 'm', at)).toBe(false)
      await store.bans.add(from, 'm', at)
      expect(await place.everything()).not.toContain('3012345678')
    })

    it('is forgotten with the meeting', async () => {
      await store.bans.add(from, 'm', at)
      expect(await endsMeeting()).toBe(true)
      expect(await place.ask('SELECT * FROM ban')).toEqual([])
    })
  })
})
