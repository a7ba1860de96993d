import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { withheld } from '../../src/conference/call/caller-number.ts'
import { dayMs, hourMs, minuteMs } from '../../src/conference/limits/limits-counting.ts'
import { forgivenMax } from '../../src/conference/limits/limits-number.ts'
import { budgets, systemMax } from '../../src/conference/limits/limits.ts'
import { anEntry, ladder, telephone } from '../kit/ladder.ts'

describe('no sequence of calls passes the budgets (S-32)', () => {
  const numbers = ['+49301', '+49302', '+49303', undefined] as const
  const rooms = ['471108', '555777', undefined] as const
  const steps = fc.array(
    fc.record({
      number: fc.constantFrom(...numbers),
      room: fc.constantFrom(...rooms),
      right: fc.boolean(),
      triesBefore: fc.nat(4),
      times: fc.integer({ min: 1, max: 25 }),
      after: fc.constantFrom(0, 1000, minuteMs, 7 * minuteMs, hourMs, 11 * hourMs, dayMs),
    }),
    { minLength: 1, maxLength: 40 },
  )

  /** Wrong entries that would have gone straight in, had they been right. */
  type Chance = { at: number; number: string | undefined; room: string | undefined }

  function chances(steps: Parameters<typeof spread>[0]): { all: Chance[]; forgiven: number } {
    const on = ladder(1)
    const all: Chance[] = []
    let forgiven = 0
    for (const { number, room, right, triesBefore, at } of spread(steps)) {
      const verdict = on.entered({
        from: number === undefined ? withheld : telephone(number),
        roomNumber: room ?? '999999',
        room,
        right: right && room !== undefined,
        triesBefore,
        at,
      })
      forgiven += verdict.forgiven
      if (verdict.to === 'room' && !(right && room !== undefined)) all.push({ at, number, room })
    }
    return { all, forgiven }
  }

  function* spread(
    steps: readonly (Omit<Chance, 'at'> & {
      right: boolean
      triesBefore: number
      times: number
      after: number
    })[],
  ) {
    let at = 0
    for (const { times, after, ...step } of steps) {
      for (let time = 0; time < times; time++) {
        at += after
        yield { ...step, at }
      }
    }
  }

  /** The most that ever fell into one window, its far end excluded; they come in order. */
  function most(found: readonly Chance[], windowMs: number): number {
    let from = 0
    let all = 0
    for (const [index, { at }] of found.entries()) {
      while (found[from]!.at <= at - windowMs) from++
      all = Math.max(all, index - from + 1)
    }
    return all
  }

  const attackers = steps.map((all) => all.map((step) => ({ ...step, right: false })))

  it('of a number, of all withheld ones, of a room, of the system', () => {
    fc.assert(
      fc.property(attackers, (steps) => {
        const { all } = chances(steps)
        for (const number of numbers.filter((one) => one !== undefined)) {
          const own = all.filter((one) => one.number === number)
          expect(most(own, 15 * minuteMs)).toBeLessThanOrEqual(budgets.number.quarterHourMax)
          expect(most(own, dayMs)).toBeLessThanOrEqual(budgets.number.dayMax)
        }
        const nameless = all.filter(({ number }) => number === undefined)
        expect(most(nameless, dayMs)).toBeLessThanOrEqual(budgets.withheld.dayMax)
        for (const room of rooms.filter((one) => one !== undefined)) {
          const here = all.filter((one) => one.room === room)
          expect(most(here, dayMs)).toBeLessThanOrEqual(budgets.room.dayMax)
          expect(most(here, 30 * dayMs)).toBeLessThanOrEqual(budgets.room.monthMax)
        }
      }),
      { numRuns: 150 },
    )
  })

  it('of the system, by somebody with a new number for every call', () => {
    const bursts = fc.array(
      fc.record({
        calls: fc.integer({ min: 1, max: 120 }),
        tries: fc.integer({ min: 1, max: 5 }),
        after: fc.constantFrom(0, minuteMs, 5 * hourMs, 23 * hourMs, dayMs),
      }),
      { minLength: 2, maxLength: 8 },
    )
    fc.assert(
      fc.property(bursts, (bursts) => {
        const on = ladder(1)
        const all: Chance[] = []
        let at = 0
        let number = 0
        for (const { calls, tries, after } of bursts) {
          at += after
          for (let call = 0; call < calls; call++, number++) {
            for (let triesBefore = 0; triesBefore < tries; triesBefore++) {
              const from = telephone(`+4930${number}`)
              const { to, counts } = on.entered(anEntry({ from, room: undefined, triesBefore, at }))
              const isOverdrawn = counts.some(({ counter }) => counter === 'overdrawn')
              if (isOverdrawn) expect(triesBefore).toBe(0)
              else if (to === 'room') all.push({ at, number: undefined, room: undefined })
            }
          }
        }
        expect(most(all, dayMs)).toBeLessThanOrEqual(systemMax(1))
      }),
      { numRuns: 60 },
    )
  })

  it('also not when right entries are strewn in: only what they forgave comes on top', () => {
    fc.assert(
      fc.property(steps, (steps) => {
        const { all, forgiven } = chances(steps)
        for (const number of numbers.filter((one) => one !== undefined)) {
          const own = all.filter((one) => one.number === number)
          const pardoned = forgivenMax * rooms.length
          expect(most(own, dayMs)).toBeLessThanOrEqual(budgets.number.dayMax + pardoned)
        }
        for (const room of rooms.filter((one) => one !== undefined)) {
          const here = all.filter((one) => one.room === room)
          expect(most(here, 30 * dayMs)).toBeLessThanOrEqual(budgets.room.monthMax + forgiven)
        }
      }),
      { numRuns: 150 },
    )
  })

  it('and none is a lock: 31 days later everybody goes straight in', () => {
    fc.assert(
      fc.property(attackers, fc.constantFrom(...numbers), (steps, number) => {
        const on = ladder(1)
        let last = 0
        for (const { number: by, room, triesBefore, at } of spread(steps)) {
          const from = by === undefined ? withheld : telephone(by)
          on.entered(anEntry({ from, room, roomNumber: room ?? '999999', triesBefore, at }))
          last = at
        }
        const from = number === undefined ? withheld : telephone(number)
        const late = anEntry({ from, room: '471108', at: last + 31 * dayMs, triesBefore: 4 })
        expect(on.entered({ ...late, right: true }).to).toBe('room')
      }),
      { numRuns: 100 },
    )
  })
})
