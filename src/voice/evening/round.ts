import type { Kept } from '../../conference/ports.ts'
import {
  roundDue,
  tendRound,
  type Round,
  type RoundMoved,
  type Told,
} from '../../conference/meeting/speaking-round.ts'
import type { Announcement } from '../announcements.ts'
import { gathered, presentIn, seatOf, type Gathering } from './lines.ts'
import type { Steer } from '../carrier/steer.ts'

/** Keeps a round as it is now, and answers what is to be said, each to one person alone. */
export async function roundWritten(
  kept: Kept,
  gathering: Gathering,
  { round, told }: RoundMoved,
): Promise<readonly Steer[]> {
  await kept.sittings.change(gathering.company.meeting.id, { round })
  return told.flatMap((one) => saidTo(gathering, one))
}

/** Whoever is in the menu does not hear it; their turn it is all the same. */
function saidTo({ people, company }: Gathering, { number, hears }: Told): readonly Steer[] {
  const person = people.find(({ line }) => line.number === number)
  const to = person && seatOf(person)
  if (to === undefined) return []
  const muted = person?.place?.muted === true
  const what: Announcement = hears === 'your-turn' && muted ? 'your-turn-muted' : hears
  return [{ do: 'announce', what, locale: company.room.locale, to }]
}

export type RoundTended = {
  /** Something has become due; `look` leaves it undone. */
  readonly isDue: boolean
  /** When the next thing becomes due by itself. */
  readonly dueAt: number | undefined
  readonly steer: readonly Steer[]
}

/** What has become of the round of a room by itself; undefined when there is none. */
export async function tendRoundOf(
  kept: Kept,
  room: string,
  at: number,
  doing: 'look' | 'write',
): Promise<RoundTended | undefined> {
  const gathering = await gathered(kept, room)
  const round = gathering?.sitting.round
  if (gathering === undefined || round === undefined) return undefined
  const moved = tendRound(round, presentIn(gathering), at)
  const isDue = moved.round !== round
  const steer = isDue && doing === 'write' ? await roundWritten(kept, gathering, moved) : []
  return { isDue, dueAt: dueAt(moved.round), steer }
}

function dueAt(round: Round | undefined): number | undefined {
  return round === undefined || round.toned ? undefined : roundDue(round)
}
