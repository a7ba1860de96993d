import type { Kysely } from 'kysely'
import { masked } from '../../conference/organiser/mails.ts'
import { roomUse, type OrganisersForStaff } from '../../conference/staff/organisers-for-staff.ts'
import { meetingFrom } from '../../conference/figures/day-sums.ts'
import { toAccount } from '../organiser/accounts.ts'
import type { Seal } from '../sealed.ts'
import type { AccountRow, Tables } from '../tables.ts'

/** Organisers as admins see them. No name, no PIN and no option of a room is even read here (P-06). */
export function organisersForStaff(db: Kysely<Tables>, seal: Seal): OrganisersForStaff {
  const all = () =>
    db
      .selectFrom('account')
      .selectAll()
      .select((is) =>
        is
          .selectFrom('room_organiser')
          .select((of) => of.fn.countAll().as('rooms'))
          .whereRef('room_organiser.account', '=', 'account.id')
          .as('rooms'),
      )
  const seen = (row: AccountRow & { rooms: unknown }) => {
    const { id, address, created, lastSignIn, lockedSince } = toAccount(row, seal)
    const addressMasked = masked(address)
    return { id, addressMasked, created, lastSignIn, lockedSince, rooms: Number(row.rooms) }
  }
  return {
    async page(skipped, most) {
      const newest = all().orderBy('created', 'desc').orderBy('id')
      return (await newest.limit(most).offset(skipped).execute()).map(seen)
    },
    async count() {
      const counted = db.selectFrom('account').select((is) => is.fn.countAll().as('accounts'))
      return Number((await counted.executeTakeFirstOrThrow()).accounts)
    },
    async byId(id) {
      const row = await all().where('id', '=', id).executeTakeFirst()
      return row && seen(row)
    },
    async rooms(account, usedSince) {
      const rows = await roomsOf(db, account, usedSince).execute()
      return rows.map(({ room, first, organisers, meetings }) => ({
        id: room,
        since: Number(first),
        organisers: Number(organisers),
        use: roomUse(Number(meetings)),
      }))
    },
  }
}

function roomsOf(db: Kysely<Tables>, account: string, usedSince: number) {
  return db
    .selectFrom('room_organiser')
    .select((is) => [
      'room_organiser.room',
      is
        .selectFrom('room_organiser as every')
        .select((of) => of.fn.min('every.since').as('first'))
        .whereRef('every.room', '=', 'room_organiser.room')
        .as('first'),
      is
        .selectFrom('room_organiser as every')
        .select((of) => of.fn.countAll().as('organisers'))
        .whereRef('every.room', '=', 'room_organiser.room')
        .as('organisers'),
      is
        .selectFrom('past_meeting')
        .select((of) => of.fn.countAll().as('meetings'))
        .whereRef('past_meeting.room', '=', 'room_organiser.room')
        .where('past_meeting.started', '>=', usedSince)
        .where('past_meeting.most_callers', '>=', meetingFrom)
        .as('meetings'),
    ])
    .where('room_organiser.account', '=', account)
    .orderBy('room_organiser.since')
    .orderBy('room_organiser.room')
}
