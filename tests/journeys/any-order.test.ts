import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { whoIsHere } from '../../src/conference/meeting/meeting.ts'
import type { Evenings } from '../../src/conference/meeting/evening.ts'
import { addresses } from '../../src/voice/addresses.ts'
import { openEvenings } from '../../src/voice/evening/evening.ts'
import { reconcile } from '../../src/voice/carrier/reconcile.ts'
import type { PretendCall } from '../kit/carrier.ts'
import type { Form } from '../kit/pretend-call.ts'
import { aRoom, openHouse, type House } from '../kit/rooms.ts'
import { steered, type Steered } from '../kit/steered.ts'

/*
 * Four people do what people do, while every callback of the carrier about them is doubled, swapped, late or lost.
 * What must come out is what is so: in the carrier's conference, and for whoever waits or is in the menu.
 *
 *   people ──▶ carrier ──▶ documents, REST          in order, as they happen
 *                 └──────▶ callbacks ──▶ shuffled ──▶ app
 */

const people = 4
const runs = 60

type Person = {
  readonly number: string
  readonly pin: string
  call: PretendCall | undefined
  /** What they know of themselves. */
  hand: boolean
}

type Evening = {
  readonly house: House
  readonly phone: Steered
  readonly evenings: Evenings
  readonly persons: readonly Person[]
  /** Callbacks that are still on their way. */
  readonly held: { readonly url: string; readonly form: Form }[]
  readonly delivered: { readonly url: string; readonly form: Form }[]
}

/** Whoever has not called dials, and keys what is asked for. */
async function comesIn({ house, phone }: Evening, person: Person): Promise<void> {
  if (person.call !== undefined && person.call.at !== 'over') return
  const call = await house.carrier.dial(person.number)
  person.call = call
  // Cut off a moment ago: straight back in, with the same hand.
  if (call.at === 'conference') return
  person.hand = false
  await call.presses(house.room.number + person.pin)
  await phone.settled()
}

/** Keys of somebody who is in the meeting. */
const keys =
  (pressed: string) =>
  async ({ phone }: Evening, { call }: Person): Promise<void> => {
    if (call?.at === 'conference') await call.presses(pressed)
    await phone.settled()
  }

function isInMenu({ call }: Person): boolean {
  return call?.at === 'gather' && call.next.includes('/menu?')
}

/** What is done on the page to this one's line, if they have one. */
const organiser =
  (wish: 'mute' | 'lower-hand' | 'make-host' | 'remove' | 'let-in') =>
  async ({ house, phone, evenings }: Evening, { call }: Person): Promise<void> => {
    const number = call && (await house.store.lines.byCall(call.sid))?.number
    const { inside, waiting } = await evenings.show(house.room)
    const line = [...inside, ...waiting].find((one) => one.number === number)
    if (line === undefined) return
    await evenings.act(house.room, { do: wish, line: line.id })
    await new Promise((resolve) => setImmediate(resolve))
    await phone.settled()
  }

const doings: Readonly<Record<string, (evening: Evening, person: Person) => Promise<void>>> = {
  'comes in': comesIn,
  'comes in again': comesIn,
  'switches the microphone': keys('*6'),
  async 'raises or lowers the hand'(evening, person) {
    if (person.call?.at === 'conference') person.hand = !person.hand
    await keys('*9')(evening, person)
  },
  'opens the menu': keys('*'),
  async 'closes the menu'({ phone }, { call }) {
    if (call?.at === 'gather') await call.presses('#')
    await phone.settled()
  },
  'lets one in': keys('*1'),
  'lets all in': keys('*12'),
  'locks or unlocks': keys('*5'),
  'mutes the others': keys('*7'),
  async 'ends it for all'(evening, person) {
    const { house, persons } = evening
    const ends = person.pin === house.room.hostPin && person.call?.at === 'conference'
    const inside = persons.filter(({ call }) => call?.at === 'conference')
    await keys('*81')(evening, person)
    if (!ends) return
    // Whatever callback is late: everybody is told, and nobody is taken back.
    expect(inside.map(({ call }) => call?.at)).toEqual(inside.map(() => 'over'))
    for (const { call } of inside) expect(call?.hears).toContain('Die Runde ist zu Ende.')
  },
  'is muted by the organiser': organiser('mute'),
  async 'has the hand lowered by the organiser'(evening, person) {
    if (person.call?.at === 'conference' || isInMenu(person)) person.hand = false
    await organiser('lower-hand')(evening, person)
  },
  'is made host by the organiser': organiser('make-host'),
  async 'is removed by the organiser'(evening, person) {
    const inside = person.call?.at === 'conference' || isInMenu(person)
    await organiser('remove')(evening, person)
    if (!inside) return
    // Whatever callback is late: out, with a sentence, and kept out.
    expect(person.call?.at).toBe('over')
    expect(person.call?.hears).toContain('Sie sind nicht mehr in der Runde.')
    const again = await evening.house.carrier.dial(person.number)
    await again.presses(evening.house.room.number + person.pin)
    expect(again.at).toBe('over')
    await again.hangsUp()
  },
  async 'is let in by the organiser'(evening, person) {
    const waited = person.call?.at === 'round'
    await organiser('let-in')(evening, person)
    if (waited) expect(person.call?.at).toBe('conference')
  },
  'hears the next round': async (_evening, { call }) => {
    await call?.hearsOut()
  },
  async 'hangs up'(_evening, person) {
    if (person.call?.at !== 'over') await person.call?.hangsUp()
  },
}

/** How a callback travels: so many copies, the more `late` the later. */
type Travel = { readonly copies: number; readonly late: number }

async function deliver(evening: Evening, travels: Iterator<Travel>): Promise<void> {
  const { held, delivered, house } = evening
  const now = held
    .splice(0)
    .map((news) => ({ news, ...(travels.next().value as Travel) }))
    .sort((a, b) => a.late - b.late)
  for (const { news, copies, late } of now) {
    if (late > 2) held.push(news)
    else {
      for (let copy = 0; copy < copies; copy++) await house.carrier.ask(news.url, news.form)
      if (copies > 0) delivered.push(news)
    }
  }
}

/** What the app believes, beside what is so. */
async function beliefs({ house, persons }: Evening) {
  const [meeting] = await house.store.meetings.allOpen()
  const picture = meeting && (await house.store.meetings.picture(meeting.id))
  const here = picture === undefined ? new Set<string>() : whoIsHere(picture)
  return Promise.all(
    persons.map(async ({ call }) => {
      const state = call && (await house.store.callers.find(call.sid))?.state
      return {
        // Both are inside; the difference is only what the next callback would mean.
        at: state?.at === 'joining' ? 'in-meeting' : state?.at,
        here: here.has(call?.sid ?? ''),
        muted: state !== undefined && 'muted' in state ? state.muted : undefined,
        hand: state !== undefined && 'hand' in state ? state.hand : undefined,
      }
    }),
  )
}

function truths({ house, persons }: Evening) {
  return persons.map(({ call, hand }) => {
    if (call === undefined || call.at === 'over') {
      return { at: undefined, here: false, muted: undefined, hand: undefined }
    }
    const { muted } =
      house.carrier.present(call.conference).find((one) => one.call === call.sid) ?? {}
    if (call.at === 'round')
      return { at: 'waiting', here: false, muted: undefined, hand: undefined }
    if (call.at === 'conference') return { at: 'in-meeting', here: true, muted, hand }
    const inMenu = call.next.includes('/menu?')
    // Away from the others, but with the same hand; what the microphone will be the app alone knows.
    return inMenu ? { at: 'in-menu', here: false, muted: expect.any(Boolean), hand } : undefined
  })
}

test('any order, any repetition and any loss ends in the truth: muted, hand, waiting, away (R-11, R-12, R-13)', async () => {
  const doing = fc.record({
    who: fc.nat(people - 1),
    what: fc.constantFrom(...Object.keys(doings)),
  })
  const travel = fc.record({ copies: fc.nat(2), late: fc.nat(4) })
  await fc.assert(
    fc.asyncProperty(
      fc.array(doing, { minLength: 10, maxLength: 30 }),
      fc.infiniteStream(travel),
      fc.boolean(),
      async (script, travels, waitingRoom) => {
        const room = aRoom({ waitingRoom })
        const phone = steered(() => house.carrier)
        await using house = await openHouse({ room, phone })
        using control = openEvenings({
          ...house.parts,
          phone,
          addresses: addresses(house.parts.settings.publicUrl),
          after: () => () => undefined,
        })
        const { evenings } = control
        const persons = crowd(house)
        const evening: Evening = { house, phone, evenings, held: [], delivered: [], persons }
        house.carrier.tellsInstead((url, form) => evening.held.push({ url, form }))
        // A host is there from the beginning; what the others do depends on it.
        await comesIn(evening, evening.persons[0]!)
        for (const { who, what } of script) {
          await doings[what]?.(evening, evening.persons[who]!)
          // After the last words the carrier ends the call.
          for (const { call } of evening.persons)
            if (call?.at === 'over' && house.carrier.calls.has(call.sid)) await call.hangsUp()
          await deliver(evening, travels)
        }

        await reconcile({ ...house.parts, phone })
        await phone.settled()
        expect(await beliefs(evening)).toEqual(truths(evening))
        // What was known already changes nothing, and nothing is left to repair.
        for (const { url, form } of evening.delivered) await house.carrier.ask(url, form)
        expect(await beliefs(evening)).toEqual(truths(evening))
        expect(await reconcile({ ...house.parts, phone })).toBe(0)
        // What comes after that, however late, is put right in the next round.
        for (const { url, form } of evening.held) await house.carrier.ask(url, form)
        await reconcile({ ...house.parts, phone })
        await phone.settled()
        expect(await beliefs(evening)).toEqual(truths(evening))
      },
    ),
    { numRuns: runs },
  )
}, 120_000)

/** The first is a host. */
function crowd({ room }: House): readonly Person[] {
  return Array.from({ length: people }, (_, n) => ({
    number: `+49309${String(n).padStart(7, '0')}`,
    pin: n === 0 ? room.hostPin : (room.guestPin ?? ''),
    call: undefined,
    hand: false,
  }))
}
