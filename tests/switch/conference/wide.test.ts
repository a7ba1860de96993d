import { describe, expect, test } from '@jest/globals'
import { change } from '../../../src/switch/conference/steering.ts'
import {
  samplesPerFrame,
  wideSamplesPerFrame,
  type Frame,
} from '../../../src/switch/media/frame.ts'
import { makeCaller, makeRoom, silentWishes, type Caller } from './kit.ts'

/** A steady level in the low band, and another above. */
const wideFrame = (low: number, high: number): Frame =>
  new Int16Array(wideSamplesPerFrame).fill(low, 0, samplesPerFrame).fill(high, samplesPerFrame)
const narrowFrame = (level: number): Frame => new Int16Array(samplesPerFrame).fill(level)

const low = ({ sounding }: Caller) => sounding.ear?.[samplesPerFrame / 2] ?? 0
const high = ({ sounding }: Caller) => sounding.ear?.[samplesPerFrame * 1.5] ?? 0

describe('A-13 a room of wide and narrow telephones', () => {
  const together = () => {
    const room = makeRoom()
    const [ada, bob, cy] = [makeCaller('ada', true), makeCaller('bob', true), makeCaller('cy')]
    for (const caller of [ada, bob, cy]) {
      caller.quiet()
      room.joins(caller, silentWishes)
    }
    return { room, ada, bob, cy }
  }

  test('each hears as wide as their telephone is, all others, and not themselves', () => {
    const { room, ada, bob, cy } = together()
    ada.says(wideFrame(1000, 300))
    cy.says(narrowFrame(500))
    room.tick(10)
    expect(bob.sounding.ear).toHaveLength(wideSamplesPerFrame)
    expect(cy.sounding.ear).toHaveLength(samplesPerFrame)
    expect(low(bob) / 1500).toBeCloseTo(1, 1)
    expect(high(bob)).toBeGreaterThan(250)
    expect(low(ada) / 500).toBeCloseTo(1, 1)
    expect(Math.abs(high(ada))).toBeLessThan(50)
    expect(low(cy) / 1000).toBeCloseTo(1, 1)
  })

  test('who comes with a wide telephone is announced to all but themselves', () => {
    const { room, ada, bob, cy } = together()
    const dee = makeCaller('dee', true)
    dee.quiet()
    room.joins(dee, { ...silentWishes, beep: 'onEnter' })
    room.tick(2)
    for (const caller of [ada, bob, cy]) expect(low(caller)).toBeGreaterThan(1000)
    expect(dee.sounding.ear).toBeUndefined()
  })

  test('a muted wide telephone is heard in neither band', () => {
    const { room, ada, bob, cy } = together()
    const [participant] = room.running().participants
    change(room.running(), participant!, { muted: true })
    ada.says(wideFrame(1000, 300))
    room.tick(10)
    expect([bob, cy].map(({ sounding }) => sounding.ear)).toEqual([undefined, undefined])
  })
})
