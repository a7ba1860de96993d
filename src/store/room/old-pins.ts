import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import { oldPinsMax, type OldPins } from '../../conference/call/old-pins.ts'
import type { Seal } from '../sealed.ts'
import type { Tables } from '../tables.ts'

/** PINs that were replaced; sealed like those that open. */
export function oldPins(db: Kysely<Tables>, seal: Seal): OldPins {
  const latest = (room: string) =>
    db.selectFrom('old_pin').selectAll().where('room', '=', room).orderBy('until', 'desc')

  return {
    async keep(room, pin, until) {
      const id = randomUUID()
      const pin_sealed = seal.seal(pin, ownerOf(id))
      await db.insertInto('old_pin').values({ id, room, pin_sealed, until }).execute()
      const rows = await latest(room).execute()
      const tooMany = rows.slice(oldPinsMax).map((row) => row.id)
      if (tooMany.length > 0) await db.deleteFrom('old_pin').where('id', 'in', tooMany).execute()
    },
    async of(room, at) {
      const rows = await latest(room ?? '')
        .where('until', '>', at)
        .limit(oldPinsMax)
        .execute()
      // As many as there can be are opened, whatever there is (S-31).
      return Array.from({ length: oldPinsMax }, (_, place) => {
        const row = rows[place]
        if (row !== undefined) return seal.open(row.pin_sealed, ownerOf(row.id))
        seal.openDecoy()
        return ''
      })
    },
    async sweep(at) {
      await db.deleteFrom('old_pin').where('until', '<=', at).execute()
    },
  }
}

const ownerOf = (id: string) => `old pin ${id}`
