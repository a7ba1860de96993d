import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { keys, type Key } from '../../../../src/switch/media/frame.ts'
import {
  keyPresses,
  readTelephoneEvent,
  writeTelephoneEvent,
  type TelephoneEvent,
} from '../../../../src/switch/media/wire/telephone-event.ts'

type Sent = { event: TelephoneEvent; timestamp: number }

/** The packets of one press, the end three times. */
const press = (key: Key, timestamp: number, ms: number): Sent[] => {
  const packets: Sent[] = []
  for (let duration = 160; duration < ms * 8; duration += 160) {
    packets.push({ event: { key, end: false, duration }, timestamp })
  }
  const end = { event: { key, end: true, duration: ms * 8 }, timestamp }
  return [...packets, end, end, end]
}

const pressed = (packets: Sent[]) => {
  const hears = keyPresses()
  return packets.flatMap(({ event, timestamp }) => hears(event, timestamp) ?? [])
}

describe('keys as packets (RFC 4733)', () => {
  test.each(keys)('%s is read as it was written', (key) => {
    const bytes = new Uint8Array(4)
    writeTelephoneEvent(bytes, 0, { key, end: true, duration: 640 })
    expect(readTelephoneEvent(bytes, 0, 4)).toEqual({ key, end: true, duration: 640 })
  })

  test.each([12, 15, 16, 255])('event %s is no key of a telephone', (event) => {
    expect(readTelephoneEvent(Uint8Array.of(event, 0x8a, 0, 160), 0, 4)).toBeUndefined()
  })

  test('fewer than four bytes are no event', () => {
    expect(readTelephoneEvent(Uint8Array.of(1, 2, 3, 4), 1, 4)).toBeUndefined()
  })

  test('A-19 a press of 40 ms is one key', () => {
    expect(pressed(press('5', 8000, 40))).toEqual(['5'])
  })

  test('A-19 a press of three seconds is one key', () => {
    expect(pressed(press('5', 8000, 3000))).toEqual(['5'])
  })

  test('a press of twenty seconds goes on in new segments and is still one key', () => {
    const first = press('5', 8000, 8191).slice(0, -3)
    const second = press('5', 8000 + 0xffff, 8191).slice(0, -3)
    const third = press('5', 8000 + 2 * 0xffff, 3000)
    expect(pressed([...first, ...second, ...third])).toEqual(['5'])
  })

  test('the same key twice is two keys', () => {
    expect(pressed([...press('1', 8000, 60), ...press('1', 9000, 60)])).toEqual(['1', '1'])
  })

  test('the end of one press that comes after the next has begun presses nothing again', () => {
    const one = press('1', 8000, 60)
    const two = press('2', 9000, 60)
    expect(pressed([...one.slice(0, -1), two[0]!, one.at(-1)!, ...two.slice(1)])).toEqual([
      '1',
      '2',
    ])
  })

  test('A-19 any key sequence survives loss, doubles and swaps within a press', () => {
    const typed = fc.array(fc.constantFrom(...keys), { maxLength: 12 })
    fc.assert(
      fc.property(typed, fc.infiniteStream(fc.nat(99)), (text, chance) => {
        const packets = text.flatMap((key, place) => {
          const all = press(key, 4_294_960_000 + place * 1600, 80).map(({ event, timestamp }) => ({
            event,
            timestamp: timestamp >>> 0,
          }))
          const survivors = all.filter(() => chance.next().value! > 40)
          const kept = survivors.length > 0 ? survivors : [all[0]!]
          return [...kept, ...kept.filter(() => chance.next().value! > 70)].sort(
            () => chance.next().value! - 50,
          )
        })
        expect(pressed(packets)).toEqual(text)
      }),
    )
  })
})
