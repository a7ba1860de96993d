import { afterEach, beforeEach, describe, expect, it, test } from '@jest/globals'
import type { Caller } from '../../../src/conference/call/caller.ts'
import type { StaffOutcome } from '../../../src/conference/staff/staff-control.ts'
import { aCaller, busyEvening, states } from '../../kit/evening-lines.ts'
import { parse } from 'node-html-parser'
import { aRoom } from '../../kit/rooms.ts'
import { openStaffHouse, type StaffHouse } from '../../kit/staff-house.ts'

/* The pages on which staff act: each asks once, needs a reason, and says what came of it. */

let house: StaffHouse
let petra: Awaited<ReturnType<StaffHouse['signedIn']>>
beforeEach(async () => {
  house = await openStaffHouse()
  petra = await house.signedIn('staff', 'full', 'Petra')
})
afterEach(async () => {
  await house[Symbol.asyncDispose]()
  expect(house.faults).toEqual([])
})

const by = { who: 'Petra', reason: 'Die Leitung brummt' }
const { reason } = by
/** Somebody calls, and staff open the page of their line from the board. */
async function openLine(caller: Caller = aCaller(4, states.pin)): Promise<string> {
  await house.store.callers.add(caller)
  await petra.open('/')
  const link = petra
    .seen!.page.querySelectorAll('a')
    .find((one) => one.getAttribute('aria-label') === `Handeln: Leitung ${caller.shown.line}`)
  await petra.open(link!.getAttribute('href')!)
  return link!.getAttribute('href')!.split('/').at(-1)!
}

describe('a line', () => {
  it('says where it is, since when, on what kind of telephone, and nothing else of it', async () => {
    await openLine()
    const facts = petra.seen!.page.querySelectorAll('dd').map((one) => one.textContent)
    expect(facts).toEqual(['PIN', '01:00', 'Festnetz'])
  })
  it('is ended, with a reason', async () => {
    const line = await openLine()
    const done = await petra.press('Anruf beenden', { reason })
    expect([done.path, done.words.includes('Erledigt. Es steht im Protokoll.')]).toEqual([
      '/?done=staff-done',
      true,
    ])
    expect(house.wished).toEqual([[{ do: 'end-call', line }, by]])
  })
  it('is blocked for so many days', async () => {
    const line = await openLine()
    await petra.press('Leitung sperren', { reason, days: '7' })
    expect(house.wished).toEqual([[{ do: 'block-line', line, days: 7 }, by]])
  })
  it('is brought to a waiting room, however the number was typed', async () => {
    const line = await openLine()
    await petra.press('In den Warte-Raum bringen', { reason, roomNumber: '471 108' })
    expect(house.wished).toEqual([[{ do: 'to-waiting-room', line, roomNumber: '471108' }, by]])
  })
  it('of somebody who is inside cannot be brought anywhere', async () => {
    await openLine(aCaller(4, states.guest))
    expect(petra.seen!.words).not.toContain('In den Warte-Raum bringen')
    expect(petra.seen!.words).toContain('Anruf beenden')
  })
  test.each([
    ['Anruf beenden', {}, 'Bitte schreiben Sie in einem Satz, warum.'],
    ['Leitung sperren', { reason, days: '365' }, 'Bitte wählen Sie, wie lange.'],
    ['In den Warte-Raum bringen', { reason, roomNumber: '47110' }, 'die 6 Ziffern der Raum-Nummer'],
    ['In den Warte-Raum bringen', { roomNumber: '471108' }, 'in einem Satz, warum.'],
  ])('%s with %j asks again, and nothing is done', async (button, filling, sentence) => {
    await openLine()
    const again = await petra.press(button, filling)
    expect([again.status, again.words.includes(sentence)]).toEqual([422, true])
    const [link] = again.page.querySelectorAll('.mistakes a')
    expect(again.page.querySelector(link!.getAttribute('href')!)).not.toBeNull()
    expect(house.wished).toEqual([])
  })
  it('that is over has no page', async () => {
    const caller = aCaller(4, states.pin)
    const line = await openLine(caller)
    await house.store.callers.end(caller.call, house.clock.now())
    expect((await petra.open(`/lines/${line}`)).status).toBe(404)
    expect((await petra.open(`/lines/${caller.call}`)).status).toBe(404)
  })
})

describe('what came of it', () => {
  test.each([
    ['gone', 409, 'Das gibt es nicht mehr.'],
    ['carrier-failed', 409, 'Der Anbieter hat es nicht getan.'],
    ['still-trying', 200, 'Der Anbieter braucht länger.'],
    ['withheld', 409, 'Diese Person zeigt ihre Nummer nicht.'],
    ['blocked', 200, 'Aber der Anbieter hat den Anruf nicht beendet.'],
    ['impossible', 409, 'Das geht gerade nicht.'],
  ] as const satisfies readonly (readonly [StaffOutcome, number, string])[])(
    '%s is said',
    async (is, status, sentence) => {
      await openLine()
      house.outcome.is = is
      const told = await petra.press('Anruf beenden', { reason })
      expect([told.status, told.words.includes(sentence)]).toEqual([status, true])
    },
  )
})

describe('a meeting', () => {
  it('is ended from the board, with a reason; its page knows neither group nor room', async () => {
    await busyEvening(house)
    const { page } = await petra.open('/')
    const href = page.querySelector('#meeting-rows a')!.getAttribute('href')!
    const { html } = await petra.open(href)
    expect(html).not.toMatch(/Angehörige|471108|583920/)
    await petra.press('Runde beenden', { reason })
    expect(house.wished).toEqual([[{ do: 'end-meeting', meeting: href.split('/').at(-1) }, by]])
  })
})

describe('telephone numbers of single rooms', () => {
  const number = '4930998'
  const give = { reason, roomNumber: '471 108' }
  const form = (at: number) =>
    petra.seen!.page.querySelectorAll('[aria-labelledby=own-numbers-title] form')[at]!
  const lines = () =>
    petra
      .seen!.page.querySelectorAll('[aria-labelledby=own-numbers-title] li > p')
      .map((one) => one.textContent)
  const sends = async (act: 'give' | 'take', fields: Record<string, string>) => {
    await petra.open('/service')
    const token = form(0).querySelector('[name=form_token]')!.getAttribute('value')!
    const body = new URLSearchParams({ ...fields, form_token: token })
    return petra.fetch(`/service/numbers/${number}/${act}`, { method: 'POST', body })
  }

  it('one is given to a room, with a reason; the page says that it is, and not to which', async () => {
    const room = aRoom()
    await house.store.rooms.add(room)
    expect((await sends('give', give)).headers.get('location')).toContain('done=staff-done')
    expect((await house.store.rooms.byPhoneNumber('+4930998'))?.id).toBe(room.id)
    const { html } = await petra.open('/service')
    expect(lines()).toEqual(['030 998: gehört einem Raum.', '030 997: führt zu allen Räumen.'])
    expect(html).not.toMatch(/471108|471 108/)
    expect(await house.audited()).toEqual([['Petra', 'number.given', room.id, reason]])
    house.clock.passes(1000)
    await sends('take', { reason })
    expect(await house.store.rooms.byPhoneNumber('+4930998')).toBeUndefined()
    expect((await house.audited())[0]).toEqual(['Petra', 'number.taken', room.id, reason])
  })
  it.each([
    ['a room that is none', { reason, roomNumber: '583920' }, 'Diesen Raum gibt es nicht.'],
    ['half a number', { reason, roomNumber: '471' }, 'die 6 Ziffern der Raum-Nummer'],
    [
      'no reason',
      { reason: ' ', roomNumber: '471108' },
      'Bitte schreiben Sie in einem Satz, warum.',
    ],
  ])('%s: asked again, and the mistake leads to its field', async (_what, fields, sentence) => {
    await house.store.rooms.add(aRoom())
    const answer = await sends('give', fields)
    const page = parse(await answer.text())
    expect([answer.status, page.textContent.includes(sentence)]).toEqual([422, true])
    const [link] = page.querySelectorAll('.mistakes a')
    expect(page.querySelector(link!.getAttribute('href')!)).not.toBeNull()
    expect(await house.store.rooms.givenPhoneNumbers()).toEqual([])
  })
  it('one that is not in the settings is not there', async () => {
    await petra.open('/service')
    const token = form(0).querySelector('[name=form_token]')!.getAttribute('value')!
    const body = new URLSearchParams({ ...give, form_token: token })
    const answer = await petra.fetch('/service/numbers/4930999/give', { method: 'POST', body })
    expect(answer.status).toBe(404)
  })
})

describe('the whole service', () => {
  test.each([
    ['Neue Anrufe anhalten', undefined, { what: 'paused', on: true }],
    ['Neue Anrufe annehmen', 'paused', { what: 'paused', on: false }],
    ['Schutzmodus einschalten', undefined, { what: 'protected', on: true }],
    ['Schutzmodus ausschalten', 'protected', { what: 'protected', on: false }],
  ] as const)('%s', async (button, on, wish) => {
    if (on !== undefined) await house.store.service.set(on, house.clock.now())
    await petra.open('/service')
    await petra.press(button, { reason })
    expect(house.wished).toEqual([[{ do: 'switch', ...wish }, by]])
    expect(petra.seen!.path).toBe('/service?done=staff-done')
  })
  it('what is switched on stands on the board', async () => {
    await house.store.service.set('paused', house.clock.now())
    await house.store.service.set('protected', house.clock.now())
    const { page } = await petra.open('/')
    const alarms = page.querySelector('#alarms')!.textContent
    expect(alarms).toContain('Neue Anrufe sind angehalten, seit 19:00.')
    expect(alarms).toContain('Der Schutzmodus ist an, seit 19:00.')
  })
  it('blocked lines have a name that says nothing, and can be lifted', async () => {
    const at = house.clock.now()
    const number = { is: 'telephone', number: '+493012345678' } as const
    const block = await house.store.blocks.add(number, at, at + 86_400_000)
    const { page, html } = await petra.open('/service')
    const cells = page.querySelectorAll('tbody tr th, tbody tr td').map((one) => one.textContent)
    expect(cells.slice(0, 3)).toEqual([block!.id, '24.11.2026, 19:00', '25.11.2026, 19:00'])
    expect(html).not.toContain('12345678')
    expect((await petra.press('Sperre aufheben')).status).toBe(422)
    await petra.press('Sperre aufheben', { reason })
    expect(house.wished).toEqual([[{ do: 'lift-block', block: block!.id }, by]])
  })
})
