import type {
  Evening,
  EveningOutcome,
  Evenings,
  EveningWish,
  Guest,
  Waiter,
} from '../../src/conference/meeting/evening.ts'
import type { Room } from '../../src/conference/room/room.ts'

/*
 * A telephone side for pages: a test says how an evening stands, and reads what was wished. Whoever listens hears of
 * every change.
 */

export const nobodyThere: Evening = {
  meeting: undefined,
  inside: [],
  waiting: [],
  round: undefined,
  carrierAnswers: true,
}

/** Six in the evening of `stoppedClock`, and a bit. */
const opened = Date.UTC(2026, 10, 24, 17, 30)

/** The third line of a meeting, in it; `different` says what is special about it. */
export function guest(number: number, different: Partial<Guest> = {}): Guest {
  return {
    id: `line${number}`,
    number,
    name: undefined,
    role: 'guest',
    since: opened + number * 60_000,
    muted: false,
    talking: false,
    hand: undefined,
    away: false,
    ...different,
  }
}

export function waiter(number: number, different: Partial<Waiter> = {}): Waiter {
  const { id, name } = guest(number)
  const since = Date.UTC(2026, 10, 24, 17, 57)
  return { id, number, name, role: 'guest', since, because: 'asked', ...different }
}

/** A meeting with these in it. */
export function anEvening(different: Partial<Evening> = {}): Evening {
  return { ...nobodyThere, meeting: { id: 'meeting', opened, locked: false }, ...different }
}

/** Everything there can be on the page at once. */
export const fullEvening = anEvening({
  inside: [
    guest(1, { role: 'host', name: 'Maria' }),
    guest(2, { talking: true }),
    guest(3, { muted: true, hand: 2 }),
    guest(4, { hand: 1, name: 'Hans-Joachim mit dem langen Na' }),
    guest(5, { away: true }),
  ],
  waiting: [waiter(6), waiter(7, { because: 'locked' })],
  round: {
    order: ['line2', 'line3', 'line4'],
    spoken: ['line1'],
    since: Date.UTC(2026, 10, 24, 17, 59, 30),
    secondsEach: 120,
  },
})

export type PretendEvenings = Evenings & {
  /** How it stands in this room from now on. */
  set(room: Pick<Room, 'id'>, evening: Evening): void
  readonly wished: EveningWish[]
  /** What the next wishes are answered with. */
  answer: EveningOutcome | (() => Promise<EveningOutcome>)
  listeners(): number
}

export function pretendEvenings(): PretendEvenings {
  const evenings = new Map<string, Evening>()
  const listening = new Map<string, Set<() => void>>()
  const wished: EveningWish[] = []
  const pretend: PretendEvenings = {
    wished,
    answer: 'done',
    set({ id }, evening) {
      evenings.set(id, evening)
      for (const changed of listening.get(id) ?? []) changed()
    },
    show: ({ id }) => Promise.resolve(evenings.get(id) ?? nobodyThere),
    async act(_room, wish) {
      wished.push(wish)
      return typeof pretend.answer === 'string' ? pretend.answer : pretend.answer()
    },
    listen(room, changed) {
      const all = listening.get(room) ?? new Set()
      listening.set(room, all.add(changed))
      return () => all.delete(changed)
    },
    listeners: () => [...listening.values()].reduce((sum, all) => sum + all.size, 0),
  }
  return pretend
}
