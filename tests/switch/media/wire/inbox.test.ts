import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { Inbox } from '../../../../src/switch/media/wire/inbox.ts'

const emptied = (box: Inbox) => {
  const taken: { text: string; cameMs: number }[] = []
  box.empty((datagram, cameMs) => taken.push({ text: datagram.toString(), cameMs }))
  return taken
}

test('gives back what came, in its order and with its time, once', () => {
  const box = new Inbox()
  expect(box.put(Buffer.from('first'), 1.5)).toBe(true)
  expect(box.put(Buffer.from('second one'), 2.5)).toBe(true)
  expect(emptied(box)).toEqual([
    { text: 'first', cameMs: 1.5 },
    { text: 'second one', cameMs: 2.5 },
  ])
  expect(emptied(box)).toEqual([])
})

test('says when there is no room, and keeps what it has', () => {
  const box = new Inbox()
  expect(box.put(Buffer.alloc(257), 0)).toBe(false)
  for (const place of [1, 2, 3, 4]) expect(box.put(Buffer.from([48 + place]), place)).toBe(true)
  expect(box.put(Buffer.from('5'), 5)).toBe(false)
  expect(emptied(box).map(({ text }) => text)).toEqual(['1', '2', '3', '4'])
})

test('a bug in one of them is met once', () => {
  const box = new Inbox()
  box.put(Buffer.from('bad'), 0)
  const broken = () => {
    throw new Error('a bug')
  }
  expect(() => {
    box.empty(broken)
  }).toThrow('a bug')
  expect(emptied(box)).toEqual([])
})

test('whatever is put in comes out, of any length and in any rhythm', () => {
  const datagrams = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 30 })
  fc.assert(
    fc.property(datagrams, fc.integer({ min: 1, max: 6 }), (all, perTick) => {
      const box = new Inbox()
      const out: string[] = []
      const take = (datagram: Buffer) => void out.push(datagram.toString('hex'))
      for (const [place, datagram] of all.entries()) {
        if (!box.put(datagram, 0)) {
          box.empty(take)
          if (!box.put(datagram, 0)) take(Buffer.from(datagram))
        }
        if (place % perTick === 0) box.empty(take)
      }
      box.empty(take)
      expect(out).toEqual(all.map((datagram) => Buffer.from(datagram).toString('hex')))
    }),
  )
})
