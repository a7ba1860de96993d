import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { audited } from '../../../src/conference/staff/audit.ts'
import { pageLocales } from '../../../src/web/texts.ts'
import { entriesOnPageMax } from '../../../src/web/staff/audit-show.tsx'
import { openStaffHouse, type StaffHouse } from '../../kit/staff-house.ts'

/* What staff did, for admins to read. Who may come here at all is in doors.test.ts. */

let house: StaffHouse
let anna: Awaited<ReturnType<StaffHouse['signedIn']>>
beforeAll(async () => {
  house = await openStaffHouse()
  anna = await house.signedIn('admin', 'full', 'Anna')
})
afterAll(() => house[Symbol.asyncDispose]())

const reasons = () =>
  anna
    .seen!.page.querySelectorAll('tbody tr')
    .map((row) => row.querySelectorAll('td').at(-1)!.textContent)

it('is empty at first', async () => {
  expect((await anna.open('/audit')).words).toContain('Noch steht nichts im Protokoll.')
})

it('S-99: says when, who, what, to what and why, the newest first', async () => {
  const { store, clock } = house
  const entry = { at: clock.now(), who: 'Anna', what: 'staff.invited', object: 'Jonas' } as const
  await store.audit.note({ ...entry, reason: 'Vertretung im Urlaub' })
  await store.audit.note({
    ...{ at: clock.now() + 60_000, who: 'command line', what: 'help.done' },
    ...{ object: '4f2a9c01', reason: '' },
  })
  const { page } = await anna.open('/audit')
  const rows = page
    .querySelectorAll('tbody tr')
    .map((row) => row.querySelectorAll('td').map((cell) => cell.textContent))
  expect(rows).toEqual([
    ['24.11.2026, 19:01', 'Befehlszeile', 'Bitte um Hilfe erledigt', '4f2a9c01', '–'],
    ['24.11.2026, 19:00', 'Anna', 'eingeladen', 'Jonas', 'Vertretung im Urlaub'],
  ])
})

it('has as many pages as it takes, with every entry once', async () => {
  const { store, clock } = house
  const all = Array.from({ length: entriesOnPageMax * 2 }, (_, at) => `Grund ${at}`)
  for (const [at, reason] of all.entries())
    await store.audit.note({
      // Several at the same moment, so that a page ends between them.
      ...{ at: clock.now() + 120_000 + Math.floor(at / 7), who: 'Anna', what: 'staff.reset' },
      ...{ object: 'Jonas', reason },
    })
  await anna.open('/audit')
  const read = [...reasons()]
  expect(read).toHaveLength(entriesOnPageMax)
  for (let pages = 0; pages < 2; pages++) {
    await anna.follow('Älteres')
    read.push(...reasons())
  }
  expect(new Set(read.filter((one) => one.startsWith('Grund')))).toEqual(new Set(all))
  expect(read).toHaveLength(all.length + 2)
  await expect(anna.follow('Älteres')).rejects.toThrow('no link')
  await anna.follow('Zum Neuesten')
  expect(reasons()).toHaveLength(entriesOnPageMax)
})

it('an address that makes no sense shows the newest', async () => {
  for (const before of ['x', '1-', "1'--a", '99999999999999999999-aa'])
    expect((await anna.open(`/audit?before=${before}`)).status).toBe(200)
  expect(reasons()).toHaveLength(entriesOnPageMax)
})

it('there are words for everything that is noted, in each language', () => {
  for (const locale of pageLocales)
    expect(Object.keys(house.parts.texts[locale].staffAudit.did)).toEqual([...audited])
})
