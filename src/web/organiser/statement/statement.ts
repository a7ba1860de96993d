import type { Tariff } from '../../../conference/figures/costs.ts'
import type { PastMeetings } from '../../../conference/meeting/past-meetings.ts'
import {
  monthsTouched,
  statement,
  type Period,
  type Statement,
} from '../../../conference/meeting/statement.ts'
import { beginOfDay } from '../../moments.ts'
import type { PageParts } from '../../page.tsx'

export type StatementParts = PageParts & {
  readonly store: { readonly pastMeetings: Pick<PastMeetings, 'of'> }
  readonly timeZone: string
  readonly tariff?: Tariff | undefined
}

/** A room's meetings of a period, summed up. */
export async function statementOf(
  { store, timeZone, tariff }: StatementParts,
  room: string,
  period: Period,
): Promise<Statement> {
  const from = beginOfDay(period.from, timeZone)
  const to = beginOfDay(period.to, timeZone, 1)
  const lines = await store.pastMeetings.of(room, from, to)
  return statement(lines, tariff, monthsTouched(period))
}
