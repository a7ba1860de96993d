import type { Kysely } from 'kysely'
import { tombstoneKeptMs, type Deletions, type Tombstone } from '../../conference/kept/retention.ts'
import type { AccountRow, Tables } from '../tables.ts'
import { forget } from '../limits/visitor-counts.ts'

/** Deleting accounts, and keeping them deleted when an old backup is put back (P-08). */
export function deletions(db: Kysely<Tables>): Deletions {
  const accounts = () => db.selectFrom('account').selectAll()
  return {
    async remove(id, at) {
      const row = await accounts().where('id', '=', id).executeTakeFirst()
      if (row !== undefined) await removeAccount(db, row, at)
    },
    async removeForsakenRooms() {
      // Somebody who had been invited may have taken the room over in the meantime.
      await db
        .deleteFrom('room_without_organiser')
        .where('room', 'in', (is) => is.selectFrom('room_organiser').select('room'))
        .execute()
      await db
        .deleteFrom('room')
        .where('id', 'in', (is) => is.selectFrom('room_without_organiser').select('room'))
        .where('id', 'not in', (is) => is.selectFrom('meeting').select('room'))
        .execute()
    },
    async tombstones() {
      const rows = await db.selectFrom('deleted_account').selectAll().execute()
      return rows.map(({ address_key: addressKey, deleted }) => ({ addressKey, deleted }))
    },
    async reapply(tombstones) {
      const again: string[] = []
      for (const tombstone of tombstones) {
        await bury(db, tombstone)
        const { addressKey, deleted } = tombstone
        const row = await accounts()
          .where('address_key', '=', addressKey)
          .where('created', '<=', deleted)
          .executeTakeFirst()
        if (row === undefined) continue
        await removeAccount(db, row, deleted)
        again.push(row.id)
      }
      return again
    },
    async sweep(at) {
      await db
        .deleteFrom('deleted_account')
        .where('deleted', '<', at - tombstoneKeptMs)
        .execute()
    },
  }
}

async function removeAccount(db: Kysely<Tables>, row: AccountRow, at: number): Promise<void> {
  const { id, address_key: addressKey } = row
  for (const { room, meeting } of await roomsOfNobodyElse(db, id)) {
    if (meeting === null) await db.deleteFrom('room').where('id', '=', room).execute()
    else await forsake(db, room, at)
  }
  await db.deleteFrom('account').where('id', '=', id).execute()
  await forget(db, 'wrongCodes', addressKey)
  await bury(db, { addressKey, deleted: at })
}

/** Rooms that this account organises alone, and the meeting that is going on there. */
async function roomsOfNobodyElse(db: Kysely<Tables>, account: string) {
  return db
    .selectFrom('room_organiser')
    .leftJoin('meeting', 'meeting.room', 'room_organiser.room')
    .where('room_organiser.account', '=', account)
    .where((is) =>
      is.not(
        is.exists(
          is
            .selectFrom('room_organiser as other')
            .select('other.room')
            .whereRef('other.room', '=', 'room_organiser.room')
            .where('other.account', '!=', account),
        ),
      ),
    )
    .select(['room_organiser.room', 'meeting.id as meeting'])
    .execute()
}

/** Nobody is thrown out of a meeting because its organiser has gone; the room ends with it. */
async function forsake(db: Kysely<Tables>, room: string, since: number): Promise<void> {
  await db
    .insertInto('room_without_organiser')
    .values({ room, since })
    .onConflict((conflict) => conflict.column('room').doNothing())
    .execute()
}

/** The later one counts when there is one already. */
async function bury(db: Kysely<Tables>, { addressKey, deleted }: Tombstone): Promise<void> {
  await db
    .insertInto('deleted_account')
    .values({ address_key: addressKey, deleted })
    .onConflict((conflict) =>
      conflict
        .column('address_key')
        .doUpdateSet({ deleted })
        .where('deleted_account.deleted', '<', deleted),
    )
    .execute()
}
