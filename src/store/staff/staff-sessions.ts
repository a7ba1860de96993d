import { createHmac, randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { StaffSession, StaffSessions, StaffTries } from '../../conference/staff/staffing.ts'
import { tokenHash } from '../organiser/sessions.ts'
import { nameKey, toMember } from './staff-members.ts'
import type { StaffSessionRow } from '../tables-staff.ts'
import type { Tables } from '../tables.ts'

/** Browsers at which staff sit; as with organisers, only the hash of what the browser keeps is here (S-06). */
export function staffSessions(db: Kysely<Tables>): StaffSessions {
  return {
    async open({ id, member: staff, is: stage, created, lastSeen, device }, token) {
      const row = { id, staff, stage, created, last_seen: lastSeen, device }
      await db
        .insertInto('staff_session')
        .values({ ...row, token_hash: tokenHash(token) })
        .execute()
    },
    async byToken(token) {
      const row = await db
        .selectFrom('staff_session')
        .selectAll()
        .where('token_hash', '=', tokenHash(token))
        .executeTakeFirst()
      if (row === undefined) return undefined
      const member = await db
        .selectFrom('staff')
        .selectAll()
        .where('id', '=', row.staff)
        .executeTakeFirst()
      return member && { session: toSession(row), member: toMember(member) }
    },
    async of(member) {
      const rows = await db
        .selectFrom('staff_session')
        .selectAll()
        .where('staff', '=', member)
        .where('stage', '=', 'full')
        .orderBy('last_seen', 'desc')
        .execute()
      return rows.map(toSession)
    },
    async seen(id, at) {
      await db.updateTable('staff_session').set({ last_seen: at }).where('id', '=', id).execute()
    },
    async end(id) {
      await db.deleteFrom('staff_session').where('id', '=', id).execute()
    },
    async endOthers(member, id) {
      await db
        .deleteFrom('staff_session')
        .where('staff', '=', member)
        .where('id', '!=', id)
        .execute()
    },
    async sweep(before) {
      await db.deleteFrom('staff_session').where('created', '<', before).execute()
    },
  }
}

/** Tries to sign in of the last day. */
export function staffTries(db: Kysely<Tables>, triesKey: Buffer): StaffTries {
  const keyOf = (whose: string) =>
    createHmac('sha256', triesKey).update(nameKey(whose)).digest('base64url')
  return {
    async begin(factor, who, at, since) {
      const whose = keyOf(who)
      const id = randomBytes(16).toString('hex')
      // Written before it is counted: of many at the same moment each sees the others.
      await db.insertInto('staff_try').values({ id, factor, whose, at }).execute()
      const { all } = await db
        .selectFrom('staff_try')
        .select((is) => is.fn.countAll().as('all'))
        .where('factor', '=', factor)
        .where('whose', '=', whose)
        .where('at', '>', since)
        .executeTakeFirstOrThrow()
      return { id, before: Number(all) - 1 }
    },
    async forgive(id) {
      await db.deleteFrom('staff_try').where('id', '=', id).execute()
    },
    async sweep(before) {
      await db.deleteFrom('staff_try').where('at', '<', before).execute()
    },
  }
}

function toSession(row: StaffSessionRow): StaffSession {
  const { id, staff: member, created, last_seen: lastSeen, device } = row
  return { id, member, is: row.stage === 'full' ? 'full' : 'halfway', created, lastSeen, device }
}
