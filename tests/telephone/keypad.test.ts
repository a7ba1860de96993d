import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { keys } from '../../src/switch/media/frame.ts'
import { asKey, keyTicks } from '../../src/telephone/keypad.ts'

test('one press is a start with the marker, updates, and the end three times (RFC 4733 §2.5.1.4)', () => {
  const ticks = keyTicks('5', { pressMs: 60, gapMs: 40 })
  const packet = { key: '5', end: false, startsEvent: false }
  const end = { ...packet, end: true, durationSamples: 480, sinceStartSamples: 320 }
  expect(ticks).toEqual([
    [{ ...packet, startsEvent: true, durationSamples: 160, sinceStartSamples: 0 }],
    [{ ...packet, durationSamples: 320, sinceStartSamples: 160 }],
    [end, end, end],
    [],
    [],
  ])
})

test('every key ends exactly once, in the order it was pressed', () => {
  const some = fc.array(fc.constantFrom(...keys), { maxLength: 12 })
  fc.assert(
    fc.property(some, (pressed) => {
      const ended = keyTicks(pressed.join('')).filter(([packet]) => packet?.end)
      expect(ended.map(([packet]) => packet?.key)).toEqual(pressed)
      expect(ended.every((packets) => packets.length === 3)).toBe(true)
    }),
  )
})

test('even the shortest press has a beginning and an end', () => {
  const [first, last] = keyTicks('#', { pressMs: 1, gapMs: 0 })
  expect(first?.[0]).toMatchObject({ end: false })
  expect(last?.[0]).toMatchObject({ end: true })
})

test('a letter is no key', () => {
  expect(() => asKey('x')).toThrow('no telephone has the key "x"')
})
