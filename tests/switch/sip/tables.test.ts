import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { inviteClient, reinviteClient } from '../../../src/switch/sip/transaction/invite-client.ts'
import { inviteServer } from '../../../src/switch/sip/transaction/invite-server.ts'
import { otherClient } from '../../../src/switch/sip/transaction/other-client.ts'
import { otherServer } from '../../../src/switch/sip/transaction/other-server.ts'
import { runTable } from '../../../src/switch/sip/transaction/run-table.ts'
import { timerMs } from '../../../src/switch/sip/transaction/timers.ts'

const tables = { inviteClient, reinviteClient, inviteServer, otherClient, otherServer }

type AnyTable = Readonly<
  Record<
    string,
    {
      readonly timers?: readonly string[]
      readonly on: Readonly<Record<string, readonly string[]>>
    }
  >
>

describe.each(Object.entries(tables) as [string, AnyTable][])('the table %s', (_, table) => {
  it('knows every timer that a state starts, and starts every timer that it knows', () => {
    for (const { timers = [], on } of Object.values(table)) {
      const known = Object.keys(on).filter((event) => event.startsWith('timer-'))
      expect(known.sort()).toEqual([...timers].sort())
    }
  })

  it('leads from every state to the end', () => {
    const reaches = new Set(['terminated'])
    for (let i = 0; i < 10; i++) {
      for (const [state, { on }] of Object.entries(table)) {
        if (Object.values(on).some(([next]) => reaches.has(next!))) reaches.add(state)
      }
    }
    expect([...reaches].sort()).toEqual(Object.keys(table).sort())
    expect(table['terminated']).toEqual({ on: {} })
  })
})

describe('timers (RFC 3261 §17)', () => {
  it('A doubles without end, E and G up to T2, the others fire once', () => {
    expect([0, 1, 2, 3].map((n) => timerMs('timer-A', 'UDP', n))).toEqual([500, 1000, 2000, 4000])
    expect([0, 1, 2, 3, 4].map((n) => timerMs('timer-E', 'UDP', n))).toEqual([
      500, 1000, 2000, 4000, 4000,
    ])
    expect([0, 1].map((n) => timerMs('timer-H', 'UDP', n))).toEqual([32_000, undefined])
  })

  it('on TCP nothing is sent twice and nobody waits for what cannot come', () => {
    expect(timerMs('timer-A', 'TCP')).toBeUndefined()
    expect(timerMs('timer-G', 'TCP')).toBeUndefined()
    expect([
      timerMs('timer-I', 'TCP'),
      timerMs('timer-J', 'TCP'),
      timerMs('timer-K', 'TCP'),
    ]).toEqual([0, 0, 0])
    expect(timerMs('timer-H', 'TCP')).toBe(32_000)
  })
})

describe('a transaction on its way', () => {
  beforeEach(() => {
    jest.useFakeTimers()
  })
  afterEach(() => {
    jest.useRealTimers()
  })

  it('a refused INVITE is refused again by G until H', () => {
    const acts: string[] = []
    let over = false
    const run = runTable(inviteServer, 'proceeding', 'UDP', {
      act: (act) => void acts.push(act),
      broke: () => undefined,
      over: () => (over = true),
    })
    run.happen('send-3xx-6xx')
    jest.advanceTimersByTime(7_500)
    expect(acts).toEqual(['send', 'send-last', 'send-last', 'send-last', 'send-last'])
    jest.advanceTimersByTime(32_000)
    expect(over).toBe(true)
    expect(jest.getTimerCount()).toBe(0)
  })

  it('an INVITE of the telephone gives up after 64*T1', () => {
    const acts: string[] = []
    runTable(inviteClient, 'calling', 'UDP', {
      act: (act) => void acts.push(act),
      broke: () => undefined,
      over: () => undefined,
    })
    jest.advanceTimersByTime(32_000)
    expect(acts).toEqual([...Array<string>(6).fill('send-last'), 'give-up'])
  })

  it('what a state does not know changes nothing', () => {
    const acts: string[] = []
    const run = runTable(otherServer, 'trying', 'UDP', {
      act: (act) => void acts.push(act),
      broke: () => undefined,
      over: () => undefined,
    })
    run.happen('request')
    run.happen('send-final')
    run.happen('send-final')
    run.happen('request')
    expect(acts).toEqual(['send', 'send-last'])
    run.stop()
  })
})
