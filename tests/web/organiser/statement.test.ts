import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import type { Visitor } from '../../kit/visitor.ts'
import { openWebHouse, type WebHouse } from '../../kit/web-house.ts'

/* After the evening: what an organiser finds, and what they can print for whoever pays. */

let house: WebHouse
let erika: Visitor
let path: string
beforeAll(async () => {
  house = await openWebHouse({ tariff: { perCallerMinute: 120, perMonth: 0 } })
})
afterAll(() => house[Symbol.asyncDispose]())

let number = 500_000
beforeEach(async () => {
  const visitor = await house.signedIn()
  const room = await house.roomOf(visitor, { number: String(++number), name: 'Angehörige' })
  erika = visitor
  path = `/rooms/${room.id}`
  house.clock.set(Date.parse('2026-11-26T12:00:00Z'))
  await met('2026-11-03T17:00:00Z', 88, 7)
  await met('2026-11-10T17:00:00Z', 64, 2)
  await met('2026-11-12T09:00:00Z', 3, 1)
  await met('2025-12-30T17:00:00Z', 60, 5)

  async function met(start: string, minutes: number, people: number) {
    const started = Date.parse(start)
    await house.store.pastMeetings.add({
      room: room.id,
      started,
      ended: started + minutes * 60_000,
      mostCallersAtOnce: people,
      callerMinutes: people * minutes,
    })
  }
})

describe('past meetings', () => {
  it('one line each, the newest first, in the time of the place', async () => {
    const { page } = await erika.open(`${path}/meetings`)
    const lines = page.querySelectorAll('tbody tr').map((row) => row.textContent)
    expect(lines).toEqual([
      '12.11.2026 10:003nur 1',
      '10.11.2026 18:0064unter 3',
      '03.11.2026 18:00887',
      '30.12.2025 18:00605',
    ])
  })
  it('a room that has never met says what will be there', async () => {
    const visitor = await house.signedIn('new@example.org')
    const room = await house.roomOf(visitor, { number: '587231' })
    const { words } = await visitor.open(`/rooms/${room.id}/meetings`)
    expect(words).toContain('Noch keine Runde')
  })
})

describe('the statement', () => {
  it('is of this year unless asked otherwise, and leaves out who was alone', async () => {
    const { words } = await erika.open(`${path}/statement`)
    expect(words).toContain('01.01.2026 bis 31.12.2026')
    expect(words).toContain('Anzahl der Treffen2')
    expect(words).toContain('152 Minuten')
    // (7 × 88 + 2 × 64) minutes × 1.2 cents
    expect(words).toMatch(/8,93\s€/)
    expect(words).toContain('unter 3')
    expect(words).not.toContain('12.11.2026')
  })
  it('P-09: the name of the group is not on it; there is a line to write it', async () => {
    const { html } = await erika.open(`${path}/statement`)
    expect(html).not.toContain('Angehörige')
    expect(html).toContain('Name der Gruppe')
  })
  it('has two lines to sign', async () => {
    const { page } = await erika.open(`${path}/statement`)
    expect(page.querySelectorAll('.signature')).toHaveLength(2)
  })
  it('another period by the form', async () => {
    await erika.open(`${path}/statement`)
    const { words } = await erika.press('Zeitraum zeigen', { from: '2025-12-30', to: '2025-12-30' })
    expect(words).toContain('Anzahl der Treffen1')
    expect(words).toContain('60 Minuten')
  })
  it('W-10: a period that cannot be says what to do, and keeps what was typed', async () => {
    await erika.open(`${path}/statement`)
    const { status, page, words } = await erika.press('Zeitraum zeigen', {
      from: '2026-05-01',
      to: '2026-04-01',
    })
    expect(status).toBe(422)
    expect(words).toContain('Der erste Tag muss vor dem letzten Tag liegen.')
    expect(page.querySelector('#to')?.getAttribute('value')).toBe('2026-04-01')
    expect(page.querySelector('.mistakes a')?.getAttribute('href')).toBe('#to')
  })
  it('S-15: anything else in the address is no period', async () => {
    for (const query of [
      'from=1',
      'from=2026-01-01',
      'from=a&to=b',
      'from=2026-01-01&from=x&to=y',
    ]) {
      expect((await erika.open(`${path}/statement?${query}`)).status).toBe(422)
      expect((await erika.fetch(`${path}/statement.csv?${query}`)).status).toBe(404)
    }
  })
  it('as a table: small numbers stay unsaid there, too', async () => {
    const answer = await erika.fetch(`${path}/statement.csv`)
    expect(answer.headers.get('content-disposition')).toBe(
      'attachment; filename=2026-01-01_2026-12-31.csv',
    )
    expect((await answer.text()).split('\r\n')).toEqual([
      'Datum;Uhrzeit;Minuten;Personen',
      '03.11.2026;18:00;88;7',
      '10.11.2026;18:00;64;<3',
      '',
    ])
  })
})
