import { afterEach, describe, expect, it } from '@jest/globals'
import type { PretendCall } from '../../kit/carrier.ts'
import type { Room } from '../../../src/conference/room/room.ts'
import { openEvening, says, unreachable, type Evening } from '../../kit/evening.ts'

let evening: Evening
afterEach(async () => {
  await evening[Symbol.asyncDispose]()
})
const open = async (different: Partial<Room> = {}): Promise<Evening> =>
  (evening = await openEvening(different))

const removes = async (call: PretendCall) =>
  evening.act({ do: 'remove', line: await evening.line(call) })
const goodbye = 'Sie sind nicht mehr in der Runde.'
const staysOut = 'Diese Runde ist heute nicht für Sie offen.'
const from = '+493012345678'

describe('removing somebody (S-37)', () => {
  it('they hear a sentence and are gone for all; nobody else is touched', async () => {
    const { guest, show } = await open()
    const [ada, bob] = [await guest(), await guest()]
    expect(await removes(ada)).toBe('done')
    expect(ada.hears).toContain(goodbye)
    expect(ada.at).toBe('over')
    expect(bob.at).toBe('conference')
    expect((await show()).inside.map(({ number }) => number)).toEqual([2])
  })

  it('from the same number they stay out for this meeting, with whatever PIN', async () => {
    const { guest, host, dials, show } = await open()
    const [ada] = [await guest(from), await guest()]
    await removes(ada)
    await ada.hangsUp()
    const again = await dials('471108 352964', from)
    expect(again.hears).toContain(staysOut)
    expect(again.at).toBe('over')
    expect((await host(from)).hears).toContain(staysOut)
    expect(evening.house.happened).toContainEqual(
      expect.objectContaining({ event: 'caller.refused', reason: 'room-banned' }),
    )
    expect((await guest()).at).toBe('conference')
    expect((await show()).inside.map(({ number }) => number)).toEqual([2, 3])
  })

  it('already while they still hear the sentence', async () => {
    const { guest, dials } = await open()
    const [ada] = [await guest(from), await guest()]
    await removes(ada)
    expect((await dials('471108 352964', from)).hears).toContain(staysOut)
  })

  it('also from the menu, and when we have not heard yet where they sit', async () => {
    const { guest, dials, house, act, line } = await open()
    const [ada] = [await guest(from), await guest()]
    await ada.pressesStar()
    await removes(ada)
    expect((await dials('471108 352964', from)).hears).toContain(staysOut)
    house.carrier.tellsInstead(() => undefined)
    const late = '+493098765432'
    const bob = await guest(late)
    expect(await act({ do: 'remove', line: await line(bob) })).toBe('done')
    expect(bob.hears).toContain(goodbye)
    expect((await dials('471108 352964', late)).hears).toContain(staysOut)
    expect((await evening.show()).inside.map(({ number }) => number)).toEqual([2])
  })

  it('the ban ends with the meeting', async () => {
    const { guest } = await open()
    const [ada, bob] = [await guest(from), await guest()]
    await removes(ada)
    await ada.hangsUp()
    await bob.hangsUp()
    expect((await guest(from)).at).toBe('conference')
  })

  it.each(['before', 'after'])(
    'is not undone by a ticket of another telephone on the same line, cut off %s it',
    async (when) => {
      const { guest, house } = await open()
      const [ada, bob] = [await guest(from), await guest(from), await guest()]
      if (when === 'before') await bob.hangsUp()
      await removes(ada)
      await ada.hangsUp()
      if (when === 'after') await bob.hangsUp()
      expect((await house.carrier.dial(from)).at).toBe('gather')
    },
  )

  it('a withheld number: from now on all of those wait to be let in by hand', async () => {
    const { guest, act, line, show } = await open()
    const [eve] = [await guest('anonymous'), await guest()]
    expect((await guest('anonymous')).at).toBe('conference')
    await removes(eve)
    await eve.hangsUp()
    const again = await guest('anonymous')
    expect(again.hears).toContain('Sie sind im Warte-Raum.')
    expect((await guest(from)).at).toBe('conference')
    expect((await show()).waiting).toMatchObject([{ because: 'asked' }])
    await act({ do: 'let-in', line: await line(again) })
    expect(again.at).toBe('conference')
  })

  it('from the menu, too: a last sentence instead of the next key', async () => {
    const { guest } = await open()
    const [ada] = [await guest(), await guest()]
    await ada.pressesStar()
    expect(await removes(ada)).toBe('done')
    expect(ada.hears).toContain(goodbye)
    expect(ada.at).toBe('over')
  })

  it.each(['carrier', 'caller'] as const)(
    'a * in the same moment opens no menu: the %s is faster',
    async (faster) => {
      const { guest, act, line, house, settled } = await open()
      const [ada] = [await guest(from), await guest()]
      const adas = await line(ada)
      if (faster === 'caller') {
        // The callback that says it is late: for us they still sit there.
        house.carrier.tellsInstead(() => undefined)
        await ada.pressesStar()
        expect(ada.at).toBe('gather')
        expect(await act({ do: 'remove', line: adas })).toBe('done')
        expect(evening.asked).toEqual([`remove ${ada.sid}`, `redirect ${ada.sid} removed`])
      } else {
        const goOn = evening.dawdles('remove')
        const outcome = evening.control.evenings.act(evening.room, { do: 'remove', line: adas })
        await settled()
        await ada.pressesStar()
        expect(ada.hears).toContain(goodbye)
        goOn()
        expect(['done', 'gone']).toContain(await outcome)
        await settled()
      }
      expect(ada.at).toBe('over')
      expect(ada.hears).toContain(goodbye)
    },
  )

  it('whoever the carrier could not take out is seen, and taken out as soon as it can', async () => {
    const { guest, show, upkeep, line, act } = await open()
    const [ada] = [await guest(from), await guest()]
    evening.refuses(unreachable, 'remove', 'redirect')
    expect(await removes(ada)).toBe('still-trying')
    expect(ada.at).toBe('conference')
    expect((await show()).inside.map(({ number }) => number)).toEqual([1, 2])
    expect(await act({ do: 'remove', line: await line(ada) })).toBe('still-trying')
    evening.recovers()
    await upkeep()
    expect(ada.hears).toContain(goodbye)
    expect((await show()).inside.map(({ number }) => number)).toEqual([2])
    const before = evening.asked.length
    await upkeep()
    expect(evening.asked).toHaveLength(before)
  })

  it('a restart in between forgets nothing', async () => {
    const { guest, dials } = await open()
    const [ada] = [await guest(from), await guest()]
    evening.refuses(says(503), 'remove', 'redirect')
    await removes(ada)
    evening.recovers()
    evening.restarts()
    await evening.upkeep()
    expect(ada.at).toBe('over')
    await ada.hangsUp()
    expect((await dials('471108 352964', from)).hears).toContain(staysOut)
  })

  it('of somebody who is over already: nothing was left to do', async () => {
    const { guest, line, act } = await open()
    const [ada] = [await guest(), await guest()]
    const adas = await line(ada)
    await ada.hangsUp()
    expect(await act({ do: 'remove', line: adas })).toBe('gone')
  })

  it('keeps no number anywhere', async () => {
    const { guest, store } = await open()
    const [ada] = [await guest(from), await guest()]
    await removes(ada)
    await ada.hangsUp()
    const [meeting] = await store.meetings.allOpen()
    const withoutPlus = from.slice(1)
    const kept = JSON.stringify([
      await store.lines.of(meeting!.id),
      await store.callers.inMeeting(meeting!.id),
      evening.house.happened,
    ])
    expect(kept).not.toContain(withoutPlus)
  })
})
