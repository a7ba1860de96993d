import { beforeEach, describe, expect, it } from '@jest/globals'
import {
  quietMs,
  watchers,
  watchersMax,
  type Watchers,
} from '../../../src/conference/meeting/watchers.ts'
import { stoppedClock } from '../../kit/clock.ts'
import { timers } from '../../kit/timers.ts'

let time: ReturnType<typeof timers>
let watching: Watchers
let failed: unknown[]
let told: string[]
beforeEach(() => {
  time = timers(stoppedClock(0))
  failed = []
  told = []
  watching = watchers(time.after, (error) => failed.push(error))
})
const tells = (name: string) => () => told.push(name)

describe('whoever looks at a room', () => {
  it('hears of many changes once, soon after the first, and of the last one too', () => {
    watching.watch('room', tells('ada'))
    for (let ms = 0; ms < quietMs; ms += 10) {
      watching.changed('room')
      time.passes(10)
    }
    expect(told).toEqual(['ada'])
    watching.changed('room')
    expect(told).toEqual(['ada'])
    time.passes(quietMs)
    expect(told).toEqual(['ada', 'ada'])
  })

  it('hears steadily while it changes steadily', () => {
    watching.watch('room', tells('ada'))
    for (let ms = 0; ms < 1000; ms += 10) {
      watching.changed('room')
      time.passes(10)
    }
    expect(told).toHaveLength(1000 / quietMs)
  })

  it('hears of its own room only, beside all others who look at it', () => {
    watching.watch('room', tells('ada'))
    watching.watch('room', tells('bob'))
    watching.watch('another', tells('cy'))
    watching.changed('room')
    watching.changed('nobody looks')
    time.passes(quietMs)
    expect(told).toEqual(['ada', 'bob'])
    watching.changedAll()
    time.passes(quietMs)
    expect(told.slice(2)).toEqual(['ada', 'bob', 'cy'])
  })

  it('one that fails keeps nobody else from hearing', () => {
    const error = new Error('closed')
    watching.watch('room', () => {
      throw error
    })
    watching.watch('room', tells('bob'))
    watching.changed('room')
    time.passes(quietMs)
    expect(told).toEqual(['bob'])
    expect(failed).toEqual([error])
  })

  it('hears nothing more after leaving, and leaves nothing behind', () => {
    const leave = watching.watch('room', tells('ada'))
    watching.changed('room')
    leave()
    leave()
    expect(time.waiting).toBe(0)
    expect(watching.isWatched()).toBe(false)
    time.passes(quietMs)
    expect(told).toEqual([])
    watching.changed('room')
    expect(time.waiting).toBe(0)
  })

  it('may leave while it is told', () => {
    const leave = watching.watch('room', () => {
      leave()
    })
    watching.watch('room', tells('bob'))
    watching.changed('room')
    time.passes(quietMs)
    expect(told).toEqual(['bob'])
  })

  it('there is an end to how many, and room again when somebody leaves', () => {
    const leaves = Array.from({ length: watchersMax }, (_, n) =>
      watching.watch(`room ${n % 300}`, () => undefined),
    )
    expect(() => watching.watch('room', tells('ada'))).toThrow('watch already')
    leaves[0]!()
    watching.watch('room', tells('ada'))
    for (const leave of leaves) leave()
    expect(watching.isWatched()).toBe(true)
  })
})
