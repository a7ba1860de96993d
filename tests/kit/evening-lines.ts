import type { Caller } from '../../src/conference/call/caller.ts'
import type { State } from '../../src/conference/call/callflow.ts'
import { bucketMs, bucketOf, type Tally } from '../../src/conference/figures/tallies.ts'
import { numberKinds } from '../../src/conference/call/number-kind.ts'
import { aRoom, randomness } from './rooms.ts'
import type { StaffHouse } from './staff-house.ts'

/* Evenings for the staff's board, without any telephone. */

const patience = { tries: 0, silences: 0, asks: 1, helps: 0 }
const inside = (role: 'guest' | 'host') =>
  ({ role, locale: 'de', muted: false, hand: false, returns: 0, until: 9e15 }) as const

/** One state for each stage. */
export const states = {
  greeting: { at: 'asking-room-number', typed: '', patience },
  room: { at: 'asking-room-number', typed: '4', patience },
  pin: { at: 'asking-pin', typed: '', patience, roomNumber: '471108', optional: false },
  waiting: {
    at: 'waiting',
    because: 'asked',
    role: 'guest',
    locale: 'de',
    since: 0,
    turns: 1,
    fate: 'waits',
    limit: undefined,
  },
  guest: { at: 'in-meeting', ...inside('guest') },
  host: { at: 'in-meeting', ...inside('host') },
  menu: { at: 'in-menu', menu: { at: 'main', tries: 0 } as never, ...inside('guest') },
  goodbye: { at: 'ended' },
} as const satisfies Record<string, State>

export function aCaller(line: number, state: State, different: Partial<Caller> = {}): Caller {
  const call = `CA${randomness.token()}`
  const kind = numberKinds[line % numberKinds.length] ?? 'other'
  return {
    call,
    state,
    step: randomness.token(),
    last: { request: '', answer: '' },
    meeting: undefined,
    touched: 0,
    ...different,
    shown: { line, kind, began: 0, since: 0, ...different.shown },
  }
}

/** Two meetings, some on their way, and a day behind them. */
export async function busyEvening(house: StaffHouse): Promise<readonly Caller[]> {
  const { store, clock } = house
  const at = clock.now()
  const meetings = await Promise.all(['471108', '583920'].map((number) => aMeeting(house, number)))
  const [first = '', second = ''] = meetings
  const all: readonly (readonly [State, string | undefined])[] = [
    [states.host, first],
    ...Array.from({ length: 6 }, () => [states.guest, first] as const),
    ...Array.from({ length: 5 }, () => [states.guest, second] as const),
    [states.menu, second],
    [states.waiting, first],
    [states.pin, undefined],
    [states.room, undefined],
    [states.greeting, undefined],
  ]
  const callers = all.map(([state, meeting], index) => {
    const since = at - (all.length - index) * 41_000
    const shown = { line: index + 1, kind: 'landline', began: since, since } as const
    const { kind } = aCaller(index, state).shown
    return aCaller(index + 1, state, { meeting, touched: at, shown: { ...shown, kind } })
  })
  for (const caller of callers) await store.callers.add(caller)
  for (const { call } of callers.slice(1, 3)) house.talking.add(call)
  await store.tallies.add(aDay(at))
  return callers
}

async function aMeeting({ store, clock }: StaffHouse, number: string): Promise<string> {
  const room = aRoom({ number, name: 'Angehörige am Dienstag' })
  await store.rooms.add(room)
  const id = randomness.token()
  const opened = clock.now() - 25 * 60_000
  await store.meetings.open({ id, room: room.id, conferenceName: randomness.token(), opened })
  return id
}

/** A day with a quiet night and a busy evening. */
function aDay(at: number): readonly Tally[] {
  return Array.from({ length: 288 }, (_, back) => bucketOf(at) - back * bucketMs).flatMap(
    (bucket) => {
      const hour = (bucket / 3_600_000) % 24
      const busy = Math.max(0, 10 - Math.abs(hour - 17) * 3) + Math.max(0, 4 - Math.abs(hour - 9))
      const calls = Math.round(busy * (1 + Math.sin(bucket / 1e6)))
      return [
        { what: 'calls', bucket, count: calls },
        { what: 'lines', bucket, count: Math.round(busy * 2) },
        { what: 'wrong-entries', bucket, count: calls > 12 ? 2 : 0 },
      ] as const
    },
  )
}
