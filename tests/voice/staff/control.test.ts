import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import type {
  StaffControl,
  StaffOutcome,
  StaffWish,
} from '../../../src/conference/staff/staff-control.ts'
import { addresses } from '../../../src/voice/addresses.ts'
import { openLiveBoard, type OpenLiveBoard } from '../../../src/voice/staff/board.ts'
import { openStaffControl } from '../../../src/voice/staff/control.ts'
import type { PretendCall } from '../../kit/carrier.ts'
import { openEvening, says, unreachable, type Evening } from '../../kit/evening.ts'
import { aRoom } from '../../kit/rooms.ts'

/* What staff do about calls and meetings, as callers hear it. */

let evening: Evening
let board: OpenLiveBoard
let control: StaffControl
beforeEach(async () => {
  evening = await openEvening()
  const { house, time, phone, control: organisers } = evening
  board = openLiveBoard({
    ...{ store: house.store, clock: house.clock.now, after: time.after },
    ...{ announce: house.parts.announce, nameKey: Buffer.alloc(32, 1) },
    ...{ talks: () => false, capacity: 10 },
    carrier: () => ({ kind: 'twilio', health: { is: 'answers', since: 0 } }),
  })
  control = openStaffControl({
    ...house.parts,
    ...{ phone, board, evenings: organisers.evenings, locale: 'de' },
    addresses: addresses(house.parts.settings.publicUrl),
  })
})
afterEach(async () => {
  board[Symbol.dispose]()
  await evening[Symbol.asyncDispose]()
})

const act = async (wish: StaffWish): Promise<StaffOutcome> => {
  const outcome = await control.act(wish, { who: 'Petra', reason: 'Störung' })
  await evening.settled()
  return outcome
}
/** The board's name of a call: the lines are in the order of coming. */
const lineOf = async (call: PretendCall): Promise<string> => {
  const found = await evening.store.callers.find(call.sid)
  const { lines } = await board.showAnew()
  return lines.find(({ number }) => number === found?.shown.line)?.id ?? ''
}
const meeting = async () => (await board.showAnew()).meetings[0]?.id ?? ''
const audited = async () => {
  const entries = await evening.store.audit.page(undefined, 10)
  return entries.map(({ who, what, reason }) => [who, what, reason])
}
const paused = 'Gerade nehmen wir keine neuen Anrufe an.'
const blocked = 'Von diesem Telefon können Sie gerade nicht teilnehmen.'
const over = 'Dieser Anruf ist jetzt zu Ende.'
const day = 24 * 60 * 60_000

describe('ending a call', () => {
  it('in the meeting, in its menu, in the waiting room, on the way in: a sentence, and it is over', async () => {
    const [inside, menu] = [await evening.guest(), await evening.guest()]
    await menu.pressesStar()
    const onTheWay = await evening.dials('471108')
    for (const call of [inside, menu, onTheWay]) {
      expect(await act({ do: 'end-call', line: await lineOf(call) })).toBe('done')
      expect([call.hears, call.at]).toEqual([expect.stringContaining(over), 'over'])
    }
    expect(await audited()).toEqual(Array(3).fill(['Petra', 'call.ended', 'Störung']))
  })
  it('says when the carrier did not do it; then the call goes on', async () => {
    const ada = await evening.guest()
    evening.refuses(unreachable, 'redirect')
    expect(await act({ do: 'end-call', line: await lineOf(ada) })).toBe('carrier-failed')
    expect(ada.at).toBe('conference')
    expect(await audited()).toEqual([['Petra', 'call.ended', 'Störung']])
  })
  it('that is over already, or never was, is gone', async () => {
    const ada = await evening.guest()
    const line = await lineOf(ada)
    await ada.hangsUp()
    for (const name of [line, 'x', ada.sid])
      expect(await act({ do: 'end-call', line: name })).toBe('gone')
    expect(await audited()).toEqual([])
  })
})

describe('ending a meeting', () => {
  it('everybody hears a goodbye; the group may call again', async () => {
    const [ada, bob] = [await evening.guest(), await evening.guest()]
    expect(await act({ do: 'end-meeting', meeting: await meeting() })).toBe('done')
    for (const call of [ada, bob]) expect(call.hears).toContain('Die Runde ist zu Ende.')
    expect(await audited()).toEqual([['Petra', 'meeting.ended', 'Störung']])
    expect((await evening.guest()).at).toBe('conference')
  })
  it('what the carrier did not do is not so, and is said', async () => {
    await evening.guest()
    const ada = await evening.guest()
    evening.refuses(says(500), 'endConference')
    expect(await act({ do: 'end-meeting', meeting: await meeting() })).toBe('carrier-failed')
    evening.recovers()
    expect([ada.at, (await evening.guest()).at]).toEqual(['conference', 'conference'])
  })
})

describe('blocking a line', () => {
  const from = '+493012345678'
  const blocks = (line: string) => act({ do: 'block-line', line, days: 7 })

  it('ends the call with a sentence; further calls hear it at once, others do not', async () => {
    const ada = await evening.guest(from)
    expect(await blocks(await lineOf(ada))).toBe('done')
    expect([ada.hears, ada.at]).toEqual([expect.stringContaining(blocked), 'over'])
    await ada.hangsUp()
    const again = await evening.house.carrier.dial(from)
    expect([again.hears, again.at]).toEqual([expect.stringContaining(blocked), 'over'])
    expect((await evening.guest()).at).toBe('conference')
  })
  it('until its end, or until it is lifted', async () => {
    await blocks(await lineOf(await evening.guest(from)))
    evening.house.clock.passes(7 * day - 1)
    expect((await evening.house.carrier.dial(from)).at).toBe('over')
    evening.house.clock.passes(1)
    expect((await evening.guest(from)).at).toBe('conference')
    await blocks(await lineOf(await evening.house.carrier.dial(from)))
    const [block] = await evening.store.blocks.all(evening.house.clock.now())
    expect(await act({ do: 'lift-block', block: block!.id })).toBe('done')
    expect(await act({ do: 'lift-block', block: block!.id })).toBe('gone')
    expect((await evening.guest(from)).at).toBe('conference')
    expect((await audited()).map(([, what]) => what).toSorted()).toEqual([
      'line.blocked',
      'line.blocked',
      'line.unblocked',
    ])
  })
  it('whoever withholds their number cannot be blocked: that is said, and nothing is done', async () => {
    const ada = await evening.guest('anonymous')
    expect(await blocks(await lineOf(ada))).toBe('withheld')
    expect(ada.at).toBe('conference')
    expect(await evening.store.blocks.all(evening.house.clock.now())).toEqual([])
    expect(await audited()).toEqual([])
  })
  it('when the carrier cannot say who calls, nobody is blocked', async () => {
    const ada = await evening.guest(from)
    evening.refuses(unreachable, 'endOf')
    expect(await blocks(await lineOf(ada))).toBe('carrier-failed')
    expect(await evening.store.blocks.all(evening.house.clock.now())).toEqual([])
  })
  it('when the carrier does not end the call, the line is blocked all the same, and that is said', async () => {
    const ada = await evening.guest(from)
    evening.refuses(says(500), 'redirect')
    expect(await blocks(await lineOf(ada))).toBe('blocked')
    expect(ada.at).toBe('conference')
    expect((await evening.house.carrier.dial(from)).hears).toContain(blocked)
  })
  it('P-06: the number is nowhere, not in the log and not in the block', async () => {
    await blocks(await lineOf(await evening.guest(from)))
    const kept = [
      await evening.store.audit.page(undefined, 10),
      await evening.store.blocks.all(evening.house.clock.now()),
    ]
    expect(JSON.stringify(kept)).not.toContain('12345678')
  })
})

describe('pausing new calls', () => {
  const pause = (on: boolean) => act({ do: 'switch', what: 'paused', on })

  it('who calls hears a sentence; who is inside stays, and comes back when cut off', async () => {
    const from = '+493012345678'
    const [ada, bob] = [await evening.guest(from), await evening.guest()]
    expect(await pause(true)).toBe('done')
    const cy = await evening.house.carrier.dial()
    expect([cy.hears, cy.at]).toEqual([expect.stringContaining(paused), 'over'])
    expect(bob.at).toBe('conference')
    await ada.hangsUp()
    expect((await evening.house.carrier.dial(from)).at).toBe('conference')
  })
  it('and going on: who calls is asked for the room number again', async () => {
    await pause(true)
    expect(await pause(false)).toBe('done')
    expect((await evening.guest()).at).toBe('conference')
    expect((await audited()).map(([, what]) => what).toSorted()).toEqual([
      'calls.paused',
      'calls.taken',
    ])
  })
  it('twice is once in the log, and since the first time', async () => {
    await pause(true)
    const { paused: since } = await evening.store.service.now()
    evening.house.clock.passes(1000)
    await pause(true)
    expect((await evening.store.service.now()).paused).toBe(since)
    expect(await audited()).toHaveLength(1)
  })
  it('stands on the board as an alarm', async () => {
    await pause(true)
    expect((await board.showAnew()).service).toEqual({
      paused: evening.house.clock.now(),
      protected: undefined,
    })
  })
})

describe('protection', () => {
  const protect = (on: boolean) => act({ do: 'switch', what: 'protected', on })

  it('the right PIN leads everybody to the waiting room, hosts too; who is inside stays', async () => {
    const inside = await evening.host()
    await protect(true)
    const [guest, host] = [await evening.guest(), await evening.host()]
    for (const call of [guest, host]) expect(call.hears).toContain('Sie sind im Warte-Raum.')
    expect(inside.at).toBe('conference')
    await evening.act({ do: 'let-all-in' })
    expect([guest.at, host.at]).toEqual(['conference', 'conference'])
  })
  it('who goes unheard has not guessed anything: no warning for the organiser', async () => {
    await protect(true)
    await (await evening.guest()).hangsUp()
    expect(evening.house.happened.map(({ event }) => event)).not.toContain('room.guessed')
  })
  it('off again: the right PIN opens the door', async () => {
    await protect(true)
    await protect(false)
    expect((await evening.guest()).at).toBe('conference')
  })
})

describe('a caller who is stuck', () => {
  const brings = async (call: PretendCall, roomNumber = '471108') =>
    act({ do: 'to-waiting-room', line: await lineOf(call), roomNumber })

  it('comes into the waiting room with a sentence, and only a host lets them further', async () => {
    const host = await evening.host()
    const ada = await evening.dials('47')
    expect(await brings(ada)).toBe('done')
    expect(ada.hears).toContain('Wir bringen Sie in den Warte-Raum Ihrer Runde.')
    expect(ada.hears).toContain('Sie sind im Warte-Raum.')
    expect((await evening.show()).waiting).toHaveLength(1)
    for (let round = 0; round < 3; round++) {
      evening.house.clock.passes(30_000)
      await ada.hearsOut()
      expect(ada.at).toBe('round')
    }
    await host.presses('*1')
    await evening.settled()
    expect(ada.at).toBe('conference')
  })
  it('also from the PIN, and into a room where nobody is yet', async () => {
    const ada = await evening.dials('471108 99')
    expect(await brings(ada)).toBe('done')
    expect(ada.hears).toContain('Sie sind im Warte-Raum.')
    await ada.hangsUp()
    expect((await board.showAnew()).meetings).toEqual([])
  })
  it('never past it, even when the doors of the room open while they wait', async () => {
    const when = { from: '2026-11-24', time: '19:20', timeZone: 'Europe/Berlin' }
    const how = { weekdays: [2 as const], everyWeeks: 1, durationMinutes: 90 }
    const schedule = { is: 'weekly' as const, ...when, ...how }
    await evening.store.rooms.add(aRoom({ number: '583920', schedule }))
    const ada = await evening.dials('47')
    expect(await brings(ada, '583920')).toBe('done')
    evening.house.clock.passes(25 * 60_000)
    for (let round = 0; round < 3; round++) await ada.hearsOut()
    expect(ada.at).toBe('round')
    expect((await evening.dials('583920 352964')).at).toBe('conference')
  })
  it.each([
    ['a room that does not exist', '999999', {}],
    ['an archived room', '583920', { archived: true }],
    ['a full room', '583920', { callersMax: 1 }],
  ])('%s: not possible, and nothing is different', async (_what, number, different) => {
    await evening.store.rooms.add(aRoom({ number: '583920', ...different }))
    await evening.dials('583920 352964')
    const ada = await evening.dials('47')
    expect(await brings(ada, number)).toBe('impossible')
    await ada.presses('1108 352964')
    expect(ada.at).toBe('conference')
  })
  it('who is inside, or waits already, stays where they are', async () => {
    const ada = await evening.guest()
    expect(await brings(ada)).toBe('impossible')
    expect(ada.at).toBe('conference')
  })
  it('when the carrier does not do it, the caller goes on keying as before', async () => {
    const ada = await evening.dials('47')
    evening.refuses(unreachable, 'redirect')
    expect(await brings(ada)).toBe('impossible')
    await ada.presses('1108 352964')
    expect(ada.at).toBe('conference')
  })
  it('P-06: the log says that it was tried, and not at which room', async () => {
    const ada = await evening.dials('47')
    await brings(ada, '999999')
    const entries = await evening.store.audit.page(undefined, 10)
    expect(entries.map(({ what }) => what)).toEqual(['line.brought'])
    expect(JSON.stringify(entries)).not.toContain('999999')
  })
})
