import { afterEach, describe, expect, it } from '@jest/globals'
import type { EveningWish } from '../../../src/conference/meeting/evening.ts'
import type { Room } from '../../../src/conference/room/room.ts'
import { answerMaxMs } from '../../../src/voice/evening/evening.ts'
import { openEvening, says, unreachable, type Evening } from '../../kit/evening.ts'

let evening: Evening
afterEach(async () => {
  await evening[Symbol.asyncDispose]()
})
const open = async (different: Partial<Room> = {}): Promise<Evening> =>
  (evening = await openEvening(different))

const troubles = [
  ['refuses', says(400)],
  ['fails', says(500)],
  ['is away', unreachable],
] as const

describe.each(troubles)('when the carrier %s', (_, error) => {
  it('a mute is not shown, and not kept for later either (R-17)', async () => {
    const { guest, act, line, show } = await open()
    const [ada] = [await guest(), await guest()]
    evening.refuses(error, 'setMuted')
    expect(await act({ do: 'mute', line: await line(ada) })).toBe('carrier-failed')
    expect((await show()).inside[0]?.muted).toBe(false)
    expect(evening.asked).toEqual([])
    await ada.presses('*#')
    expect(ada.document).not.toContain('muted=')
    expect(evening.house.happened).toContainEqual(
      expect.objectContaining({ event: 'carrier.unreachable' }),
    )
  })

  it('what was done is done even when the words that go with it cannot be said', async () => {
    const { guest, act, line, show } = await open()
    const [ada] = [await guest(), await guest()]
    evening.refuses(error, 'announceTo')
    expect(await act({ do: 'mute', line: await line(ada) })).toBe('done')
    expect(await act({ do: 'make-host', line: await line(ada) })).toBe('done')
    expect((await show()).inside[0]).toMatchObject({ muted: true, role: 'host' })
  })

  it.each<[EveningWish, keyof Evening['phone']]>([
    [{ do: 'announce', sentence: 'break-now' }, 'announceToAll'],
    [{ do: 'mute-all' }, 'setMuted'],
    [{ do: 'end' }, 'endConference'],
  ])('%j says so', async (wish, method) => {
    const { guest, act } = await open()
    await guest()
    await guest()
    evening.refuses(error, method)
    expect(await act(wish)).toBe('carrier-failed')
  })

  it('an end that did not come is no end: everybody stays, also over the menu', async () => {
    const { guest, act, host, show } = await open({ waitingRoom: true })
    const ada = await host()
    const bob = await guest()
    evening.refuses(error, 'endConference')
    expect(await act({ do: 'end' })).toBe('carrier-failed')
    expect((await show()).waiting).toHaveLength(1)
    await ada.presses('*#')
    expect(ada.at).toBe('conference')
    await bob.hearsOut()
    expect(bob.at).toBe('round')
  })

  it('whoever was let in or turned away is so with the next round of the waiting room', async () => {
    const { guest, host, act, line, show } = await open({ waitingRoom: true })
    await host()
    const [ada, bob] = [await guest(), await guest()]
    evening.refuses(error, 'redirect')
    expect(await act({ do: 'let-in', line: await line(ada) })).toBe('still-trying')
    expect(await act({ do: 'turn-away', line: await line(bob) })).toBe('still-trying')
    // On the way in: seen, and away.
    expect((await show()).inside).toMatchObject([{ number: 1 }, { number: 2, away: true }])
    expect((await show()).waiting).toEqual([])
    await ada.hearsOut()
    expect(ada.at).toBe('conference')
    await bob.hearsOut()
    expect(bob.at).toBe('over')
  })
})

describe('a carrier that is away', () => {
  it('is shown as such, and told to whoever looks; one that says no is there', async () => {
    const { guest, act, show, listen, time } = await open()
    await guest()
    await guest()
    let told = 0
    listen(() => (told += 1))
    evening.refuses(says(400), 'announceToAll')
    await act({ do: 'announce', sentence: 'break-now' })
    expect((await show()).carrierAnswers).toBe(true)
    evening.refuses(unreachable, 'announceToAll')
    await act({ do: 'announce', sentence: 'break-now' })
    expect((await show()).carrierAnswers).toBe(false)
    time.passes(100)
    expect(told).toBe(1)
    evening.recovers()
    await act({ do: 'announce', sentence: 'break-over' })
    expect((await show()).carrierAnswers).toBe(true)
    time.passes(100)
    expect(told).toBe(2)
  })
})

describe('a carrier that is slow', () => {
  it('keeps no form waiting; what it does later is seen later', async () => {
    const { guest, line, show, settled, time, control, room } = await open()
    const [ada] = [await guest(), await guest()]
    const goOn = evening.dawdles('setMuted')
    const outcome = control.evenings.act(room, { do: 'mute', line: await line(ada) })
    await settled()
    expect((await show()).inside[0]?.muted).toBe(false)
    time.passes(answerMaxMs)
    expect(await outcome).toBe('still-trying')
    goOn()
    await settled()
    expect((await show()).inside[0]?.muted).toBe(true)
    expect(evening.asked).toContain(`announceTo ${ada.sid} muted-by-host`)
  })

  it('and no timer behind when it answers', async () => {
    const { guest, act, time } = await open()
    await guest()
    await guest()
    await act({ do: 'mute-all' })
    expect(time.waiting).toBe(0)
  })
})

describe('wishes that cross', () => {
  it('ten times the same at once: one effect, said once to each', async () => {
    const { guest, host, act, show } = await open()
    const ada = await guest()
    await host()
    const wish: EveningWish = { do: 'mute', line: await evening.line(ada) }
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => act(wish)))
    expect(new Set(outcomes)).toEqual(new Set(['done']))
    expect((await show()).inside[0]?.muted).toBe(true)
    expect(evening.asked.filter((line) => line.endsWith('muted-by-host'))).toHaveLength(1)
  })

  it('whoever hangs up meanwhile is gone', async () => {
    const { guest, line, settled, control, room } = await open()
    const [ada] = [await guest(), await guest()]
    const goOn = evening.dawdles('setMuted')
    const outcome = control.evenings.act(room, { do: 'mute', line: await line(ada) })
    await settled()
    await ada.hangsUp()
    goOn()
    expect(await outcome).toBe('gone')
  })

  it('whoever presses * meanwhile comes back with the microphone off', async () => {
    const { guest, line, settled, control, room } = await open()
    const [ada] = [await guest(), await guest()]
    const goOn = evening.dawdles('setMuted')
    const outcome = control.evenings.act(room, { do: 'mute', line: await line(ada) })
    await settled()
    await ada.pressesStar()
    goOn()
    expect(await outcome).toBe('done')
    await ada.presses('#')
    expect(ada.document).toContain('muted="true"')
  })
})
