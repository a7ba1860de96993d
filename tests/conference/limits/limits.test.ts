import { describe, expect, it } from '@jest/globals'
import { withheld } from '../../../src/conference/call/caller-number.ts'
import { dayMs, hourMs, minuteMs } from '../../../src/conference/limits/limits-counting.ts'
import { forgivenMax } from '../../../src/conference/limits/limits-number.ts'
import { entriesPerMinuteMax, nextPlace } from '../../../src/conference/limits/limits-queue.ts'
import { budgets, systemMax } from '../../../src/conference/limits/limits.ts'
import { anEntry, ladder, telephone } from '../../kit/ladder.ts'

type Ladder = ReturnType<typeof ladder>

/** `times` wrong entries, `everyMs` apart; answers when the last one was. */
function wrong(on: Ladder, times: number, everyMs: number, entry = anEntry()): number {
  for (let time = 0; time < times; time++) on.entered({ ...entry, at: entry.at + time * everyMs })
  return entry.at + (times - 1) * everyMs
}

const right = (on: Ladder, entry = anEntry()) => {
  const { to, because } = on.entered({ ...entry, right: true })
  return because === undefined ? to : `${to}: ${because}`
}

describe('S-32: beyond a limit a right entry leads to the waiting room, never to a refusal', () => {
  it('number: ten in a quarter of an hour, then straight in again', () => {
    const on = ladder(10)
    const nobodys = { room: undefined, roomNumber: '999111' }
    wrong(on, 9, minuteMs, anEntry(nobodys))
    expect(right(on, anEntry({ at: 9 * minuteMs }))).toBe('room')
    wrong(on, 1, 0, anEntry({ ...nobodys, at: 9 * minuteMs }))
    expect(right(on, anEntry({ at: 10 * minuteMs }))).toBe('waiting-room: number')
    expect(right(on, anEntry({ at: 10 * minuteMs, from: telephone('+49302') }))).toBe('room')
    expect(right(on, anEntry({ at: 17 * minuteMs }))).toBe('room')
  })

  it('number: twenty in a day', () => {
    const on = ladder(10)
    const last = wrong(on, 20, hourMs, anEntry({ room: undefined, roomNumber: '999111' }))
    expect(right(on, anEntry({ at: last + hourMs }))).toBe('waiting-room: number')
    expect(right(on, anEntry({ at: dayMs + 2 * minuteMs }))).toBe('room')
  })

  it('withheld: thirty and a twentieth of the day’s calls, for all of them together', () => {
    const on = ladder(1000)
    for (let calls = 0; calls < 100; calls++) on.called(0)
    const entry = anEntry({ from: withheld, room: undefined })
    wrong(on, 34, 1000, entry)
    expect(right(on, entry)).toBe('room')
    wrong(on, 1, 0, entry)
    expect(right(on, entry)).toBe('waiting-room: withheld')
    expect(right(on, anEntry({ from: { is: 'identity', name: 'sip:anna@home' } }))).toBe(
      'waiting-room: withheld',
    )
    expect(right(on)).toBe('room')
    expect(right(on, { ...entry, at: dayMs + hourMs })).toBe('room')
  })

  it('room: twenty in a day, sixty in thirty days; it is said once', () => {
    const on = ladder(1000)
    const from = (caller: number) => telephone(`+49301${caller}`)
    const happened = Array.from({ length: 25 }, (_, caller) =>
      on.entered(anEntry({ from: from(caller) })),
    ).flatMap((verdict) => verdict.happened)
    expect(happened).toEqual([{ event: 'room.protected', room: 'room-471108' }])
    expect(right(on, anEntry({ from: from(99) }))).toBe('waiting-room: room')
    expect(right(on, anEntry({ from: from(99), room: 'another' }))).toBe('room')
    expect(right(on, anEntry({ from: from(99), at: dayMs + 2 * hourMs }))).toBe('room')

    wrong(on, 34, 18 * hourMs, anEntry({ at: 2 * dayMs }))
    expect(right(on, anEntry({ from: from(99), at: 29 * dayMs }))).toBe('room')
    const last = wrong(on, 7, 2 * hourMs, anEntry({ at: 29 * dayMs }))
    expect(right(on, anEntry({ from: from(99), at: last }))).toBe('waiting-room: room')
    expect(right(on, anEntry({ from: from(99), at: last + 31 * dayMs }))).toBe('room')
  })

  it('system: throttled from the day’s budget on; closed to all on the second day', () => {
    const on = ladder(10)
    const guess = (caller: number, at: number) =>
      on.entered(
        anEntry({ from: telephone(`+4930${caller}`), roomNumber: '999111', room: undefined, at }),
      )
    const spent = (at: number) =>
      Array.from({ length: systemMax(10) }, (_, caller) => guess(caller, at)).flatMap(
        ({ happened }) => happened.map(({ event }) => event),
      )
    expect(spent(0)).toEqual(['alarm.war-dialling', 'alarm.throttled'])
    expect(right(on)).toBe('room')
    expect(right(on, anEntry({ triesBefore: 1 }))).toBe('waiting-room: system')
    spent(dayMs + hourMs)
    expect(right(on, anEntry({ at: dayMs + hourMs }))).toBe('waiting-room: system')
    expect(right(on, anEntry({ at: 3 * dayMs }))).toBe('room')
  })
})

describe('a success', () => {
  it('forgives the same number at the same room, and nothing else', () => {
    const on = ladder(10)
    const mine = { roomNumber: '555777', room: 'mine' }
    wrong(on, 9, 1000)
    for (let time = 0; time < 20; time++) right(on, anEntry(mine))
    wrong(on, 1, 0)
    expect(right(on, anEntry(mine))).toBe('waiting-room: number')
    expect(right(on)).toBe('waiting-room: number')
  })

  it('lets somebody who mistypes a little every evening in for ever', () => {
    const on = ladder(10)
    for (let evening = 0; evening < 60; evening++) {
      const at = evening * dayMs
      wrong(on, 3, minuteMs, anEntry({ at }))
      expect(right(on, anEntry({ at: at + 4 * minuteMs, triesBefore: 3 }))).toBe('room')
    }
  })

  it('does not let a guest guess the host PIN without end', () => {
    const on = ladder(10)
    let straightIn = 0
    for (let call = 0; call < 100; call++) {
      const at = call * minuteMs
      for (let time = 0; time < 4; time++)
        if (on.entered(anEntry({ at })).to === 'room') straightIn++
      right(on, anEntry({ at }))
    }
    expect(straightIn).toBeLessThanOrEqual(budgets.number.dayMax + forgivenMax)
  })
})

describe('a wrong clock (R-20)', () => {
  it('does not lock anybody out for as long as it was wrong', () => {
    const on = ladder(1)
    wrong(on, 30, 1000, anEntry({ at: 365 * dayMs }))
    expect(right(on, anEntry({ at: dayMs }))).toBe('room')
  })
  it('and an hour back opens nothing', () => {
    const on = ladder(1)
    wrong(on, 10, 1000, anEntry({ at: 2 * hourMs }))
    expect(right(on, anEntry({ at: hourMs }))).toBe('waiting-room: number')
  })
})

describe('S-35: war-dialling', () => {
  const alarms = (on: Ladder, entry: ReturnType<typeof anEntry>) =>
    on.entered(entry).happened.filter(({ event }) => event === 'alarm.war-dialling')

  it('many room numbers from one telephone within an hour: counts, no numbers', () => {
    const on = ladder(1000)
    const heard = Array.from({ length: 25 }, (_, room) =>
      alarms(
        on,
        anEntry({ room: undefined, roomNumber: `4711${10 + room}`, at: room * 2 * minuteMs }),
      ),
    )
    expect(heard.flat()).toEqual([
      { event: 'alarm.war-dialling', failures: 6, calls: 0, roomsByOne: 21 },
    ])
  })

  it('more than three times the usual wrong entries for ten minutes, once an hour', () => {
    const on = ladder(1000)
    let heard = 0
    // Usual evenings: half a wrong entry per call.
    for (let evening = 0; evening < 7; evening++) {
      for (let call = 0; call < 100; call++) {
        const at = evening * dayMs + call * 2000
        on.called(at)
        const from = telephone(`+4930${call}`)
        if (call % 2 === 0) heard += alarms(on, anEntry({ from, room: `r${call}`, at })).length
      }
    }
    expect(heard).toBe(0)
    for (let call = 0; call < 60; call++) {
      const at = 8 * dayMs + call * 5000
      on.called(at)
      for (let time = 0; time < 5; time++) {
        heard += alarms(
          on,
          anEntry({ from: telephone(`+4989${call}`), room: undefined, at }),
        ).length
      }
    }
    expect(heard).toBe(1)
  })
})

describe('the queue of a throttled system', () => {
  it('gives every entry its own place, sixty a minute', () => {
    const taken = new Map<number, number>()
    const waits = Array.from({ length: 150 }, () => {
      const { minute, seconds } = nextPlace(taken, 30_000)
      taken.set(minute, (taken.get(minute) ?? 0) + 1)
      return seconds
    })
    expect(Math.max(...taken.values())).toBe(entriesPerMinuteMax)
    expect(waits[59]).toBe(0)
    expect(waits[60]).toBe(30)
    expect(waits[149]).toBe(90)
  })
})
