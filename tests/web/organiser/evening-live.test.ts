import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { once } from 'node:events'
import { connect } from 'node:net'
import type { Room } from '../../../src/conference/room/room.ts'
import { sessionPagesMs } from '../../../src/conference/organiser/organising.ts'
import { streamsOfAccountMax } from '../../../src/web/live/pages.ts'
import { bufferedBytesMax } from '../../../src/web/live/stream.ts'
import { anEvening, fullEvening, guest, nobodyThere } from '../../kit/evenings.ts'
import { readLive, type LiveReader } from '../../kit/live-reader.ts'
import { openWebHouse, type WebHouse } from '../../kit/web-house.ts'

/*
 * What an open page of an evening is sent, to whom, and for how long.
 */

const doorEachMs = 30
type Organiser = Awaited<ReturnType<WebHouse['signedIn']>>

let house: WebHouse
let organiser: Organiser
let room: Room
let readers: LiveReader[]
beforeEach(async () => {
  house = await openWebHouse({ livePageEachMs: doorEachMs })
  organiser = await house.signedIn()
  room = await house.roomOf(organiser, { name: 'Dienstagsgruppe' })
  readers = []
})
afterEach(async () => {
  for (const reader of readers) await reader[Symbol.asyncDispose]()
  await house[Symbol.asyncDispose]()
  expect(house.faults).toEqual([])
})

const path = () => `/rooms/${room.id}/evening/live`
const look = async (visitor = organiser, headers = {}): Promise<LiveReader> => {
  const reader = await readLive(visitor, path(), headers)
  readers.push(reader)
  return reader
}
const set = (stands: Parameters<WebHouse['evenings']['set']>[1]) => {
  house.evenings.set(room, stands)
}
const change = async (reader: LiveReader) => (await reader.nextOf('change')).data

describe('what is sent', () => {
  it('at first everything, as it stands', async () => {
    set(fullEvening)
    const { whole, title, here, news } = await change(await look())
    const page = await organiser.open(`/rooms/${room.id}/evening`)
    expect(page.page.querySelector('#live')?.innerHTML).toBe(whole)
    expect(title).toBe(page.page.querySelector('title')?.textContent)
    expect([here, news]).toEqual(['5 sind da', []])
  })
  it('then the pieces that are different, and no others', async () => {
    set(anEvening({ inside: [guest(1), guest(2)] }))
    const reader = await look()
    await change(reader)
    set(anEvening({ inside: [guest(1), guest(2, { talking: true })] }))
    const { whole, pieces, news } = await change(reader)
    expect(whole).toBeUndefined()
    expect(pieces).toHaveLength(1)
    expect(pieces?.[0]).toMatch(/^<li id="line-line2".*spricht/)
    expect(news).toEqual([])
  })
  it('everything when there are others than before, with the news of it (W-04)', async () => {
    set(anEvening({ inside: [guest(1)] }))
    const reader = await look()
    await change(reader)
    set(anEvening({ inside: [guest(1), guest(2)] }))
    const { whole, news, here } = await change(reader)
    expect(whole).toContain('line-line2')
    expect([...news, here]).toEqual(['Anrufer 2 ist gekommen.', '2 sind da'])
  })
  it('nothing when nothing is different', async () => {
    set(anEvening({ inside: [guest(1)] }))
    const reader = await look()
    await change(reader)
    set(anEvening({ inside: [guest(1)] }))
    set(anEvening({ inside: [guest(1, { muted: true })] }))
    expect((await change(reader)).pieces?.[0]).toContain('Mikrofon aus')
  })
  it('after a break the present, whatever was seen before', async () => {
    set(anEvening({ inside: [guest(1)] }))
    await change(await look())
    set(anEvening({ inside: [guest(1), guest(2)] }))
    const back = await look(organiser, { 'last-event-id': '7' })
    expect((await change(back)).whole).toContain('line-line2')
  })
  it('nothing of whoever looks: no token, no address', async () => {
    set(fullEvening)
    const sent = JSON.stringify(await change(await look()))
    expect(sent).not.toMatch(/form_token|erika|@/)
  })
  it('to each in their language', async () => {
    set(fullEvening)
    const english = await house.signedIn()
    english.keepCookie('rundruf-language', 'en')
    const [de, en] = [await look(), await look(english)]
    expect([(await change(de)).here, (await change(en)).here]).toEqual(['5 sind da', '5 are here'])
    set(nobodyThere)
    expect([(await change(de)).news.at(-1), (await change(en)).news.at(-1)]).toEqual([
      'Die Runde ist zu Ende.',
      'The meeting is over.',
    ])
  })
  it('signs of life, so that a page knows that it is live', async () => {
    const reader = await look()
    await reader.nextOf('beat')
    await reader.nextOf('beat')
  })
  it('a room that was renamed, or has a new PIN', async () => {
    const reader = await look()
    await change(reader)
    await house.store.rooms.change({ ...room, guestPin: '583920' })
    expect((await change(reader)).pieces?.join()).toContain('583 920')
  })
})

describe('how it is asked and drawn', () => {
  it('one listener for a room, however many look, and none when nobody does', async () => {
    const all = await Promise.all([look(), look(), look()])
    await Promise.all(all.map(change))
    expect(house.evenings.listeners()).toBe(1)
    for (const reader of all) await reader[Symbol.asyncDispose]()
    await until(() => house.evenings.listeners() === 0)
  })
  it('what changes while it is asked is not missed', async () => {
    const reader = await look()
    await change(reader)
    const show = house.evenings.show.bind(house.evenings)
    house.evenings.show = async (asked) => {
      house.evenings.show = show
      const stands = await show(asked)
      set(anEvening({ inside: [guest(1), guest(2)] }))
      return stands
    }
    set(anEvening({ inside: [guest(1)] }))
    await change(reader)
    expect((await change(reader)).here).toBe('2 sind da')
  })
  it('when it cannot be told how it stands, pages end and come back', async () => {
    const reader = await look()
    await change(reader)
    const show = house.evenings.show.bind(house.evenings)
    house.evenings.show = () => Promise.reject(new Error('the database is away'))
    set(nobodyThere)
    await reader.ended()
    const refused = await look()
    expect(refused.answer.status).toBe(500)
    expect(house.faults.splice(0)).toHaveLength(1)
    house.evenings.show = show
    expect((await change(await look())).here).toBe('Noch niemand da')
  })
})

describe('S-14: the door, at first and as long as it is open', () => {
  it('who is not signed in, and who does not organise it, sees what they see of its page', async () => {
    const stranger = await house.signedIn('stranger@example.org')
    expect((await look(house.visitor() as Organiser)).answer.status).toBe(303)
    expect((await look(stranger)).answer.status).toBe(404)
  })
  it('a session that ends loses the page', async () => {
    const reader = await look()
    await change(reader)
    await house.store.sessions.endOthers(organiser.account.id, undefined)
    expect((await reader.nextOf('over')).data).toBe('door')
    await reader.ended()
  })
  it('a session that is too old loses it', async () => {
    const reader = await look()
    await change(reader)
    house.clock.passes(sessionPagesMs)
    expect((await reader.nextOf('over')).data).toBe('door')
  })
  it('who does not organise the room any more loses it, and hears nothing after', async () => {
    const second = await house.signedIn('second@example.org')
    await house.store.organised.join(second.account.id, room.id, house.clock.now())
    const reader = await look(second)
    await change(reader)
    await house.store.organised.leave(second.account.id, room.id)
    expect((await reader.nextOf('over')).data).toBe('door')
    set(fullEvening)
    expect(await reader.next()).toBeUndefined()
  })
  it('S-07: an open page counts as being used, to the hour', async () => {
    const reader = await look()
    await change(reader)
    const [before] = await house.store.sessions.of(organiser.account.id)
    house.clock.passes(2 * 60 * 60_000)
    await reader.nextOf('beat')
    await reader.nextOf('beat')
    const [after] = await house.store.sessions.of(organiser.account.id)
    expect(after!.lastSeen - before!.lastSeen).toBe(2 * 60 * 60_000)
  })
  it('a browser that opens the address itself is led to the page', async () => {
    const answer = await organiser.fetch(path(), { headers: { accept: 'text/html' } })
    expect(answer.headers.get('location')).toBe(`/rooms/${room.id}/evening`)
  })
})

describe('R-29: limits', () => {
  it('the oldest page of an account gives way, and does not come back', async () => {
    const all: LiveReader[] = []
    for (let at = 0; at <= streamsOfAccountMax; at++) all.push(await look())
    expect((await all[0]!.nextOf('over')).data).toBe('elsewhere')
    await change(all.at(-1)!)
  })
  it('who does not read is dropped, and nobody else', async () => {
    const cookie = [...organiser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const socket = connect(Number(new URL(house.url).port), '127.0.0.1')
    const closed = once(socket, 'close')
    socket.write(
      `GET ${path()} HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\nCookie: ${cookie}\r\n\r\n`,
    )
    await once(socket, 'data')
    socket.pause()
    const reading = await look()
    await change(reading)
    const name = 'x'.repeat(bufferedBytesMax / 16)
    // More than any buffer on the way holds.
    for (let at = 0; at < 20; at++) {
      set(anEvening({ inside: [guest(1, { name: `${name}${at}` })] }))
      await change(reading)
    }
    socket.resume()
    await closed
    await reading.nextOf('beat')
  })
  it('when the house closes every page is ended at once', async () => {
    const reader = await look()
    await change(reader)
    house.stop()
    await reader.ended()
    expect((await look()).answer.status).toBe(503)
  })
})

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(setImmediate)
}
