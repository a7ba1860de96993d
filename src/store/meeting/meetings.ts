import type { Kysely } from 'kysely'
import type { Meeting } from '../../conference/meeting/meeting.ts'
import type { Meetings } from '../../conference/ports.ts'
import { places } from '../call/places.ts'
import { statement } from '../statement.ts'
import type { MeetingRow, Tables } from '../tables.ts'

const byId = statement((db, { id }: { id: string }) =>
  db.selectFrom('meeting').selectAll().where('id', '=', id),
)
const byConference = statement((db, { name }: { name: string }) =>
  db.selectFrom('meeting').selectAll().where('conference_name', '=', name),
)
const openIn = statement((db, { room }: { room: string }) =>
  db.selectFrom('meeting').selectAll().where('room', '=', room),
)
const open = statement(
  (db, opened: Pick<MeetingRow, 'id' | 'room' | 'opened' | 'conference_name'>) =>
    db.insertInto('meeting').values({ ...opened, locked: 0, host_told: 0, warned: 0, ended: 0 }),
)
const endIfEmpty = statement((db, { id }: { id: string }) =>
  db
    .deleteFrom('meeting')
    .where('id', '=', id)
    .where((is) =>
      is.not(is.exists(is.selectFrom('caller').select('call').where('meeting', '=', id))),
    ),
)

/** Meetings that are going on and who is in them. An ended meeting leaves nothing behind. */
export function meetings(db: Kysely<Tables>): Meetings {
  return {
    async byId(id) {
      return toMeeting((await byId.rows(db, { id }))[0])
    },
    async byConference(name) {
      return toMeeting((await byConference.rows(db, { name }))[0])
    },
    async openIn(room) {
      return toMeeting((await openIn.rows(db, { room }))[0])
    },
    async allOpen() {
      const rows = await db.selectFrom('meeting').selectAll().orderBy('opened').execute()
      return rows.flatMap((row) => toMeeting(row) ?? [])
    },
    async open({ conferenceName, ...meeting }) {
      await open.changes(db, { ...meeting, conference_name: conferenceName })
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
      return (await endIfEmpty.changes(db, { id })) === 1
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
