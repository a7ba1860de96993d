import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from '@jest/globals'
import type { EveningOutcome, EveningWish } from '../../../src/conference/meeting/evening.ts'
import type { Room } from '../../../src/conference/room/room.ts'
import { anEvening, fullEvening, guest, nobodyThere } from '../../kit/evenings.ts'
import type { Visitor } from '../../kit/visitor.ts'
import { openWebHouse, type WebHouse } from '../../kit/web-house.ts'

/*
 * The live page of an evening in a browser without JavaScript (W-02): who is there, and every button.
 */

let house: WebHouse
let organiser: Visitor
let room: Room
beforeAll(async () => {
  house = await openWebHouse()
  const signedIn = await house.signedIn()
  organiser = signedIn
  room = await house.roomOf(signedIn, { name: 'Dienstagsgruppe' })
})
afterAll(() => house[Symbol.asyncDispose]())
beforeEach(() => {
  house.evenings.set(room, fullEvening)
  house.evenings.answer = 'done'
  house.evenings.wished.length = 0
})

const open = () => organiser.open(`/rooms/${room.id}/evening`)
const title = () => organiser.seen?.page.querySelector('title')?.textContent
const told = () => organiser.seen?.page.querySelector('#told')
/** The row of a caller, as it reads. */
const row = (number: number) =>
  organiser.seen?.page
    .querySelector(`#line-line${number}`)
    ?.textContent.replaceAll(/\s+/g, ' ')
    .trim()

describe('who is there', () => {
  it('nobody yet: the page teaches how to come in', async () => {
    house.evenings.set(room, nobodyThere)
    const { words } = await open()
    expect(words).toContain('Noch niemand da')
    for (const one of ['030 123 456 78', '471 108', '352 964']) expect(words).toContain(one)
    expect(title()).toBe('Die Runde jetzt: Dienstagsgruppe – Telefon-Runde')
  })
  it('a room without a PIN says that whoever calls waits', async () => {
    const open = await house.roomOf(await house.signedIn(), {
      number: '583920',
      guestPin: undefined,
    })
    const { words } = await organiser.open(`/rooms/${open.id}/evening`)
    expect(words).toContain('Keine PIN nötig')
    expect(words).not.toContain('352 964')
  })
  it('each with a name or the order in which they came, role, since when, and state in words (W-08)', async () => {
    const { words } = await open()
    expect(words).toContain('5 sind da')
    expect(row(1)).toMatch(/^1 ?Maria ?Gastgeber:in ?seit 18:31 Uhr ?Mikrofon an/)
    expect(row(2)).toMatch(/^2 ?Anrufer 2 ?seit 18:32 Uhr ?spricht/)
    expect(row(3)).toMatch(/Mikrofon aus ?Meldung 2/)
    expect(row(4)).toMatch(/^4 ?Hans-Joachim mit dem langen Na/)
    expect(row(5)).toMatch(/im Tasten-Menü/)
  })
  it('who waits, since when, and why', async () => {
    await open()
    expect(row(6)).toMatch(/Anrufer 6 ?möchte herein · wartet seit 3 Minuten/)
    expect(row(7)).toMatch(/Runde ist abgeschlossen/)
  })
  it('raised hands in their order, whatever the order of coming', async () => {
    await open()
    const hands = organiser.seen?.page.querySelectorAll('#hands li strong') ?? []
    expect(hands.map(({ textContent }) => textContent)).toEqual([
      'Hans-Joachim mit dem langen Na',
      'Anrufer 3',
    ])
  })
  it('who waits and who raises a hand is in the title of the window', async () => {
    await open()
    expect(title()).toBe('(2 warten, 2 Meldungen) Die Runde jetzt: Dienstagsgruppe – Telefon-Runde')
  })
  it('a speaking round: who speaks, for how long still, who comes then', async () => {
    const { words } = await open()
    expect(words).toContain('Anrufer 2 hat das Wort')
    expect(words).toContain('noch 1:30')
    expect(words).toContain('Danach: Anrufer 3, Hans-Joachim mit dem langen Na')
  })
  it('says when what is shown may be old', async () => {
    house.evenings.set(room, anEvening({ inside: [guest(1)], carrierAnswers: false }))
    expect((await open()).words).toContain('Der Telefon-Anbieter antwortet gerade nicht.')
  })
  it('in English, too', async () => {
    const english = await house.signedIn()
    english.keepCookie('rundruf-language', 'en')
    const { words } = await english.open(`/rooms/${room.id}/evening`)
    expect(words).toContain('5 are here')
    expect(words).not.toMatch(/Anrufer|Meldung|\{/)
  })
  it('S-17: a name cannot bring markup', async () => {
    house.evenings.set(room, anEvening({ inside: [guest(1, { name: '<b onclick="x">Eve' })] }))
    const { html } = await open()
    expect(html).not.toContain('<b onclick')
    expect(html).toContain('&lt;b onclick')
  })
  it('W-16: a large group with several hands raised fits in 30 kB', async () => {
    const inside = Array.from({ length: 14 }, (_, at) =>
      guest(at + 1, { hand: at < 4 ? at + 1 : undefined, id: 'f'.repeat(30) + String(10 + at) }),
    )
    house.evenings.set(room, anEvening({ inside }))
    expect((await open()).html.length).toBeLessThan(30_000)
  })
})

const everyButton: readonly (readonly [string, EveningWish, string])[] = [
  ['Stumm schalten: Maria', { do: 'mute', line: 'line1' }, 'Maria: Das Mikrofon ist aus.'],
  [
    'Bitten: Mikrofon an: Anrufer 3',
    { do: 'ask-to-unmute', line: 'line3' },
    'Anrufer 3 hört Ihre Bitte.',
  ],
  ['Bitten: Mikrofon aus', { do: 'ask-to-mute', line: 'line1' }, 'Maria hört Ihre Bitte.'],
  ['Alle stumm schalten', { do: 'mute-all' }, 'Alle Gäste sind stumm.'],
  ['Einlassen: Anrufer 6', { do: 'let-in', line: 'line6' }, 'Anrufer 6 kommt herein.'],
  ['Alle einlassen', { do: 'let-all-in' }, 'Alle kommen herein.'],
  ['Abweisen: Anrufer 7', { do: 'turn-away', line: 'line7' }, 'Anrufer 7 ist abgewiesen.'],
  ['Ja, heraus nehmen', { do: 'remove', line: 'line1' }, 'Maria ist draußen.'],
  [
    'Zur Gastgeber:in machen',
    { do: 'make-host', line: 'line2' },
    'Anrufer 2 ist jetzt Gastgeber:in.',
  ],
  [
    'Meldung erledigt: Anrufer 3',
    { do: 'lower-hand', line: 'line3' },
    'Anrufer 3: Die Meldung ist erledigt.',
  ],
  ['Runde abschließen', { do: 'lock' }, 'Die Runde ist abgeschlossen.'],
  ['Noch fünf Minuten', { do: 'announce', sentence: 'five-minutes-left' }, 'Alle hören den Satz.'],
  ['Jetzt ist Pause', { do: 'announce', sentence: 'break-now' }, 'Alle hören den Satz.'],
  ['Nächste Person', { do: 'next-speaker' }, 'Das Wort ist weitergegeben.'],
  ['Redekreis beenden', { do: 'stop-round' }, 'Der Redekreis ist zu Ende.'],
  ['Ja, für alle beenden', { do: 'end' }, 'Die Runde ist zu Ende.'],
]

describe('every button is a form', () => {
  test.each(everyButton)('%s', async (button, wish, words) => {
    await open()
    await organiser.press(button)
    expect(house.evenings.wished).toEqual([wish])
    expect(told()?.textContent).toBe(words)
    expect(organiser.seen?.path).not.toMatch(/Maria|Hans/)
  })
  it('a locked meeting is opened', async () => {
    house.evenings.set(room, {
      ...fullEvening,
      meeting: { id: 'meeting', opened: 0, locked: true },
    })
    expect((await open()).words).toContain('Die Runde ist abgeschlossen. Wer anruft, wartet.')
    await organiser.press('Runde öffnen')
    expect(house.evenings.wished).toEqual([{ do: 'unlock' }])
  })
  it('a speaking round begins with the time that was pressed', async () => {
    house.evenings.set(room, { ...fullEvening, round: undefined })
    await open()
    await organiser.press('Redekreis beginnen: 3 Minuten')
    expect(house.evenings.wished).toEqual([{ do: 'start-round', secondsEach: 180 }])
  })
  it('W-09: removing and ending ask once, folded away with what it means', async () => {
    await open()
    const grave = organiser.seen?.page.querySelectorAll('button.grave') ?? []
    expect(grave.map(({ textContent }) => textContent.trim())).toEqual([
      ...Array.from({ length: 5 }, () => 'Ja, heraus nehmen'),
      'Ja, für alle beenden',
    ])
    for (const button of grave) expect(button.closest('details')).not.toBeNull()
    expect(organiser.seen?.words).toContain('Maria bleibt heute draußen.')
  })
  it('nothing is typed into the form that changes by itself', async () => {
    const { page } = await open()
    expect(page.querySelectorAll('#control input:not([type=hidden]), textarea, select')).toEqual([])
    expect(page.querySelectorAll('#live input')).toEqual([])
  })
  it('what is no button of ours is nothing', async () => {
    await open()
    for (const value of [
      '',
      'mute',
      'record line1',
      'announce hello',
      'start-round 61',
      'x'.repeat(999),
    ]) {
      const token = organiser.seen?.page.querySelector('[name=form_token]')?.getAttribute('value')
      const fields = new URLSearchParams({ form_token: token ?? '', do: value })
      const { status } = await organiser.send(`/rooms/${room.id}/evening`, fields)
      expect([value, status]).toEqual([value, 404])
      await open()
    }
    expect(house.evenings.wished).toEqual([])
  })
})

describe('what became of it', () => {
  const outcomes: readonly (readonly [EveningOutcome, string, string])[] = [
    ['done', 'Maria: Das Mikrofon ist aus.', 'notice'],
    ['gone', 'Dieser Anruf ist schon zu Ende. Es gab nichts mehr zu tun.', 'mistakes'],
    [
      'carrier-failed',
      'Der Anbieter hat es nicht getan. Bitte versuchen Sie es noch einmal.',
      'mistakes',
    ],
    ['still-trying', 'Der Anbieter ist langsam. Wir versuchen es weiter.', 'mistakes'],
  ]
  test.each(outcomes)('%s', async (outcome, words, looks) => {
    house.evenings.answer = outcome
    await open()
    await organiser.press('Stumm schalten: Maria')
    expect(told()?.textContent).toBe(words)
    expect(told()?.getAttribute('class')).toBe(looks)
  })
  it('of somebody who is gone since: without a name', async () => {
    await open()
    house.evenings.answer = () => {
      house.evenings.set(room, { ...fullEvening, inside: fullEvening.inside.slice(1) })
      return Promise.resolve('done')
    }
    await organiser.press('Ja, heraus nehmen')
    expect(told()?.textContent).toBe('Dieser Anruf ist draußen.')
  })
  it('the page says nothing that it does not know', async () => {
    for (const query of [
      'told=mute',
      'told=x&outcome=done',
      'told=__proto__&outcome=done',
      'told=mute&outcome=x',
    ])
      expect(
        (await organiser.open(`/rooms/${room.id}/evening?${query}`)).page.querySelector('#told')
          ?.textContent,
      ).toBe('')
  })
  it('the script gets the same as JSON', async () => {
    const { page } = await open()
    const token = page.querySelector('[name=form_token]')?.getAttribute('value') ?? ''
    const answer = await organiser.fetch(`/rooms/${room.id}/evening`, {
      method: 'POST',
      body: new URLSearchParams({ form_token: token, do: 'mute line1' }),
      headers: { accept: 'application/json', 'sec-fetch-site': 'same-origin' },
    })
    expect(await answer.json()).toEqual({ words: 'Maria: Das Mikrofon ist aus.', isDone: true })
  })
})

describe('a name for this evening', () => {
  it('is typed on a page of its own, and is nowhere in an address', async () => {
    await open()
    await organiser.open(`/rooms/${room.id}/evening/lines/line2`)
    expect(organiser.seen?.words).toContain('Wer ist Anrufer 2?')
    await organiser.press('Speichern', { name: ' Frau\u202e Schmidt\u0007 ' })
    expect(house.evenings.wished).toEqual([{ do: 'name', line: 'line2', name: 'Frau Schmidt' }])
    expect(told()?.textContent).toBe('Der Name ist gespeichert.')
    expect(organiser.seen?.path).not.toContain('Schmidt')
  })
  it('may be taken back', async () => {
    await organiser.open(`/rooms/${room.id}/evening/lines/line1`)
    await organiser.press('Speichern', { name: '' })
    expect(house.evenings.wished).toEqual([{ do: 'name', line: 'line1', name: '' }])
  })
  it('W-10: too long says so at the field, and keeps what was typed', async () => {
    await organiser.open(`/rooms/${room.id}/evening/lines/line2`)
    const { status, words, page } = await organiser.press('Speichern', { name: 'a'.repeat(31) })
    expect(status).toBe(422)
    expect(words).toContain('höchstens 30 Zeichen')
    expect(page.querySelector('#name')?.getAttribute('value')).toBe('a'.repeat(31))
    expect(house.evenings.wished).toEqual([])
  })
  it('of somebody who is gone: back to the evening, which says so', async () => {
    await organiser.open(`/rooms/${room.id}/evening/lines/nobody`)
    expect(told()?.textContent).toContain('schon zu Ende')
  })
})
