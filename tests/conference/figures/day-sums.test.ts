import { describe, expect, it, test } from '@jest/globals'
import { dayOf, daysLater, mondayOf, monthOf } from '../../../src/conference/room/days.ts'
import type { Happening } from '../../../src/conference/happenings.ts'
import { countedOf, sumsKeptSince } from '../../../src/conference/figures/day-sums.ts'

const call = 'CA1'
const admitted = (way: 'keyed' | 'back' | 'let-in'): Happening => ({
  event: 'caller.admitted',
  call,
  meeting: 'm',
  role: 'guest',
  way,
})
const ended = (mostCallersAtOnce: number, callerMinutes: number): Happening => ({
  event: 'meeting.ended',
  meeting: 'm',
  room: 'r',
  minutes: 60,
  callerMinutes,
  mostCallersAtOnce,
})
const refused = (reason: 'wrong-pin' | 'unknown-room' | 'old-pin' | 'room-full' | 'room-banned') =>
  ({ event: 'caller.refused', call, reason }) as const

test.each<readonly [string, Happening, Readonly<Record<string, number>>]>([
  ['a call', { event: 'call.answered', call }, { calls: 1 }],
  ['into a meeting', admitted('keyed'), { 'came-in': 1 }],
  ['into the waiting room', { event: 'caller.waits', call, meeting: 'm' }, { 'came-in': 1 }],
  ['out of the waiting room: counted before', admitted('let-in'), {}],
  ['straight back after a cut: nothing was keyed', admitted('back'), { beside: 1 }],
  ['the practice line', { event: 'caller.practises', call }, { beside: 1 }],
  ['a wrong PIN', refused('wrong-pin'), { 'wrong-entries': 1 }],
  ['a room that does not exist', refused('unknown-room'), { 'wrong-entries': 1 }],
  ['a PIN of before', refused('old-pin'), { 'wrong-entries': 1 }],
  ['a full room: nothing was wrong', refused('room-full'), {}],
  ['who was removed and calls again', refused('room-banned'), {}],
  ['a meeting', ended(2, 110), { meetings: 1, 'caller-minutes': 110 }],
  ['somebody alone: costs, but is no meeting', ended(1, 7), { 'caller-minutes': 7 }],
  ['nobody came in', ended(0, 0), {}],
  ['the end of a call', { event: 'call.ended', call }, {}],
])('%s', (_, happening, counts) => {
  const counted = countedOf(happening).map(({ what, count }) => [what, count] as const)
  expect(Object.fromEntries(counted)).toEqual(counts)
})

describe('days', () => {
  it('begin where the service is', () => {
    const late = Date.parse('2026-11-24T23:30:00Z')
    expect(dayOf(late, 'Europe/Berlin')).toBe('2026-11-25')
    expect(dayOf(late, 'UTC')).toBe('2026-11-24')
  })
  it('weeks begin on Monday, also over the end of a year', () => {
    expect(mondayOf('2026-11-29')).toBe('2026-11-23')
    expect(mondayOf('2026-11-23')).toBe('2026-11-23')
    expect(mondayOf('2027-01-01')).toBe('2026-12-28')
    expect(daysLater('2026-12-31', 1)).toBe('2027-01-01')
    expect(monthOf('2026-12-31')).toBe('2026-12')
  })
  it('are kept for thirteen months', () => {
    expect(sumsKeptSince('2026-11-26')).toBe('2025-10-26')
  })
})
