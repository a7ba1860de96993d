import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import type { Clock } from '../../../src/switch/media/ticker.ts'
import { portPool } from '../../../src/switch/media/wire/ports.ts'
import { NoPortFree } from '../../../src/switch/media/wire/socket.ts'
import type { LinkListener, MakeLink, PlaneLink } from '../../../src/switch/plane/link.ts'
import { makeOpening } from '../../../src/switch/plane/opening.ts'
import { makeLinks } from '../../../src/switch/plane/links.ts'
import { beginningSecondsMax, silentSecondsMax } from '../../../src/switch/plane/watch.ts'
import { handClock } from './hand-clock.ts'

beforeEach(() => {
  jest.useFakeTimers()
})
afterEach(() => {
  jest.useRealTimers()
})

/** Planes that do nothing, and die when a test says so. */
function linksOf(count: number, clock?: Clock) {
  const made: { readonly link: PlaneLink; readonly listener: LinkListener }[] = []
  const make: MakeLink = (listener) => {
    const thread = {
      ask: () => asked.push(listener),
      end: (why: string) => {
        listener.died(why)
      },
    }
    const link = { send: () => undefined, close: () => Promise.resolve(), thread }
    made.push({ link, listener })
    return link
  }
  const asked: LinkListener[] = []
  const died: PlaneLink[] = []
  const stacks: unknown[] = []
  const links = makeLinks(Array<MakeLink>(count).fill(make), {
    hear: () => undefined,
    ...(clock && { clock }),
    died: (link) => died.push(link),
    log: {
      info: () => undefined,
      warn: () => undefined,
      error: (fields) => stacks.push(fields['stack']),
    },
  })
  return { links, made, asked, died, stacks }
}

describe('a call that is opened', () => {
  const opened = async (answers: readonly ('opened' | 'port-taken' | 'no-socket')[]) => {
    const ports = portPool(26_600, 26_639)
    const asked: number[] = []
    const link: PlaneLink = {
      send(command) {
        if (command.do !== 'open') return
        const [is, why] = [answers[asked.length] ?? 'opened', 'EMFILE']
        asked.push(command.port)
        opening.hear(
          is === 'opened'
            ? { is, leg: command.leg }
            : { is: 'not-opened', leg: command.leg, why: is, text: why },
        )
      },
      close: () => Promise.resolve(),
    }
    const opening = makeOpening({ ports, mayMove: true, least: () => link })
    const at = await opening.open('a', '127.0.0.1').catch((error: unknown) => error)
    return { at, asked, lent: 20 - ports.free }
  }

  it('takes another port where one is taken', async () => {
    const { at, asked, lent } = await opened(['port-taken', 'port-taken'])
    expect(at).toMatchObject({ port: asked[2] })
    expect(lent).toBe(1)
  })

  it('R-32: has no port where eight are taken or no socket is left, and keeps none', async () => {
    const taken = await opened(Array<'port-taken'>(20).fill('port-taken'))
    expect(taken.at).toBeInstanceOf(NoPortFree)
    expect([taken.asked.length, taken.lent]).toEqual([8, 0])
    const none = await opened(['no-socket'])
    expect(none.at).toBeInstanceOf(NoPortFree)
    expect([none.asked.length, none.lent]).toEqual([1, 0])
  })
})

describe('the planes there are', () => {
  it('are asked in the order of what they have to do', () => {
    const { links, made } = linksOf(3)
    const loads = new Map(made.map(({ link }, place) => [link, [5, 2, 7][place] ?? 0]))
    expect(links.least((link) => loads.get(link) ?? 0)).toBe(made[1]?.link)
  })

  it('are as many as before when one that has lived for a while dies', () => {
    const { links, made, died } = linksOf(1)
    jest.advanceTimersByTime(1_000)
    made[0]?.listener.died('a bug')
    expect(died).toEqual([made[0]?.link])
    expect(links.least(() => 0)).toBe(made[1]?.link)
  })

  it('that die at once come back a second later, and until then there is none', () => {
    const { links, made } = linksOf(1)
    made[0]?.listener.died('a bug at its start')
    expect(links.least(() => 0)).toBeUndefined()
    jest.advanceTimersByTime(1_000)
    expect(links.least(() => 0)).toBe(made[1]?.link)
  })

  it('do not come back when all is closed', async () => {
    const { links, made } = linksOf(2)
    made[0]?.listener.died('a bug at its start')
    await links.close()
    jest.advanceTimersByTime(5_000)
    expect(made).toHaveLength(2)
  })
})

describe('R-33: a thread that hangs', () => {
  const second = 1_000

  it('has told nothing for some seconds although it was asked: it dies, and another takes its place', () => {
    const { links, made, asked, died, stacks } = linksOf(2)
    made[0]?.listener.hear([])
    for (let seconds = 0; seconds <= silentSecondsMax; seconds++) {
      expect(died).toEqual([])
      made[1]?.listener.hear([{ is: 'ticked', ticked: { ticks: 50, ticksSkipped: 0, lateMs: [] } }])
      jest.advanceTimersByTime(second)
    }
    expect(died).toEqual([made[0]?.link])
    expect(stacks).toEqual([expect.stringMatching(/^it hangs: /)])
    expect(new Set(asked)).toEqual(new Set([made[0]?.listener])) // whoever tells by itself is not asked
    expect(links.least(() => 0)).toBe(made[1]?.link)
    expect(made).toHaveLength(3)
  })

  it('is told from one that has nothing to do, which says so when it is asked', () => {
    const { made, asked, died } = linksOf(1)
    made[0]?.listener.hear([])
    for (let seconds = 0; seconds < 3_600; seconds++) {
      jest.advanceTimersByTime(second)
      asked.splice(0).forEach(({ hear }) => {
        hear([])
      })
    }
    expect(died).toEqual([])
  })

  it('is told from one that is being loaded, and from one that never comes up', () => {
    const { made, died } = linksOf(1)
    jest.advanceTimersByTime(beginningSecondsMax * second)
    expect(died).toEqual([])
    jest.advanceTimersByTime(second)
    expect(died).toEqual([made[0]?.link])
  })

  it('is not taken for dead because this thread stood still, or the machine slept', () => {
    const hand = handClock()
    const { made, asked, died } = linksOf(1, hand.clock)
    made[0]?.listener.hear([])
    for (let stalls = 0; stalls < 20; stalls++) {
      hand.moveBy(3_600 * second) // one look comes late, then what was told meanwhile
      asked.splice(0).forEach(({ hear }) => {
        hear([])
      })
    }
    expect(died).toEqual([])
  })

  it('is not looked for any more when it has died or all is closed', async () => {
    const { links, made, asked } = linksOf(2)
    made[0]?.listener.died('a bug')
    await links.close()
    jest.advanceTimersByTime(100 * second)
    expect(asked).toEqual([])
  })
})
