import { describe, expect, it } from '@jest/globals'
import { makeKeyQueue, typeAheadMax } from '../../../src/switch/call/keys.ts'
import { pressesOnce } from '../../../src/switch/call/presses.ts'
import type { Key } from '../../../src/switch/media/frame.ts'

const never = new AbortController().signal

describe('keys of a call', () => {
  it('wait for whoever asks, oldest first', async () => {
    const queue = makeKeyQueue()
    queue.press('4')
    queue.press('7')
    expect(queue.waiting).toBe(2)
    expect([await queue.next(never), await queue.next(never)]).toEqual(['4', '7'])
  })

  it('go at once to who waits for them', async () => {
    const queue = makeKeyQueue()
    const key = queue.next(never)
    queue.press('*')
    expect(await key).toBe('*')
    expect(queue.waiting).toBe(0)
  })

  it('are not lost by somebody who gave up waiting', async () => {
    const queue = makeKeyQueue()
    const stop = new AbortController()
    const given = queue.next(stop.signal)
    stop.abort()
    queue.press('1')
    expect(await given).toBeUndefined()
    expect(await queue.next(stop.signal)).toBeUndefined()
    expect(await queue.next(never)).toBe('1')
  })

  it(`are ${typeAheadMax} at most; later ones are lost`, () => {
    const queue = makeKeyQueue()
    for (let i = 0; i < typeAheadMax + 5; i++) queue.press('1')
    expect(queue.waiting).toBe(typeAheadMax)
    queue.clear()
    expect(queue.waiting).toBe(0)
  })
})

describe('a press', () => {
  function telephone() {
    const pressed: Key[] = []
    let at = 0
    const press = pressesOnce(
      (key) => pressed.push(key),
      () => at,
    )
    const later = (ms: number) => {
      at += ms
    }
    return { pressed, press, later }
  }

  it('that comes as packets and as INFO counts once, in either order', () => {
    const { pressed, press, later } = telephone()
    press('1', 'packets')
    press('1', 'info')
    later(100)
    press('2', 'info')
    later(50)
    press('2', 'packets')
    expect(pressed).toEqual(['1', '2'])
  })

  it('of the same key twice counts twice, also when both come both ways', () => {
    const { pressed, press, later } = telephone()
    for (let i = 0; i < 2; i++) {
      press('1', 'packets')
      press('1', 'info')
      later(150)
    }
    expect(pressed).toEqual(['1', '1'])
    press('5', 'info')
    press('5', 'info')
    expect(pressed).toEqual(['1', '1', '5', '5'])
  })

  it('by the other way is a new one when it comes late', () => {
    const { pressed, press, later } = telephone()
    press('1', 'packets')
    later(1_500)
    press('1', 'info')
    expect(pressed).toEqual(['1', '1'])
  })

  it('of what is no key of a telephone is dropped', () => {
    const { pressed, press } = telephone()
    for (const text of ['A', '', '12', '!']) press(text, 'info')
    expect(pressed).toEqual([])
  })
})
