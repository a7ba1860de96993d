import type { Kysely } from 'kysely'
import type { Rooms } from '../conference/ports.ts'
import { roomOptions, type Room } from '../conference/room.ts'
import type { Seal } from './sealed.ts'
import type { RoomRow, Tables } from './tables.ts'

/** Rooms; their PINs are sealed, each bound to its room and its role. */
export function rooms(db: Kysely<Tables>, seal: Seal): Rooms {
  function toRoom(row: RoomRow): Room {
    const { guest_pin_sealed: guestPin } = row
    const options = JSON.parse(row.options) as object
    if (guestPin === '') seal.openDecoy()
    return {
      // Written by us from options that were checked.
      ...roomOptions.parse({ ...options, callersMax: row.callers_max }),
      id: row.id,
      number: row.number,
      guestPin: guestPin === '' ? undefined : seal.open(guestPin, `${row.id} guest`),
      hostPin: seal.open(row.host_pin_sealed, `${row.id} host`),
      locale: row.locale,
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
      const { id, number, guestPin, hostPin, locale, callersMax, ...options } = room
      const added = await db
        .insertInto('room')
        .values({
          id,
          number,
          guest_pin_sealed: guestPin === undefined ? '' : seal.seal(guestPin, `${id} guest`),
          host_pin_sealed: seal.seal(hostPin, `${id} host`),
          locale,
          callers_max: callersMax,
          options: JSON.stringify(options),
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
