import { describe, expect, it } from '@jest/globals'
import type { News } from '../../../src/switch/plane/messages.ts'
import { makeOutbox } from '../../../src/switch/plane/outbox.ts'

const news = (leg: string): News => ({ is: 'opened', leg })

function boxWith(heard: (leg: string) => void = () => undefined) {
  const delivered: string[][] = []
  const box = makeOutbox((all) => {
    const legs = all.map((one) => ('leg' in one ? one.leg : ''))
    delivered.push(legs)
    for (const leg of legs) heard(leg)
  })
  return { box, delivered }
}

describe('what a plane tells', () => {
  it('goes out at once, or together when the tick is over', () => {
    const { box, delivered } = boxWith()
    box.tell(news('a'))
    box.hold()
    box.hold()
    box.tell(news('b'))
    box.letGo()
    box.tell(news('c'))
    expect(delivered).toEqual([['a']])
    box.letGo()
    expect(delivered).toEqual([['a'], ['b', 'c']])
  })

  it('while it is heard comes after what is heard', () => {
    const order: string[] = []
    const { box } = boxWith((leg) => {
      order.push(leg)
      if (leg === 'a') box.tell(news('c'))
    })
    box.hold()
    box.tell(news('a'))
    box.tell(news('b'))
    box.letGo()
    expect(order).toEqual(['a', 'b', 'c'])
  })

  it('goes on after somebody failed to hear', () => {
    let fails = true
    const { box, delivered } = boxWith(() => {
      if (fails) throw new TypeError('a bug')
    })
    expect(() => {
      box.tell(news('a'))
    }).toThrow('a bug')
    fails = false
    box.tell(news('b'))
    expect(delivered).toEqual([['a'], ['b']])
  })
})
