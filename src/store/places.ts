import type { Kysely } from 'kysely'
import type { Place, SentOut } from '../conference/meeting.ts'
import type { Meetings } from '../conference/ports.ts'
import type { PlaceRow, Tables } from './tables.ts'

/** Who is in which meeting; the rules of what wins are those of `noted` in conference/meeting.ts. */
export function places(db: Kysely<Tables>): Pick<Meetings, 'picture' | 'note' | 'repair'> {
  return {
    async picture(meeting) {
      const places = await db
        .selectFrom('place')
        .selectAll()
        .where('meeting', '=', meeting)
        .execute()
      const ended = await db
        .selectFrom('conference_ended')
        .select('conference')
        .where('meeting', '=', meeting)
        .execute()
      return {
        places: places.map(toPlace),
        ended: new Set(ended.map(({ conference }) => conference)),
      }
    },
    async note(meeting, news) {
      if (news.is === 'conference-ended') {
        const noted = await db
          .insertInto('conference_ended')
          .values({ conference: news.conference, meeting })
          .onConflict((conflict) => conflict.column('conference').doNothing())
          .executeTakeFirst()
        return noted.numInsertedOrUpdatedRows === 1n
      }
      const { place } = news
      const row = { ...known(place), meeting }
      const noted = await db
        .insertInto('place')
        .values({ conference: place.conference, call: place.call, ...row })
        .onConflict((conflict) =>
          conflict
            .columns(['conference', 'call'])
            .doUpdateSet(row)
            .where('place.sequence', '<', place.sequence),
        )
        .executeTakeFirst()
      return noted.numInsertedOrUpdatedRows === 1n
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
