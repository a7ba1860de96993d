import { describe, expect, it } from '@jest/globals'
import { triesMax } from '../../src/conference/call/callflow.ts'
import { withheld } from '../../src/conference/call/caller-number.ts'
import { dayMs, hourMs, minuteMs } from '../../src/conference/limits/limits-counting.ts'
import { entriesPerMinuteMax } from '../../src/conference/limits/limits-queue.ts'
import { budgets, systemMax } from '../../src/conference/limits/limits.ts'
import { lengths } from '../../src/conference/room/numbers.ts'
import { anEntry, ladder, telephone } from '../kit/ladder.ts'

/*
 * TRUST §1.3 and §1.4 played through: a town of self-help groups on one side, somebody with a machine that dials on the
 * other, and the ladder between them.
 */

/** Random numbers from 0 up to 1 that are the same in every run (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

type Group = {
  /** How often the first try is wrong. */
  readonly firstError: number
  /** How often the next one is wrong, too: whoever misread the paper misreads it again. */
  readonly nextError: number
  /** How many call a second time after a call that led nowhere. */
  readonly redials: number
}
const typical: Group = { firstError: 0.08, nextError: 0.5, redials: 0.8 }
const older: Group = { firstError: 0.2, nextError: 0.5, redials: 0.8 }
const veryOld: Group = { firstError: 0.35, nextError: 0.5, redials: 0.8 }

const town = { rooms: 1000, callersPerRoom: 8, weeks: 2, withheld: 0.05, sharedLines: 0.05 }

/** A week after a week, every room has its evening; answers how callers fared. */
function evenings(group: Group, triesPerCall: number) {
  const random = seeded(4711)
  const on = ladder(town.rooms)
  const fared = { callers: 0, straightIn: 0, waited: 0, failures: 0, alarms: 0 }
  const rooms = Array.from({ length: town.rooms }, (_, room) => ({
    room: `r${room}`,
    roomNumber: String(100_000 + room),
    starts: Math.floor(random() * 7) * dayMs + (10 + Math.floor(random() * 11)) * hourMs,
  }))
  const visits = Array.from({ length: town.weeks }).flatMap((_, week) =>
    rooms.flatMap(({ starts, ...room }, index) =>
      Array.from({ length: town.callersPerRoom }, (_, caller) => {
        const line = caller > 0 && random() < town.sharedLines ? caller - 1 : caller
        const from = random() < town.withheld ? withheld : telephone(`+4930${index}${line}`)
        const at = week * 7 * dayMs + starts + Math.floor((random() - 0.5) * 10 * minuteMs)
        return { ...room, from, at }
      }),
    ),
  )
  for (const visit of visits.sort((a, b) => a.at - b.at)) {
    fared.callers++
    let wrongBefore = false
    let at = visit.at
    for (let calls = 0; calls === 0 || (calls === 1 && random() < group.redials); calls++) {
      on.called(at)
      let isIn = false
      for (let triesBefore = 0; triesBefore < triesPerCall && !isIn; triesBefore++) {
        at += 30_000
        const right: boolean = random() >= (wrongBefore ? group.nextError : group.firstError)
        wrongBefore = !right
        // Half of the mistakes are in the room number, and then there is hardly ever such a room.
        const isNobodys = !right && random() < 0.5
        const keyed = isNobodys ? { roomNumber: '999111', room: undefined } : {}
        const { to, happened } = on.entered({ ...visit, ...keyed, at, right, triesBefore })
        if (!right) fared.failures++
        fared.alarms += happened.filter(({ event }) => event.startsWith('alarm.')).length
        if (!right) continue
        isIn = true
        fared[to === 'room' ? 'straightIn' : 'waited']++
      }
      if (isIn) break
      at += 2 * minuteMs
    }
  }
  return {
    ...fared,
    neverGotIn: 1 - (fared.straightIn + fared.waited) / fared.callers,
    notStraightIn: 1 - fared.straightIn / fared.callers,
    failuresPerDay: fared.failures / (7 * town.weeks),
  }
}

describe('honest callers: 1 000 rooms, every week, 8 callers (S-32)', () => {
  it.each([
    ['typical', typical, 0.0025],
    ['older', older, 0.006],
    ['very old', veryOld, 0.01],
  ] as const)('of the %s, hardly anybody does not get straight in', (_, group, neverMax) => {
    const fared = evenings(group, triesMax)
    expect(fared.neverGotIn).toBeLessThan(neverMax)
    // Not even by the waiting room, and nobody takes an evening of groups for an attack.
    expect(fared.notStraightIn).toBeLessThan(neverMax)
    expect(fared.alarms).toBe(0)
  })

  it('three tries a call would be too few for the very old, who fail as often as TRUST §1.3 found', () => {
    const { neverGotIn, failuresPerDay } = evenings(veryOld, 3)
    expect(neverGotIn).toBeGreaterThan(0.02)
    expect(Math.abs(failuresPerDay - 770)).toBeLessThan(50)
  })
})

/** First digit 1–8: room numbers with 9 belong to confidential rooms, whose PINs are longer. */
const roomNumbers = 8 * 10 ** (lengths.roomNumber - 1)
const pins = 9 * 10 ** (lengths.pin - 1)
/** Trivial patterns are never given out; a guesser leaves them out as well. About one in 200 is. */
const notTrivial = 0.99 ** 2
const pinsPerRoom = 2

/** Somebody who opens a given room by guessing, when so many guesses go straight in (TRUST §1.4). */
const opens = (guesses: number) => (guesses * pinsPerRoom) / (roomNumbers * pins * notTrivial)

describe('somebody with a machine that dials, and a new number for every call', () => {
  /** Guesses that would have gone straight in, taking whatever the ladder leaves open. */
  function guessesIn(days: number, rooms: number): number {
    const on = ladder(rooms)
    const chanceAt = (at: number, number: number) =>
      on.entered(
        anEntry({ from: telephone(`+4930${number}`), roomNumber: '999111', room: undefined, at }),
      ).to === 'room'
    let chances = 0
    let number = 0
    for (let day = 0; day < days; day++) {
      for (let entries = 0; ; entries++, number++) {
        // The day's budget at once; after that the queue lets through so many a minute.
        const queued = Math.max(0, entries - systemMax(rooms))
        const inDay = Math.floor(queued / entriesPerMinuteMax) * minuteMs
        if (inDay >= dayMs || !chanceAt(day * (dayMs + 10 * minuteMs) + inDay, number)) break
        chances++
      }
    }
    return chances
  }

  it('gets no more than the budgets say, however long they try', () => {
    const guesses = guessesIn(100, 250)
    expect(guesses).toBeLessThanOrEqual(100 * systemMax(250) + budgets.system.overdrawnYearMax)
    expect(guesses).toBeGreaterThan(0.95 * (100 * systemMax(250) + budgets.system.overdrawnYearMax))
  })

  it('opens a given room of 1 000 with a probability below 1e-6 in a year', () => {
    const guesses = 365 * systemMax(1000) + budgets.system.overdrawnYearMax
    expect(opens(guesses)).toBeLessThan(1e-6)
    expect(opens(guesses)).toBeGreaterThan(1e-7)
  })

  it('who knows a room’s number opens it with a probability below one in 500 in a year', () => {
    const guesses = (365 / 30) * budgets.room.monthMax
    expect((guesses * pinsPerRoom) / (pins * 0.99)).toBeLessThan(1 / 500)
  })
})
