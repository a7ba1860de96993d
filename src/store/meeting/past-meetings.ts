import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { PastMeetings } from '../../conference/meeting/past-meetings.ts'
import type { MeetingLine } from '../../conference/meeting/statement.ts'
import { statement } from '../statement.ts'
import type { PastMeetingRow, Tables } from '../tables.ts'

const add = statement((db, row: PastMeetingRow) => db.insertInto('past_meeting').values(row))

/** One line for each meeting that is over. */
export function pastMeetings(db: Kysely<Tables>): PastMeetings {
  return {
    async add({ room, started, ended, mostCallersAtOnce, callerMinutes }) {
      await add.changes(db, {
        ...{ id: randomUUID(), room, started, ended },
        most_callers: mostCallersAtOnce,
        caller_minutes: Math.round(callerMinutes),
      })
    },
    async of(room, from, to) {
      const rows = await db
        .selectFrom('past_meeting')
        .selectAll()
        .where('room', '=', room)
        .where('started', '>=', from)
        .where('started', '<', to)
        .orderBy('started')
        .execute()
      return rows.map(toLine)
    },
    async ofAll(from, to) {
      const rows = await db
        .selectFrom('past_meeting')
        .select(['started', 'ended', 'most_callers', 'caller_minutes'])
        .where('started', '>=', from)
        .where('started', '<', to)
        .orderBy('started')
        .orderBy('id')
        .execute()
      return rows.map(toLine)
    },
    async sweep(before) {
      await db.deleteFrom('past_meeting').where('started', '<', before).execute()
    },
  }
}

type Line = Pick<PastMeetingRow, 'started' | 'ended' | 'most_callers' | 'caller_minutes'>

function toLine({ started, ended, most_callers, caller_minutes }: Line): MeetingLine {
  return {
    started,
    ended,
    mostCallersAtOnce: most_callers,
    callerMinutes: caller_minutes,
  }
}
