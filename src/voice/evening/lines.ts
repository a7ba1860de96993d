import { createHash } from 'node:crypto'
import type { Caller } from '../../conference/call/caller.ts'
import { insideOf, type Line, type Sitting } from '../../conference/meeting/line.ts'
import type { Place } from '../../conference/meeting/meeting.ts'
import type { Kept } from '../../conference/ports.ts'
import type { Present } from '../../conference/meeting/speaking-round.ts'
import { companyOf, type Company } from '../company.ts'
import type { Seat } from '../carrier/phone.ts'

/** A company with what its organiser knows of each line. */
export type Gathering = {
  readonly company: Company
  readonly sitting: Sitting
  readonly people: readonly Person[]
}

/** Somebody who is in the meeting, on the way in, or waits. */
export type Person = {
  /** Names the line in addresses: it outlives a cut line, and means nothing anywhere else. */
  readonly id: string
  readonly caller: Caller
  readonly line: Line
  /** Where they sit, as the carrier says. Undefined: in the menu, on the way in, in the waiting room. */
  readonly place: Place | undefined
}

/** Longer than anybody guesses, short enough for an address. */
const idLength = 12

/** Everybody who belongs to the meeting of a room now; undefined while there is none. */
export async function gathered(kept: Kept, room: string): Promise<Gathering | undefined> {
  const meeting = await kept.meetings.openIn(room)
  const company = await companyOf(kept, meeting?.id)
  if (company === undefined) return undefined
  const { id } = company.meeting
  // After the callers: whoever is among them has a line by then.
  const lines = await kept.lines.of(id)
  const sitting = await kept.sittings.of(id)
  const people = company.callers.map((caller) => personOf(company, lines, caller))
  return { company, sitting, people: people.sort((a, b) => a.line.number - b.line.number) }
}

function personOf({ meeting, picture }: Company, lines: readonly Line[], caller: Caller): Person {
  const place = picture.places.find(
    ({ call, here, conference }) => call === caller.call && here && !picture.ended.has(conference),
  )
  // A call from before there were lines: seen all the same (S-36).
  const line = lines.find(({ call }) => call === caller.call) ?? {
    meeting: meeting.id,
    number: lines.length + 1,
    call: caller.call,
    name: '',
    insideSince: undefined,
    handSince: undefined,
    removed: false,
    gone: undefined,
  }
  return { id: idOf(line), caller, line, place }
}

function idOf({ meeting, number }: Line): string {
  return createHash('sha256')
    .update(`${meeting} ${String(number)}`)
    .digest('base64url')
    .slice(0, idLength)
}

/** In the meeting, its menu or on the way in; whoever was removed only as long as the others hear them. */
export function isInside({ caller: { state }, line, place }: Person): boolean {
  if (line.removed) return place !== undefined
  const letIn = state.at === 'waiting' && state.fate === 'let-in'
  return place !== undefined || insideOf(state) !== undefined || letIn
}

/** Whose turn it may be in a speaking round. */
export function presentIn({ people }: Gathering): readonly Present[] {
  return people
    .filter((person) => isInside(person) && !person.line.removed)
    .map(({ line: { number, handSince } }) => ({ number, handSince }))
}

export function seatOf({ place }: Person): Seat | undefined {
  return place === undefined ? undefined : { conference: place.conference, call: place.call }
}
