import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { z } from 'zod'
import type { DaySum, Summed } from '../../../src/conference/figures/day-sums.ts'
import { daysLater } from '../../../src/conference/room/days.ts'
import { numbersFile, numbersShape } from '../../../src/web/staff/numbers/files.ts'
import { aRoom, randomness } from '../../kit/rooms.ts'
import { openStaffHouse, type StaffHouse } from '../../kit/staff-house.ts'
import type { Visitor } from '../../kit/visitor.ts'

/* A year of the service: the page, the table and the file, for admins. The clock stands at Tuesday, 24 November 2026. */

const tariff = { perCallerMinute: 120, perMonth: 50_000 }
const lastMonday = '2026-11-16'
let house: StaffHouse
let admin: Visitor
const open = async (instead: Parameters<typeof openStaffHouse>[0] = {}) => {
  house = await openStaffHouse({ tariff, ...instead })
  admin = await house.signedIn('admin', 'full', 'Anna')
}
beforeEach(() => open())
afterEach(async () => {
  expect(house.faults).toEqual([])
  await house[Symbol.asyncDispose]()
})

const add = (day: string, sums: Partial<Record<Summed, number>>) =>
  house.store.daySums.add(
    Object.entries(sums).map(([what, count]): DaySum => ({ day, what: what as Summed, count })),
  )
const aWeek = {
  calls: 66,
  beside: 6,
  'came-in': 45,
  'wrong-entries': 14,
  meetings: 11,
  'caller-minutes': 3120,
}

/** Canaries: a room with all that must never be seen, and its meetings of this week. */
const canaries = ['Anonyme Schachspieler', '471108', '471 108', '352964', '352 964', '802517']
async function aGroup(): Promise<void> {
  const at = house.clock.now()
  const account = { id: randomness.token(), address: 'erika.canary@example.org', locale: 'de' }
  await house.store.accounts.add({ ...account, created: at, lastSeen: at })
  const room = aRoom({ name: canaries[0] ?? '' })
  await house.store.rooms.add(room)
  await house.store.organised.join(account.id, room.id, at)
  const started = Date.parse('2026-11-17T17:00:00Z')
  const line = { mostCallersAtOnce: 40, callerMinutes: 34 * 60, ended: started + 60 * 60_000 }
  await house.store.pastMeetings.add({ room: room.id, started, ...line })
  canaryIds = [room.id, account.id, 'erika.canary']
}
let canaryIds: readonly string[] = []

describe('the page', () => {
  it('says each week in a picture, a sentence and a table (W-17)', async () => {
    await aGroup()
    await add('2026-11-18', aWeek)
    await add('2026-11-11', { ...aWeek, meetings: 4, 'wrong-entries': 0 })
    const { page, words } = await admin.open('/numbers')
    expect(page.querySelectorAll('figure svg[role=img]')).toHaveLength(5)
    expect(page.querySelectorAll('figure table')).toHaveLength(5)
    expect(words).toContain(
      'Zusammen 11 Runden. Wochen mit 5 oder mehr: 1. Am meisten in der Woche ab 16.11.2026: 11.',
    )
    expect(words).toContain('Di, 18–19 Uhr, im Mittel 34 Leitungen zugleich.')
    const rows = page
      .querySelectorAll('figure')
      .map((figure) => figure.querySelectorAll('tbody tr').slice(0, 2))
      .map((two) => two.map((row) => row.childNodes.map((cell) => cell.textContent)))
    expect(rows).toEqual([
      [
        ['16.11.2026', '11'],
        ['09.11.2026', '<5'],
      ],
      [
        ['16.11.2026', '3.120'],
        ['09.11.2026', '<5'],
      ],
      [
        ['16.11.2026', 'Di, 18–19 Uhr', '34'],
        ['09.11.2026', '<5', '<5'],
      ],
      [
        ['16.11.2026', '60', '75\u00a0%'],
        ['09.11.2026', '60', '75\u00a0%'],
      ],
      [
        ['16.11.2026', '2,0'],
        ['09.11.2026', '<5'],
      ],
    ])
  })
  it('of nothing says that there is nothing', async () => {
    const { words } = await admin.open('/numbers')
    expect(words).toContain('In keiner Woche 5 oder mehr.')
  })
  it('costs: by months, at least what is told; without a tariff how to set one', async () => {
    for (const monday of ['2026-09-28', '2026-10-05', '2026-10-12', '2026-10-19', '2026-10-26'])
      await add(monday, aWeek)
    await add(lastMonday, aWeek)
    const { page, words } = await admin.open('/numbers')
    const months = page.querySelectorAll('#costs ~ .scrolls tbody tr').map((row) => row.textContent)
    expect(months.slice(0, 2).map((row) => row.replaceAll('\u00a0', ' '))).toEqual([
      // 3120 × 1.2 cents and 5 euros
      'November 20263.120mindestens 42,44 €',
      'Oktober 202615.600192,20 €',
    ])
    expect(words).toContain('Für den Monat ist kein Betrag festgelegt.')
    await house[Symbol.asyncDispose]()
    await open({ tariff: undefined })
    expect((await admin.open('/numbers')).words).toContain('TARIFF_CENTS_PER_MINUTE')
  })
  it.each([
    [30_000, 'unter 80 %'],
    [40_000, 'hat 80 % des festgelegten Betrags erreicht'],
    [60_000, 'über dem festgelegten Betrag'],
  ])('the budget: %d minutes this month are %s', async (minutes, sentence) => {
    await house[Symbol.asyncDispose]()
    await open({ budget: 5_000_000 })
    await add('2026-11-24', { 'caller-minutes': minutes })
    expect((await admin.open('/numbers')).words).toContain(sentence)
  })
})

describe('the files', () => {
  it('S-16: a table for spreadsheets, in the language of the page, without formulas', async () => {
    await aGroup()
    await add(lastMonday, { ...aWeek, 'came-in': 59 })
    const answer = await admin.fetch('/numbers.csv')
    expect(answer.headers.get('content-disposition')).toBe(
      'attachment; filename=numbers_2026-11-24.csv',
    )
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    const lines = (await answer.text()).split('\r\n')
    expect(lines).toHaveLength(1 + 52 + 1)
    expect(lines[0]).toBe(
      'Woche ab;Runden;Anruf-Minuten;Vollste Stunde;Leitungen;Anrufe;Hereingekommen;' +
        'Falsche Eingaben pro Tag;Gesprächskosten in Euro',
    )
    expect(lines[52]).toBe('16.11.2026;11;3120;Di, 18–19 Uhr;34;60;mindestens 93\u00a0%;2,0;37,44')
    expect(lines[51]).toBe('09.11.2026;<5;<5;<5;<5;<5;<5;<5;<5')
    for (const cell of lines.slice(1).flatMap((line) => line.split(';')))
      expect(cell).not.toMatch(/^[=+\-@\t]/)
  })
  it('JSON that a strict schema allows, and nothing besides', async () => {
    await aGroup()
    await add(lastMonday, aWeek)
    const answer = await admin.fetch('/numbers.json')
    const file = (await answer.json()) as z.output<typeof numbersShape>
    const schema = z.toJSONSchema(numbersShape)
    expect(everyObject(schema).map((one) => one['additionalProperties'])).not.toContain(undefined)
    expect(everyObject(schema).every((one) => one['additionalProperties'] === false)).toBe(true)
    const validate = new Ajv2020({ allErrors: true }).compile(schema)
    expect([validate(file), validate.errors]).toEqual([true, null])
    expect(validate({ ...file, rooms: [] })).toBe(false)
    const [first, ...others] = file.weeks
    expect(validate({ ...file, weeks: [{ ...first, room: 'x' }, ...others] })).toBe(false)
    expect(validate({ ...file, weeks: [{ ...first, calls: 4 }, ...others] })).toBe(false)
    expect(file.weeks.at(-1)).toEqual({
      monday: lastMonday,
      meetings: 11,
      callerMinutes: 3120,
      busiestHour: { weekday: 2, hour: 18, lines: 34 },
      calls: 60,
      cameInPercent: { is: 'about', percent: 75 },
      wrongEntries: 14,
    })
    expect(file.months?.at(-1)).toEqual({
      month: '2026-11',
      callerMinutes: 3120,
      euros: 42.44,
      isMore: true,
    })
  })
  it('refuses to write what its shape does not know', () => {
    const week = {
      monday: lastMonday,
      meetings: 4,
      callerMinutes: 'few',
      busiest: 'few',
      calls: 'few',
      cameIn: 'few',
      wrongEntries: 'few',
    } as const
    expect(() => numbersFile({ today: '2026-11-24', weeks: [week], costs: undefined })).toThrow()
  })
})

describe('P-06: canaries', () => {
  it('no name, number, PIN, address or id of a room or an organiser is told anywhere', async () => {
    await aGroup()
    for (let back = 0; back < 52; back++) await add(daysLater(lastMonday, -7 * back), aWeek)
    for (const path of ['/numbers', '/numbers.csv', '/numbers.json']) {
      const text = await (await admin.fetch(path)).text()
      expect(text).toContain('3120'.slice(0, 1))
      for (const canary of [...canaries, ...canaryIds])
        expect([path, canary, text.includes(canary)]).toEqual([path, canary, false])
    }
  })
  it('who is no admin has neither the page nor the files', async () => {
    const petra = await house.signedIn('staff', 'full', 'Petra')
    for (const path of ['/numbers', '/numbers.csv', '/numbers.json'])
      expect([path, (await petra.fetch(path)).status]).toEqual([path, 404])
  })
})

/** Every part of a JSON schema that says `object`. */
function everyObject(schema: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (typeof schema !== 'object' || schema === null) return []
  const inside = Object.values(schema).flatMap((one) => everyObject(one))
  return 'type' in schema && schema.type === 'object' ? [schema, ...inside] : inside
}
