import type { Kysely } from 'kysely'
import type { Meeting } from '../conference/meeting.ts'
import type { Meetings } from '../conference/ports.ts'
import { places } from './places.ts'
import type { MeetingRow, Tables } from './tables.ts'

/** Meetings that are going on and who is in them. An ended meeting leaves nothing behind. */
export function meetings(db: Kysely<Tables>): Meetings {
  const open = () => db.selectFrom('meeting').selectAll()

  return {
    async byId(id) {
      return toMeeting(await open().where('id', '=', id).executeTakeFirst())
    },
    async byConference(name) {
      return toMeeting(await open().where('conference_name', '=', name).executeTakeFirst())
    },
    async openIn(room) {
      return toMeeting(await open().where('room', '=', room).executeTakeFirst())
    },
    async allOpen() {
      return (await open().orderBy('opened').execute()).flatMap((row) => toMeeting(row) ?? [])
    },
    async open({ conferenceName, ...meeting }) {
      await db
        .insertInto('meeting')
        .values({
          ...meeting,
          locked: 0,
          host_told: 0,
          warned: 0,
          ended: 0,
          conference_name: conferenceName,
        })
        .execute()
    },
    async change(id, { locked, hostTold, warned, ended }) {
      await db
        .updateTable('meeting')
        .set({
          ...(locked !== undefined && { locked: Number(locked) }),
          ...(hostTold !== undefined && { host_told: hostTold }),
          ...(warned !== undefined && { warned: Number(warned) }),
          ...(ended !== undefined && { ended: Number(ended) }),
        })
        .where('id', '=', id)
        .execute()
    },
    async endIfEmpty(id) {
      const ended = await db
        .deleteFrom('meeting')
        .where('id', '=', id)
        .where((is) =>
          is.not(is.exists(is.selectFrom('caller').select('call').where('meeting', '=', id))),
        )
        .executeTakeFirst()
      return ended.numDeletedRows === 1n
    },
    ...places(db),
  }
}

function toMeeting(row: MeetingRow | undefined): Meeting | undefined {
  if (row === undefined) return undefined
  const { id, room, opened, conference_name: conferenceName, host_told: hostTold } = row
  const [locked, warned, ended] = [row.locked === 1, row.warned === 1, row.ended === 1]
  return { id, room, opened, conferenceName, hostTold, locked, warned, ended }
}
