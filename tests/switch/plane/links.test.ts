import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { portPool } from '../../../src/switch/media/wire/ports.ts'
import { NoPortFree } from '../../../src/switch/media/wire/socket.ts'
import type { LinkListener, MakeLink, PlaneLink } from '../../../src/switch/plane/link.ts'
import { makeOpening } from '../../../src/switch/plane/opening.ts'
import { makeLinks } from '../../../src/switch/plane/links.ts'

beforeEach(() => {
  jest.useFakeTimers()
})
afterEach(() => {
  jest.useRealTimers()
})

/** Planes that do nothing, and die when a test says so. */
function linksOf(count: number) {
  const made: { readonly link: PlaneLink; readonly listener: LinkListener }[] = []
  const make: MakeLink = (listener) => {
    const link = { send: () => undefined, close: () => Promise.resolve() }
    made.push({ link, listener })
    return link
  }
  const died: PlaneLink[] = []
  const links = makeLinks(Array<MakeLink>(count).fill(make), {
    hear: () => undefined,
    died: (link) => died.push(link),
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  })
  return { links, made, died }
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
