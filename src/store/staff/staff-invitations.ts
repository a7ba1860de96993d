import type { Kysely } from 'kysely'
import type { StaffInvitation, StaffInvitations } from '../../conference/staff/staffing.ts'
import { tokenHash } from '../organiser/sessions.ts'
import type { StaffInvitationRow } from '../tables-staff.ts'
import type { Tables } from '../tables.ts'

/** Links with which somebody becomes staff, once and within a day. */
export function staffInvitations(db: Kysely<Tables>): StaffInvitations {
  const open = (at: number) => db.selectFrom('staff_invitation').selectAll().where('until', '>', at)
  return {
    async add({ id, name, role, until, member }, token) {
      if (name !== undefined) {
        await db.deleteFrom('staff_invitation').where('name', '=', name).execute()
      }
      const row = { id, name: name ?? '', role, until, staff: member ?? null }
      await db
        .insertInto('staff_invitation')
        .values({ ...row, token_hash: tokenHash(token) })
        .execute()
    },
    async byToken(token, at) {
      const row = await open(at).where('token_hash', '=', tokenHash(token)).executeTakeFirst()
      return row && toInvitation(row)
    },
    async open(at) {
      const rows = await open(at).orderBy('until', 'desc').execute()
      return rows.map(toInvitation)
    },
    async remove(id) {
      const removed = await db
        .deleteFrom('staff_invitation')
        .where('id', '=', id)
        .executeTakeFirst()
      return removed.numDeletedRows === 1n
    },
    async sweep(at) {
      await db.deleteFrom('staff_invitation').where('until', '<=', at).execute()
    },
  }
}

function toInvitation({ id, name, role, until, staff }: StaffInvitationRow): StaffInvitation {
  return {
    id,
    name: name === '' ? undefined : name,
    role: role === 'admin' ? 'admin' : 'staff',
    until,
    member: staff ?? undefined,
  }
}
