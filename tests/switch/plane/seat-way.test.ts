import { expect, test } from '@jest/globals'
import { change } from '../../../src/switch/conference/steering.ts'
import { samplesPerFrame } from '../../../src/switch/media/frame.ts'
import { makeCaller, makeRoom, silentWishes, type Caller } from '../conference/kit.ts'

/* What a caller's line in the log says of their voice in a conference. Nothing of what is said is in it. */

const where = ({ sounding }: Caller) => sounding.where?.()

test('who is mixed, with how many, and who is not and why', () => {
  const room = makeRoom()
  const [ada, bob, cy, dee] = [
    makeCaller('ada'),
    makeCaller('bob'),
    makeCaller('cy'),
    makeCaller('dee'),
  ]
  expect(where(ada)).toBeUndefined()
  const { conferenceSid } = room.joins(ada, silentWishes)
  expect(where(ada)).toBe(`room ${conferenceSid}: not begun, 1 people`)
  for (const caller of [bob, cy, dee]) room.joins(caller, silentWishes)
  const [, , cys, dees] = room.running().participants
  change(room.running(), cys!, { muted: true })
  change(room.running(), dees!, { hold: true })
  bob.quiet()
  room.tick()
  const mixed = `room ${conferenceSid}: 1 of 4 mixed`
  expect([ada, bob, cy, dee].map(where)).toEqual([
    ...[`mixed → ${mixed}`, `silent → ${mixed}`, `muted → ${mixed}`, `on hold → ${mixed}`],
  ])
  ada.hangsUp()
  room.tick()
  expect(where(ada)).toBe(`mixed → ${mixed}, until they left`)
})

test('that others are louder', () => {
  const room = makeRoom()
  const all = Array.from({ length: 18 }, () => makeCaller('ada'))
  for (const caller of all) room.joins(caller, silentWishes)
  all.forEach((caller, at) => {
    caller.says(new Int16Array(samplesPerFrame).fill(100 * (at + 1)))
  })
  room.tick(3)
  expect(all.slice(0, 3).map((caller) => where(caller)?.replace(/CF\w+/, 'CF'))).toEqual([
    'left out, others are louder → room CF: 16 of 18 mixed',
    'left out, others are louder → room CF: 16 of 18 mixed',
    'mixed → room CF: 16 of 18 mixed',
  ])
})
