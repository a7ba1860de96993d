import type { Kysely } from 'kysely'
import type { Place, SentOut } from '../../conference/meeting/meeting.ts'
import type { Meetings } from '../../conference/ports.ts'
import { statement } from '../statement.ts'
import type { ConferenceEndedRow, PlaceRow, Tables } from '../tables.ts'

const inMeeting = statement((db, { meeting }: { meeting: string }) =>
  db.selectFrom('place').selectAll().where('meeting', '=', meeting),
)
const endedOf = statement((db, { meeting }: { meeting: string }) =>
  db.selectFrom('conference_ended').select('conference').where('meeting', '=', meeting),
)
const noteEnd = statement((db, row: ConferenceEndedRow) =>
  db
    .insertInto('conference_ended')
    .values(row)
    .onConflict((conflict) => conflict.column('conference').doNothing()),
)
const note = statement((db, { conference, call, ...row }: PlaceRow) =>
  db
    .insertInto('place')
    .values({ conference, call, ...row })
    .onConflict((conflict) =>
      conflict
        .columns(['conference', 'call'])
        .doUpdateSet(row)
        .where('place.sequence', '<', row.sequence),
    ),
)

/** Who is in which meeting; the rules of what wins are those of `noted` in conference/meeting/meeting.ts. */
export function places(db: Kysely<Tables>): Pick<Meetings, 'picture' | 'note' | 'repair'> {
  return {
    async picture(meeting) {
      const places = await inMeeting.rows(db, { meeting })
      const ended = await endedOf.rows(db, { meeting })
      return {
        places: places.map(toPlace),
        ended: new Set(ended.map(({ conference }) => conference)),
      }
    },
    async note(meeting, news) {
      if (news.is === 'conference-ended') {
        return (await noteEnd.changes(db, { conference: news.conference, meeting })) === 1
      }
      const { conference, call } = news.place
      const row = { conference, call, meeting, ...known(news.place) }
      return (await note.changes(db, row)) === 1
    },
    async repair(meeting, place, before) {
      const key = { conference: place.conference, call: place.call }
      if (before === undefined) {
        const added = await db
          .insertInto('place')
          .values({ ...key, ...known(place), meeting })
          .onConflict((conflict) => conflict.columns(['conference', 'call']).doNothing())
          .executeTakeFirst()
        return added.numInsertedOrUpdatedRows === 1n
      }
      const repaired = await db
        .updateTable('place')
        .set(known(place))
        .where('conference', '=', place.conference)
        .where('call', '=', place.call)
        .where('sequence', '=', before.sequence)
        .executeTakeFirst()
      return repaired.numUpdatedRows === 1n
    },
  }
}

function toPlace({ conference, call, sequence, here, muted, sent_out }: PlaceRow): Place {
  return {
    conference,
    call,
    sequence,
    here: here === 1,
    muted: muted === 1,
    sentOut: (sent_out ?? undefined) as SentOut | undefined,
  }
}

function known({ sequence, here, muted, sentOut }: Place) {
  return { sequence, here: Number(here), muted: Number(muted), sent_out: sentOut ?? null }
}
