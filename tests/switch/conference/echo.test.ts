import { beforeEach, afterEach, describe, expect, it, jest } from '@jest/globals'
import { change, kick } from '../../../src/switch/conference/steering.ts'
import { silentFrame } from '../../../src/switch/media/codec/packing.ts'
import { frameMs } from '../../../src/switch/media/frame.ts'
import { makeCaller, makeRoom } from './kit.ts'

beforeEach(() => {
  jest.useFakeTimers()
})
afterEach(() => {
  jest.useRealTimers()
})

const twoSecondsTicks = 2000 / frameMs

describe('<Conference echoSeconds="2">', () => {
  it('gives a caller alone what they said two seconds ago, and no waiting music', () => {
    const ada = makeCaller('ada')
    const room = makeRoom()
    room.joins(ada, { name: 'practice', echoSeconds: 2 })
    room.tick(twoSecondsTicks)
    expect(ada.hears()).toEqual([])
    ada.quiet()
    room.tick()
    expect(ada.hears()).toEqual(['ada'])
    room.tick(twoSecondsTicks)
    expect(ada.hears()).toEqual([])
  })

  it('to them alone: others hear the voice when it is said, and never again', () => {
    const ada = makeCaller('ada')
    const bob = makeCaller('bob')
    const room = makeRoom()
    room.joins(ada, { echoSeconds: 2 })
    room.joins(bob)
    bob.quiet()
    room.tick()
    expect(bob.hears()).toEqual(['ada'])
    ada.quiet()
    room.tick(twoSecondsTicks)
    expect(ada.hears()).toEqual(['ada'])
    expect(bob.hears()).toEqual([])
    bob.says(undefined)
    room.tick()
    expect(ada.hears()).toEqual([])
  })

  it('a muted caller hears nothing of themselves, and one on hold hears nothing at all', () => {
    const ada = makeCaller('ada')
    const room = makeRoom()
    room.joins(ada, { echoSeconds: 2, muted: true })
    room.tick(2 * twoSecondsTicks)
    expect(ada.hears()).toEqual([])
    const [participant] = room.running().participants
    change(room.running(), participant!, { muted: false })
    room.tick(2 * twoSecondsTicks)
    expect(ada.hears()).toEqual(['ada'])
    change(room.running(), participant!, { hold: true })
    room.tick()
    expect(ada.sounding.ear).toBeUndefined()
  })

  it('is over with the conference: nothing is left in the ear', () => {
    const ada = makeCaller('ada')
    const room = makeRoom()
    room.joins(ada, { echoSeconds: 2 })
    room.tick(2 * twoSecondsTicks)
    const running = room.running()
    kick(running, running.participants[0]!)
    room.tick()
    expect(ada.sounding.ear).toBeUndefined()
    expect(running.over?.reason).toBe('last-participant-kicked')
  })

  it('without it nobody hears themselves', () => {
    const ada = makeCaller('ada')
    const bob = makeCaller('bob')
    const room = makeRoom()
    room.joins(ada)
    room.joins(bob)
    bob.quiet()
    room.tick(3 * twoSecondsTicks)
    expect([undefined, silentFrame]).toContain(ada.sounding.ear)
  })
})
