import type { Evening, Guest, SpeakingRound, Waiter } from '../../conference/meeting/evening.ts'
import { insideOf } from '../../conference/meeting/line.ts'
import { isLocked } from '../company.ts'
import { isInside, presentIn, type Gathering, type Person } from './lines.ts'

export type Shown = {
  /** Whether this call is talking at this moment. */
  readonly talks: (call: string) => boolean
  readonly carrierAnswers: boolean
}

/** What an organiser sees. Nothing of it is a telephone number. */
export function shown(gathering: Gathering | undefined, how: Shown): Evening {
  const { carrierAnswers } = how
  if (gathering === undefined) {
    return { meeting: undefined, inside: [], waiting: [], round: undefined, carrierAnswers }
  }
  const { company, people } = gathering
  const { id, opened } = company.meeting
  const inside = people.filter(isInside)
  const hands = raised(inside)
  return {
    meeting: { id, opened, locked: isLocked(company, '') },
    inside: inside.map((person) => guest(person, hands, how)),
    waiting: waitersOf(people),
    round: roundOf(gathering),
    carrierAnswers,
  }
}

function guest(person: Person, hands: readonly Person[], { talks }: Shown): Guest {
  const { caller, line, place } = person
  const { state, call } = caller
  const role = 'role' in state ? state.role : (insideOf(state)?.role ?? 'guest')
  const muted = place?.muted ?? insideOf(state)?.muted ?? false
  const hand = hands.indexOf(person)
  return {
    ...label(person),
    role,
    since: line.insideSince ?? (state.at === 'waiting' ? state.since : caller.touched),
    muted,
    talking: place !== undefined && !muted && talks(call),
    hand: hand < 0 ? undefined : hand + 1,
    away: place === undefined,
  }
}

/** Who raised a hand, the first first. */
function raised(people: readonly Person[]): readonly Person[] {
  const since = ({ line }: Person) => line.handSince ?? 0
  return people
    .filter(({ caller }) => insideOf(caller.state)?.hand === true)
    .toSorted((a, b) => since(a) - since(b))
}

function waitersOf(people: readonly Person[]): readonly Waiter[] {
  return people
    .flatMap((person): readonly Waiter[] => {
      const { state } = person.caller
      if (state.at !== 'waiting' || state.fate !== 'waits') return []
      const { role, since, because } = state
      return [{ ...label(person), role, since, because }]
    })
    .sort((a, b) => a.since - b.since)
}

function label({ id, line: { number, name } }: Person) {
  return { id, number, name: name === '' ? undefined : name }
}

/** Those who are there: whoever left keeps a place, but nobody waits for them. */
function roundOf(gathering: Gathering): SpeakingRound | undefined {
  const { round } = gathering.sitting
  if (round === undefined) return undefined
  const there = new Set(presentIn(gathering).map(({ number }) => number))
  const idOf = new Map(gathering.people.map(({ id, line }) => [line.number, id]))
  const ids = (numbers: readonly number[]) =>
    numbers.filter((number) => there.has(number)).flatMap((number) => idOf.get(number) ?? [])
  const { since, secondsEach } = round
  return { order: ids(round.order), spoken: ids(round.spoken), since, secondsEach }
}
