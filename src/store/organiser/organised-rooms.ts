import type { Kysely } from 'kysely'
import type { OrganisedRooms } from '../../conference/organiser/organising.ts'
import { toAccount } from './accounts.ts'
import { roomOf } from '../room/rooms.ts'
import type { Seal } from '../sealed.ts'
import type { Tables } from '../tables.ts'

/** Whose rooms are whose: every look-up goes through the account (S-13). */
export function organisedRooms(db: Kysely<Tables>, seal: Seal): OrganisedRooms {
  const roomsOf = (account: string) =>
    db
      .selectFrom('room')
      .innerJoin('room_organiser', 'room_organiser.room', 'room.id')
      .selectAll('room')
      .where('room_organiser.account', '=', account)

  return {
    async of(account) {
      const rows = await roomsOf(account).orderBy('room_organiser.since').execute()
      return rows.map((row) => roomOf(row, seal))
    },
    async find(account, room) {
      const row = await roomsOf(account).where('room.id', '=', room).executeTakeFirst()
      return row && roomOf(row, seal)
    },
    async organisers(room) {
      const rows = await db
        .selectFrom('account')
        .innerJoin('room_organiser', 'room_organiser.account', 'account.id')
        .selectAll('account')
        .where('room_organiser.room', '=', room)
        .orderBy('room_organiser.since')
        .execute()
      return rows.map((row) => toAccount(row, seal))
    },
    async isOrganiser(account, room) {
      const found = await db
        .selectFrom('room_organiser')
        .select('room')
        .where('account', '=', account)
        .where('room', '=', room)
        .executeTakeFirst()
      return found !== undefined
    },
    async count(account) {
      const { rooms } = await db
        .selectFrom('room_organiser')
        .select((is) => is.fn.countAll().as('rooms'))
        .where('account', '=', account)
        .executeTakeFirstOrThrow()
      return Number(rooms)
    },
    async join(account, room, since) {
      await db
        .insertInto('room_organiser')
        .values({ account, room, since })
        .onConflict((conflict) => conflict.columns(['room', 'account']).doNothing())
        .execute()
    },
    async leave(account, room) {
      await db
        .deleteFrom('room_organiser')
        .where('account', '=', account)
        .where('room', '=', room)
        .execute()
    },
  }
}
