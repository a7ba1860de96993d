import { afterEach, describe, expect, it } from '@jest/globals'
import type { PretendCall } from '../../kit/carrier.ts'
import type { Room } from '../../../src/conference/room/room.ts'
import { openEvening, unreachable, type Evening } from '../../kit/evening.ts'

let evening: Evening
afterEach(async () => {
  await evening[Symbol.asyncDispose]()
})
const open = async (different: Partial<Room> = {}): Promise<Evening> =>
  (evening = await openEvening(different))
const three = async (): Promise<readonly [PretendCall, PretendCall, PretendCall]> => [
  await evening.guest(),
  await evening.guest(),
  await evening.guest(),
]
const secondsEach = 120
const start = () => evening.act({ do: 'start-round', secondsEach })
const next = () => evening.act({ do: 'next-speaker' })

/** Numbers of lines: who speaks and who comes after them; who has spoken. */
const round = async () => {
  const shown = await evening.show()
  const number = (id: string) => shown.inside.find((one) => one.id === id)?.number
  const { order, spoken } = shown.round ?? { order: [], spoken: [] }
  return shown.round === undefined ? 'none' : [order.map(number), spoken.map(number)]
}
/** What this one heard privately, in order. */
const heard = ({ sid }: PretendCall) =>
  evening.asked
    .filter((line) => line.startsWith(`announceTo ${sid}`))
    .map((line) => line.split(' ').at(-1))
/** So much time goes by, and what was due is over. */
const passes = async (ms: number) => {
  evening.time.passes(ms)
  await evening.settled()
}

describe('a speaking round', () => {
  it('raised hands first; each hears it alone, and the next may get ready', async () => {
    await open()
    const [ada, bob, cy] = await three()
    await cy.presses('*9')
    expect(await start()).toBe('done')
    expect(await round()).toEqual([[3, 1, 2], []])
    expect(await evening.show()).toMatchObject({
      round: { secondsEach, since: evening.house.clock.now() },
    })
    expect([heard(ada), heard(bob), heard(cy)]).toEqual([['you-are-next'], [], ['your-turn']])
    expect(await next()).toBe('done')
    expect(await round()).toEqual([[1, 2], [3]])
    expect([heard(ada), heard(bob)]).toEqual([['you-are-next', 'your-turn'], ['you-are-next']])
    await next()
    await next()
    expect(await round()).toBe('none')
    expect(await next()).toBe('gone')
  })

  it('a soft tone for the one who speaks when the time is over: once, and nobody is cut off', async () => {
    await open()
    const [ada, bob] = await three()
    await start()
    await passes(secondsEach * 1000 - 1)
    expect(heard(ada)).toEqual(['your-turn'])
    await passes(1)
    expect(heard(ada)).toEqual(['your-turn', 'tone'])
    await passes(60 * 60_000)
    await evening.upkeep()
    expect(heard(ada)).toEqual(['your-turn', 'tone'])
    expect(heard(bob)).toEqual(['you-are-next'])
    expect(ada.at).toBe('conference')
    await next()
    await passes(secondsEach * 1000)
    expect(heard(bob)).toEqual(['you-are-next', 'your-turn', 'tone'])
  })

  it('whoever has the microphone off hears how to switch it on', async () => {
    await open()
    const [ada] = await three()
    await ada.presses('*6')
    await start()
    expect(heard(ada)).toEqual(['your-turn-muted'])
  })

  it('goes on when the one who speaks hangs up; and lets newcomers speak last', async () => {
    await open()
    const [ada, bob, cy] = await three()
    await start()
    await ada.hangsUp()
    await passes(100)
    expect(await round()).toEqual([[2, 3], []])
    expect(heard(bob)).toEqual(['you-are-next', 'your-turn'])
    expect(heard(cy)).toEqual(['you-are-next'])
    await evening.guest()
    await passes(100)
    expect(await round()).toEqual([[2, 3, 4], []])
  })

  it('the menu is no leaving, and a cut line comes back to its place', async () => {
    await open()
    const from = '+493012345678'
    const [ada, bob] = [await evening.guest(), await evening.guest(from), await evening.guest()]
    await start()
    await ada.pressesStar()
    await passes(100)
    expect(await round()).toEqual([[1, 2, 3], []])
    await ada.presses('#')
    await bob.hangsUp()
    await passes(100)
    expect(await round()).toEqual([[1, 3], []])
    const again = await evening.guest(from)
    await passes(100)
    expect(await round()).toEqual([[1, 2, 3], []])
    await next()
    expect(heard(again)).toEqual(['your-turn'])
  })

  it('whoever waits or was removed has no turn', async () => {
    await open({ waitingRoom: true })
    const first = await evening.host()
    const [ada] = [await evening.guest(), await evening.guest()]
    await start()
    expect(await round()).toEqual([[1], []])
    await evening.act({ do: 'let-in', line: await evening.line(ada) })
    await passes(100)
    expect(await round()).toEqual([[1, 2], []])
    await evening.act({ do: 'remove', line: await evening.line(ada) })
    await passes(100)
    expect(await round()).toEqual([[1], []])
    await first.hangsUp()
    await passes(100)
    expect(await round()).toBe('none')
  })

  it('survives a restart of the app, also its tone', async () => {
    await open()
    const [ada] = await three()
    await start()
    await passes(30_000)
    evening.restarts()
    await evening.upkeep()
    await passes(secondsEach * 1000 - 30_001)
    expect(heard(ada)).toEqual(['your-turn'])
    await passes(1)
    expect(heard(ada)).toEqual(['your-turn', 'tone'])
    expect(await round()).toEqual([[1, 2, 3], []])
  })

  it('looked after by two instances at once: nothing is said twice', async () => {
    await open()
    const [ada] = await three()
    await start()
    const other = evening.another()
    await other.upkeep()
    await passes(secondsEach * 1000)
    expect(heard(ada)).toEqual(['your-turn', 'tone'])
    await ada.hangsUp()
    await passes(100)
    expect(evening.asked.filter((line) => line.endsWith('your-turn'))).toHaveLength(2)
    other[Symbol.dispose]()
  })

  it('stops, and leaves no timer and no watcher behind', async () => {
    await open()
    await three()
    await start()
    expect(evening.time.waiting).toBeGreaterThan(0)
    expect(await evening.act({ do: 'stop-round' })).toBe('done')
    expect(await round()).toBe('none')
    await passes(100)
    expect(evening.time.waiting).toBe(0)
  })

  it('ends with the meeting', async () => {
    await open()
    const all = await three()
    await start()
    for (const one of all) await one.hangsUp()
    await passes(100)
    expect(evening.time.waiting).toBe(0)
    expect(await evening.act({ do: 'start-round', secondsEach })).toBe('gone')
  })

  it('goes on without words when the carrier is away', async () => {
    await open()
    await three()
    evening.refuses(unreachable, 'announceTo')
    expect(await start()).toBe('done')
    expect(await next()).toBe('done')
    expect(await round()).toEqual([[2, 3], [1]])
  })

  it('of a strange length has the next that may be chosen', async () => {
    await open()
    await three()
    await evening.act({ do: 'start-round', secondsEach: 61 })
    expect((await evening.show()).round?.secondsEach).toBe(120)
    await evening.act({ do: 'start-round', secondsEach: 1e9 })
    expect((await evening.show()).round?.secondsEach).toBe(600)
  })
})
