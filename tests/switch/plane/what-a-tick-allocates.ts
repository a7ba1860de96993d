import { samplesPerFrame, wideSamplesPerFrame } from '../../../src/switch/media/frame.ts'
import type { Line } from '../../../src/switch/media/line.ts'
import { PlaneLeg } from '../../../src/switch/plane/leg.ts'
import { makeRooms } from '../../../src/switch/plane/rooms.ts'

/*
 * Run in a process of its own by allocation.test.ts, with `--expose-gc`: prints how many bytes one tick of a big room makes, in
 * which everybody speaks and the loudest change. The middle one of many counts: the compiler works beside it now and then.
 */

const people = 20
const warmUpTicks = 5_000
/** Few enough that nothing is collected while they are counted. */
const ticksAtOnce = 200
const counts = 51

function legOf(at: number): PlaneLeg {
  const wide = at % 2 === 0
  const frame = new Int16Array(wide ? wideSamplesPerFrame : samplesPerFrame)
  let tick = 0
  const line = {
    agree: () => undefined,
    listen() {
      // Now this one is loud and now that one, and each is silent for a while.
      const turn = (tick++ + at * 40) % 800
      if (turn > 700) return undefined
      const level = turn < 300 ? 9_000 : 1_000 + 10 * at
      for (let i = 0; i < samplesPerFrame; i++) frame[i] = (i & 8) === 0 ? level : -level
      return frame
    },
    speak: () => undefined,
  } as unknown as Line
  const leg = new PlaneLeg(`CA${at}`, line, 0)
  const codec = wide ? 'G722' : 'PCMA'
  leg.agree({ address: '127.0.0.1', port: 4000, codec, direction: 'sendrecv' })
  return leg
}

const legs = new Map(Array.from({ length: people }, (_, at) => [`CA${at}`, legOf(at)]))
const rooms = makeRooms(
  (leg) => legs.get(leg),
  () => undefined,
)
rooms.take({ do: 'make-room', room: 'r', wish: { tellsSpeech: true, unbrokenSeconds: 0 } })
rooms.take({ do: 'start-room', room: 'r' })
for (const leg of legs.keys()) {
  rooms.take({ do: 'sit', room: 'r', leg, wish: { muted: false, hold: false } })
}

function run(count: number): void {
  for (let tick = 0; tick < count; tick++) {
    for (const leg of legs.values()) leg.hear()
    rooms.tick()
    for (const leg of legs.values()) leg.speak()
  }
}

const bytes = () => {
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

run(warmUpTicks)
const perTick = Array.from({ length: counts }, () => {
  globalThis.gc?.()
  const before = bytes()
  run(ticksAtOnce)
  return (bytes() - before) / ticksAtOnce
}).sort((one, other) => one - other)
process.stdout.write(String(perTick[(counts - 1) / 2]))
