import { csv } from '../../csv.ts'
import { notFound } from '../../faults.tsx'
import { shortDay, writtenTime } from '../../moments.ts'
import type { RoomVisit } from '../../visit.ts'
import { askedPeriod } from './period.ts'
import { statementOf, type StatementParts } from './statement.ts'

/** GET /rooms/:room/statement.csv?from=…&to=… — the same lines for a spreadsheet. */
export function statementCsv(parts: StatementParts) {
  return async (visit: RoomVisit): Promise<void> => {
    const { timeZone } = parts
    const { locale, room, response, request } = visit
    const texts = parts.texts[locale].meetings
    const asked = askedPeriod(request.query, visit.at, timeZone)
    if (asked.is === 'wrong') {
      notFound(visit, parts)
      return
    }
    const { meetings } = await statementOf(parts, room.id, asked.period)
    const head = [texts.date, texts.time, texts.minutes, texts.people]
    const rows = meetings.map(({ started, minutes, people }) => [
      shortDay(started, timeZone, locale),
      writtenTime(started, timeZone, locale),
      minutes,
      people === 'few' ? '<3' : people,
    ])
    // The name of the room stays here: files are sent around (P-09).
    const name = `${asked.period.from}_${asked.period.to}.csv`
    response
      .attachment(name)
      .type('text/csv; charset=utf-8')
      .send(csv([head, ...rows]))
  }
}
