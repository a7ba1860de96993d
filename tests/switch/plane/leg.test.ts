import { describe, expect, it } from '@jest/globals'
import type { Frame } from '../../../src/switch/media/frame.ts'
import { PlaneLeg, type LegLine } from '../../../src/switch/plane/leg.ts'
import type { Agreed, Direction } from '../../../src/switch/sdp/agreed.ts'

/** A leg on a line without a socket, whose caller says the same frame for ever. */
function legOf(voice: Frame = new Int16Array(160).fill(1000)) {
  const agreed: Agreed[] = []
  const spoken: Frame[] = []
  const line: LegLine = {
    port: 30_000,
    agree: (now) => agreed.push(now),
    listen: () => voice,
    speak: (frame) => spoken.push(frame),
    statistics: () => ({
      ...{ packetsReceived: 7, packetsSent: 0, packetsLost: 0, packetsRefused: 0 },
      ...{ reportsReceived: 0, reportsSent: 0, reportsRefused: 0 },
    }),
    bufferMs: () => 20,
    quality: () => undefined,
    describe: (...within) => ['a fake', ...within].join(' → '),
    leave: () => {
      throw new Error('it does not move')
    },
    close: () => undefined,
  }
  const leg = new PlaneLeg('CA1', line, 0)
  const agree = (direction: Direction, codec: Agreed['codec'] = 'PCMA') => {
    leg.agree({ address: '127.0.0.1', port: 4000, codec, direction })
  }
  return { leg, agree, agreed, spoken }
}

describe('the sound of a leg', () => {
  it('reaches the others, unless the caller holds us: their music is not for the room', () => {
    const { leg, agree } = legOf()
    const heard = () => {
      leg.hear()
      return leg.mouth?.at(-1)
    }
    expect(heard()).toBeUndefined() // nothing is agreed on
    agree('sendrecv')
    expect(heard()).toBe(1000)
    for (const direction of ['recvonly', 'inactive', 'sendonly'] as const) {
      agree(direction)
      expect(heard()).toBeUndefined()
    }
    agree('sendrecv')
    expect(heard()).toBe(1000)
  })

  it('is the room where no prompt covers it', () => {
    const { leg, agree, spoken } = legOf()
    agree('sendrecv')
    const room: Frame = new Int16Array(160).fill(500)
    leg.ear = room
    leg.speak()
    expect(spoken.at(-1)).toBe(room)
  })

  it('is wide with a wide codec alone', () => {
    const { leg, agree } = legOf()
    const wide = (['PCMA', 'G722', 'PCMU'] as const).map((codec) => {
      agree('sendrecv', codec)
      return leg.wide
    })
    expect(wide).toEqual([false, true, false])
  })

  it('that is played is over with its last sample, or when it is stopped', async () => {
    const { leg, agree, spoken } = legOf()
    agree('sendrecv')
    const over: number[] = []
    for (const play of [1, 2]) {
      leg.play(play, new Int16Array(320).fill(play * 1000), () => over.push(play))
    }
    for (let tick = 0; tick < 2; tick++) leg.speak()
    await Promise.resolve()
    expect(over).toEqual([1])
    leg.speak()
    expect(spoken.at(-1)?.at(-1)).toBe(2000)
    leg.stop(2)
    await Promise.resolve()
    expect(over).toEqual([1, 2])
  })

  it('is told in figures', () => {
    expect(legOf().leg.figures()).toMatchObject({
      statistics: { packetsReceived: 7 },
      ...{ bufferMs: 20, quality: undefined, way: 'a fake → gate shut → gain 0 dB → no room' },
    })
  })

  it('tells what becomes of it on its way: how it is brought to loudness, and where it is heard', () => {
    const { leg, agree } = legOf(new Int16Array(160).fill(400))
    agree('sendrecv')
    for (let tick = 0; tick < 200; tick++) leg.hear()
    leg.where = () => 'mixed → a room'
    expect(leg.figures().way).toMatch(/^a fake → gate open → gain \+[1-9]\d* dB → mixed → a room$/)
    leg.broken = true
    expect(leg.figures().way).toBe('a fake → not listened to → mixed → a room')
  })
})
