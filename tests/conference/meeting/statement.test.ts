import { describe, expect, it, test } from '@jest/globals'
import fc from 'fast-check'
import {
  monthsTouched,
  statement,
  type MeetingLine,
} from '../../../src/conference/meeting/statement.ts'

const at = (time: string) => Date.parse(`2026-11-03T${time}:00Z`)
const line = (from: string, to: string, people: number): MeetingLine => ({
  started: at(from),
  ended: at(to),
  mostCallersAtOnce: people,
  callerMinutes: people * 60,
})

describe('the statement for whoever pays', () => {
  it('has a line for each meeting, the first one first', () => {
    const { meetings, minutes } = statement(
      [line('19:00', '20:05', 4), line('17:00', '18:28', 7)],
      undefined,
      1,
    )
    expect(meetings.map(({ minutes, people }) => [minutes, people])).toEqual([
      [88, 7],
      [65, 4],
    ])
    expect(minutes).toBe(153)
  })
  it('never says how many when it were two', () => {
    expect(statement([line('17:00', '18:00', 2)], undefined, 1).meetings[0]?.people).toBe('few')
  })
  it('leaves out who was alone: nobody met', () => {
    expect(statement([line('17:00', '17:02', 1), line('18:00', '18:01', 0)], undefined, 1)).toEqual(
      {
        meetings: [],
        minutes: 0,
        cost: undefined,
      },
    )
  })
  it('counts what lines and months cost', () => {
    // 4 lines × 60 minutes × 1.2 cents + 2 months × 5 euros = 12.88 euros
    const { cost } = statement(
      [line('17:00', '18:00', 4)],
      { perCallerMinute: 120, perMonth: 50_000 },
      2,
    )
    expect(cost).toBe(128_800)
  })
  it('whatever the meetings: no head count under three is in it, and nothing negative', () => {
    const lines = fc.array(
      fc.record({
        started: fc.integer({ min: 0, max: 10 ** 12 }),
        length: fc.integer({ min: 0, max: 10 ** 8 }),
        mostCallersAtOnce: fc.integer({ min: 0, max: 250 }),
        callerMinutes: fc.integer({ min: 0, max: 60_000 }),
      }),
    )
    fc.assert(
      fc.property(lines, (made) => {
        const found = statement(
          made.map(({ length, ...rest }) => ({ ...rest, ended: rest.started + length })),
          { perCallerMinute: 1, perMonth: 1 },
          1,
        )
        for (const { people, minutes } of found.meetings) {
          expect(people === 'few' || people >= 3).toBe(true)
          expect(minutes).toBeGreaterThanOrEqual(1)
        }
        expect(found.cost).toBeGreaterThanOrEqual(1)
      }),
    )
  })
})

describe('months and amounts', () => {
  test.each([
    ['2026-01-01', '2026-12-31', 12],
    ['2026-11-30', '2026-12-01', 2],
    ['2025-12-31', '2026-01-01', 2],
    ['2026-05-05', '2026-05-05', 1],
  ])('%s to %s touches %d', (from, to, months) => {
    expect(monthsTouched({ from, to })).toBe(months)
  })
})
