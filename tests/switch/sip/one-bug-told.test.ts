import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { establish, request, wire } from './wire.ts'

/* What is told when sound flows, and what becomes of it: tests/switch/one-bug.test.ts has the other bugs. */

const bug = (): never => {
  throw new TypeError('a bug')
}

beforeEach(() => {
  jest.useFakeTimers()
})
afterEach(() => {
  jest.useRealTimers()
})

describe('R-33: a bug in a dialog whose sound flows is told, so that the caller hears a sentence', () => {
  const lastWordsMsMax = 20_000

  /** A call that its user is told of, with a bug in whatever comes in it. */
  function broken(broke: (bug: unknown) => void) {
    const on = wire({ broke })
    const tag = establish(on)
    const { dialog } = on.core.calls.all()[0]!
    Object.defineProperty(dialog, 'remoteSequence', { get: bug, configurable: true })
    return {
      on,
      say: (method: string) => {
        on.say(request({ method, toTag: tag, cseq: 2 }))
      },
    }
  }

  it('once, and the call ends when the sentence is over', () => {
    const told: unknown[] = []
    const { on, say } = broken((error) => told.push(error))
    say('INFO')
    expect(told).toEqual([expect.any(TypeError)])
    expect(on.statuses()).toEqual([500])
    on.calls[0]?.call.end()
    expect(on.statuses()).toEqual(['BYE'])
    on.core.clients.close()
    jest.advanceTimersByTime(lastWordsMsMax)
    expect(on.sent).toEqual([])
  })

  it.each([
    ['a second bug comes', () => undefined, 0],
    ['nobody ends it', () => undefined, lastWordsMsMax],
    ['whoever is told breaks, too', bug, 0],
  ])('it ends by itself when %s', (why, broke, ms) => {
    const { on, say } = broken(broke)
    say('INFO')
    if (why === 'a second bug comes') say('INFO')
    jest.advanceTimersByTime(ms)
    expect(on.statuses()).toContain('BYE')
    expect(on.calls[0]?.ended).toEqual(['we-hung-up'])
    on.core.clients.close()
  })

  it('but not when the caller has just hung up, or nothing was answered yet', () => {
    const told: unknown[] = []
    const { on, say } = broken((error) => told.push(error))
    say('BYE')
    expect(on.calls[0]?.ended).toEqual(['we-hung-up'])
    on.say(request({ callId: 'rings' }))
    const [ringing] = on.core.calls.all().filter(({ state }) => state === 'new')
    Object.defineProperty(ringing?.dialog, 'remoteSequence', { get: bug })
    on.say(request({ method: 'INFO', callId: 'rings', toTag: ringing!.dialog.localTag, cseq: 2 }))
    expect(on.calls[1]?.ended).toEqual(['we-hung-up'])
    expect(told).toEqual([])
    on.core.servers.close()
    on.core.clients.close()
  })

  it('a bug in its end is the end of it, too', () => {
    const { on, say } = broken(() => {
      on.calls[0]?.call.end()
    })
    const { dialog } = on.core.calls.all()[0]!
    Object.defineProperty(dialog, 'localSequence', { get: bug })
    say('INFO')
    expect(on.calls[0]?.ended).toEqual(['we-hung-up'])
    expect(on.core.calls.all()).toEqual([])
  })

  it('a bug in what a change is told leaves the sound as it is', () => {
    const told: unknown[] = []
    const on = wire({ reoffered: bug, broke: (error) => told.push(error) })
    const tag = establish(on)
    on.say(request({ toTag: tag, cseq: 2 }))
    expect(on.statuses()).toEqual([500])
    expect(told).toHaveLength(1)
    on.core.servers.close()
  })
})
