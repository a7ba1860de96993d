import { describe, expect, it } from '@jest/globals'
import { alarmsOf } from '../../../src/conference/staff/board-alarms.ts'
import { board, type Seen } from '../../../src/conference/staff/board.ts'
import { aCaller, states } from '../../kit/evening-lines.ts'

const meeting = {
  id: 'm',
  room: 'r',
  conferenceName: 'c',
  opened: 5,
  locked: false,
  hostTold: 0,
  warned: false,
  ended: false,
}
const seen = (different: Partial<Seen> = {}): Seen => ({
  at: 100,
  callers: [],
  meetings: [],
  help: [],
  service: { paused: undefined, protected: undefined },
  helpLine: (call) => `line of ${call}`,
  talks: () => false,
  quality: () => undefined,
  opaque: (id) => `opaque ${id.length}`,
  capacity: 10,
  carrier: { kind: 'built-in', health: { is: 'answers', since: 0 }, faults: 0 },
  ...different,
})

describe('the board', () => {
  it('counts every call once, at its stage', () => {
    const callers = Object.values(states).map((state, at) => aCaller(at + 1, state))
    const { inUse, stages } = board(seen({ callers }))
    expect(inUse).toBe(callers.length)
    expect(stages).toEqual({
      greeting: 1,
      room: 1,
      pin: 1,
      waiting: 1,
      meeting: 2,
      menu: 1,
      help: 0,
      practice: 0,
      goodbye: 1,
    })
  })
  it('a meeting: how many are in it, menu included, waiting not, and whether a host is there', () => {
    const of = { meeting: 'm' }
    const guests = [aCaller(1, states.guest, of), aCaller(2, states.menu, of)]
    const others = [aCaller(3, states.waiting, of), aCaller(4, states.guest)]
    const without = board(seen({ callers: [...guests, ...others], meetings: [meeting] }))
    expect(without.meetings).toMatchObject([{ callers: 2, hostThere: false, opened: 5 }])
    const host = aCaller(5, states.host, of)
    const withHost = board(seen({ callers: [...guests, host], meetings: [meeting] }))
    expect(withHost.meetings).toMatchObject([{ callers: 3, hostThere: true }])
  })
  it('who asked for help: on which line, while the call goes on; never what they left', () => {
    const caller = aCaller(4, states.pin)
    const request = (line: string) => ({
      ...({ id: line.slice(-3), stage: 'pin', line, hasNumber: true } as const),
      ...{ created: 5, until: 90, taken: undefined },
    })
    const here = request(`line of ${caller.call}`)
    const { help } = board(seen({ callers: [caller], help: [here, request('line of nobody')] }))
    expect(help.map(({ line }) => line)).toEqual([4, undefined])
    expect(Object.keys(help[0]!)).toEqual(['id', 'stage', 'hasNumber', 'created', 'taken', 'line'])
  })
  it('lines are in the order of their numbers; who talks is known of meetings only', () => {
    const callers = [aCaller(3, states.guest), aCaller(1, states.pin), aCaller(2, states.guest)]
    const { lines } = board(seen({ callers, talks: (call) => call === callers[0]!.call }))
    expect(lines.map(({ number, talks }) => [number, talks])).toEqual([
      [1, undefined],
      [2, false],
      [3, true],
    ])
  })
  it('P-06: no name of a call, a meeting, a room or a conference is in it', () => {
    const callers = [aCaller(1, states.guest, { meeting: 'meeting-name' })]
    const meetings = [
      { ...meeting, id: 'meeting-name', room: 'room-name', conferenceName: 'conf-name' },
    ]
    const text = JSON.stringify(board(seen({ callers, meetings })))
    for (const name of [
      callers[0]!.call,
      callers[0]!.step,
      'meeting-name',
      'room-name',
      'conf-name',
    ])
      expect(text).not.toContain(name)
  })
})

describe('what staff should look at (W-17: in words)', () => {
  const now = (different: Partial<Seen>) => alarmsOf(board(seen(different))).map(({ is }) => is)
  const carrier = seen().carrier

  it('nothing, when all is well', () => {
    expect(now({})).toEqual([])
  })
  it('a carrier that is silent, faults, and lines that are almost all in use', () => {
    const silent = { ...carrier, health: { is: 'silent', since: 7 }, faults: 3 } as const
    const lines = (count: number) =>
      Array.from({ length: count }, (_, at) => aCaller(at, states.pin))
    expect(now({ carrier: silent })).toEqual(['carrier', 'faults'])
    expect([now({ callers: lines(7) }), now({ callers: lines(8) })]).toEqual([[], ['capacity']])
    expect(now({ callers: lines(8), capacity: undefined })).toEqual([])
  })
})
