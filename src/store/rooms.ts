import type { Kysely } from 'kysely'
import type { Rooms } from '../conference/ports.ts'
import type { Room } from '../conference/room.ts'
import type { Seal } from './sealed.ts'
import type { RoomRow, Tables } from './tables.ts'

/** Rooms; their PINs are sealed, each bound to its room and its role. */
export function rooms(db: Kysely<Tables>, seal: Seal): Rooms {
  function toRoom(row: RoomRow): Room {
    return {
      id: row.id,
      number: row.number,
      guestPin: seal.open(row.guest_pin_sealed, `${row.id} guest`),
      hostPin: seal.open(row.host_pin_sealed, `${row.id} host`),
      locale: row.locale,
      callersMax: row.callers_max,
    }
  }

  return {
    async byNumber(number) {
      const row = await db
        .selectFrom('room')
        .selectAll()
        .where('number', '=', number)
        .executeTakeFirst()
      if (row !== undefined) return toRoom(row)
      // The same work as for a known room, so that its time tells nothing (S-31).
      seal.openDecoy()
      seal.openDecoy()
      return undefined
    },
    async byId(id) {
      const row = await db.selectFrom('room').selectAll().where('id', '=', id).executeTakeFirst()
      return row && toRoom(row)
    },
    async all() {
      const rows = await db.selectFrom('room').selectAll().orderBy('number').execute()
      return rows.map(toRoom)
    },
    async add(room) {
      const added = await db
        .insertInto('room')
        .values({
          id: room.id,
          number: room.number,
          guest_pin_sealed: seal.seal(room.guestPin, `${room.id} guest`),
          host_pin_sealed: seal.seal(room.hostPin, `${room.id} host`),
          locale: room.locale,
          callers_max: room.callersMax,
        })
        .onConflict((conflict) => conflict.column('number').doNothing())
        .executeTakeFirst()
      return added.numInsertedOrUpdatedRows === 1n
    },
    async remove(id) {
      await db.deleteFrom('room').where('id', '=', id).execute()
    },
  }
}
