import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { staffIdleMaxMs, staffSessionMaxMs } from '../../../src/conference/staff/staffing.ts'
import type { LiveMessage } from '../../../src/web/live/drawing.ts'
import { boardMessage, rowsIn } from '../../kit/board-schema.ts'
import { aCaller, busyEvening, states } from '../../kit/evening-lines.ts'
import { readLive, type LiveReader } from '../../kit/live-reader.ts'
import { openStaffHouse, type StaffHouse } from '../../kit/staff-house.ts'

/*
 * What an open board is sent, to whom, and for how long.
 */

const doorEachMs = 30
type Staff = Awaited<ReturnType<StaffHouse['signedIn']>>

let house: StaffHouse
let petra: Staff
let readers: LiveReader[]
beforeEach(async () => {
  house = await openStaffHouse({ livePageEachMs: doorEachMs })
  petra = await house.signedIn('staff', 'full', 'Petra')
  readers = []
})
afterEach(async () => {
  for (const reader of readers) await reader[Symbol.asyncDispose]()
  await house[Symbol.asyncDispose]()
  expect(house.faults).toEqual([])
})

const look = async (visitor: Staff = petra): Promise<LiveReader> => {
  const reader = await readLive(visitor, '/live')
  readers.push(reader)
  return reader
}
/** Changes are told together; here is when. */
const tellAfterMs = 300
const change = async (reader: LiveReader): Promise<LiveMessage> => {
  house.time.passes(tellAfterMs)
  return (await reader.nextOf('change')).data
}

describe('what is sent', () => {
  it('at first everything, as the page shows it', async () => {
    await busyEvening(house)
    const { whole, title } = await change(await look())
    const { page } = await petra.open('/')
    expect(page.querySelector('#live')?.innerHTML).toBe(whole)
    expect(title).toBe(page.querySelector('title')?.textContent)
  })
  it('a caller who goes on is one row, with the numbers and the way', async () => {
    const caller = aCaller(1, states.room)
    await house.store.callers.add(caller)
    const reader = await look()
    await change(reader)
    await house.store.callers.move({ ...caller, state: states.pin }, caller.step)
    const { pieces = [], whole } = await change(reader)
    expect(whole).toBeUndefined()
    const sound = '4,3, Verlust 0,4\u00a0%, Schwankung 3\u00a0ms'
    expect(pieces.flatMap(rowsIn)).toEqual([['1', 'PIN', '01:00', 'Mobil', '–', sound, 'Handeln']])
    expect(pieces.map((html) => /id="(\w+)/.exec(html)?.[1])).toEqual(['flow', 'l'])
  })
  it('one more caller is one more row, in its place', async () => {
    for (const line of [1, 3]) await house.store.callers.add(aCaller(line, states.room))
    const reader = await look()
    const { whole = '' } = await change(reader)
    await house.store.callers.add(aCaller(2, states.room))
    const { fresh = [], ...more } = await change(reader)
    expect(more.whole).toBeUndefined()
    expect(fresh.map(({ html }) => rowsIn(html)[0]?.[0])).toEqual(['2'])
    expect(whole).toContain(`id="${fresh[0]!.before!}"`)
  })
  it('R-43: an alarm that was mailed stands on the board, with its numbers and what to do', async () => {
    const at = house.clock.now()
    await house.store.alarms.put({ name: 'disk', since: at, told: at, numbers: { megabytes: 40 } })
    const page = await petra.open('/')
    expect(page.words).toContain(
      'Auf dem Datenträger sind nur noch 40 MB frei. Bitte machen Sie Platz: zuerst alte Protokolle und alte Sicherungen.',
    )
    await house.store.alarms.over('disk')
    house.board.changed()
    expect((await petra.open('/')).words).not.toContain('Datenträger')
  })

  it('W-17: an alarm is told once, in a sentence', async () => {
    const reader = await look()
    await change(reader)
    for (let line = 1; line <= 16; line++) await house.store.callers.add(aCaller(line, states.room))
    const { news, title } = await change(reader)
    expect(news).toEqual(['16 von 20 Leitungen sind belegt. Es wird eng.'])
    expect(title).toBe('(1) Leitungen – Telefon-Runde')
    await house.store.callers.add(aCaller(17, states.room))
    expect((await change(reader)).news).toEqual([])
  })
  it('to everybody the same, drawn once', async () => {
    const others = [petra, await house.signedIn('admin'), await house.signedIn('staff')]
    const all = await Promise.all(others.map((one) => look(one)))
    await Promise.all(all.map((reader) => reader.nextOf('change')))
    await house.store.callers.add(aCaller(1, states.room))
    house.time.passes(tellAfterMs)
    const told = await Promise.all(all.map(async (reader) => (await reader.nextOf('change')).data))
    expect(new Set(told.map((one) => JSON.stringify(one))).size).toBe(1)
  })
})

describe('P-06: nothing but lines', () => {
  it('every message has these fields and no other, every row these words and no other', async () => {
    const reader = await look()
    const seen = [await change(reader)]
    const callers = await busyEvening(house)
    seen.push(await change(reader))
    for (const caller of callers.slice(0, 3)) {
      await house.store.callers.end(caller.call, house.clock.now())
      seen.push(await change(reader))
    }
    await house.store.callers.add(aCaller(40, states.goodbye))
    seen.push(await change(reader))
    const rows = seen
      .map((message) => boardMessage.parse(message))
      .flatMap(({ whole = '', pieces = [], fresh = [] }) =>
        [whole, ...pieces, ...fresh.map(({ html }) => html)].flatMap(rowsIn),
      )
    expect(rows.length).toBeGreaterThan(callers.length)
    expect(() => boardMessage.parse({ ...seen[0], caller: '+493012345' })).toThrow()
  })
  it('no number, no PIN, no name of anybody or any room', async () => {
    const callers = await busyEvening(house)
    const reader = await look()
    const sent = [await change(reader)]
    await house.store.callers.end(callers[0]!.call, house.clock.now())
    sent.push(await change(reader))
    const text = JSON.stringify(sent)
    const rooms = await house.store.rooms.all()
    const meetings = await house.store.meetings.allOpen()
    const canaries = [
      ...rooms.flatMap(({ id, name, number, guestPin, hostPin }) => [
        ...[id, name, number, guestPin, hostPin],
      ]),
      ...meetings.flatMap(({ id, conferenceName }) => [id, conferenceName]),
      ...callers.flatMap(({ call, step }) => [call, step]),
      'Petra',
      petra.member.id,
    ]
    const found = canaries.filter((one) => one !== undefined && text.includes(one))
    expect([rooms.length, found]).toEqual([2, []])
  })
})

describe('S-14: the door, at first and as long as it is open', () => {
  it('who is not signed in, or only halfway, is led to where that is done', async () => {
    const nobody = (await look(house.visitor() as Staff)).answer
    expect([nobody.status, nobody.headers.get('location')]).toEqual([303, '/sign-in'])
    const halfway = (await look(await house.signedIn('admin', 'halfway', 'Paula'))).answer
    expect([halfway.status, halfway.headers.get('location')]).toEqual([303, '/second-factor'])
  })
  it('who signs out in another window loses it at once', async () => {
    await using quick = await openStaffHouse({ livePageEachMs: 3_600_000 })
    const visitor = await quick.signedIn('staff')
    await using reader = await readLive(visitor, '/live')
    await reader.nextOf('change')
    await visitor.open('/')
    await visitor.press('Abmelden')
    expect((await reader.nextOf('over')).data).toBe('door')
    await reader.ended()
  })
  it('who is something else now, or nobody, loses it', async () => {
    const anna = await house.signedIn('admin', 'full', 'Anna')
    const reader = await look()
    await change(reader)
    await anna.open(`/people/${petra.member.id}`)
    await anna.press('Verwaltung erlauben', { reason: 'Vertretung' })
    expect((await reader.nextOf('over')).data).toBe('door')
    const removed = await look(await house.signedIn('staff', 'full', 'Jonas'))
    await change(removed)
    const { id } = await house.member('Jonas', 'staff')
    await house.store.staff.members.remove(id)
    expect((await removed.nextOf('over')).data).toBe('door')
  })
  it('S-07: an open board counts as being there, and is over after 12 hours all the same', async () => {
    const reader = await look()
    await change(reader)
    for (
      let passed = 0;
      passed + staffIdleMaxMs < staffSessionMaxMs;
      passed += staffIdleMaxMs / 2
    ) {
      house.clock.passes(staffIdleMaxMs / 2)
      await reader.nextOf('beat')
      await reader.nextOf('beat')
    }
    house.clock.passes(staffIdleMaxMs * 2)
    expect((await reader.nextOf('over')).data).toBe('door')
  })
  it('when the house closes every board is ended at once', async () => {
    const reader = await look()
    await change(reader)
    house.stop()
    await reader.ended()
  })
})
