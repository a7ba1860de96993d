import type { Kysely } from 'kysely'
import { hourMs } from '../../conference/limits/limits-counting.ts'
import type { IdleAccounts } from '../../conference/kept/retention.ts'
import { toAccount } from './accounts.ts'
import type { Seal } from '../sealed.ts'
import type { Tables } from '../tables.ts'

/** Accounts that nobody uses; the rules are conference/kept/retention.ts. */
export function idleAccounts(db: Kysely<Tables>, seal: Seal): IdleAccounts {
  return {
    async since(before, most) {
      const rows = await db
        .selectFrom('account')
        .selectAll()
        .where('last_seen', '<', before)
        .orderBy('last_seen')
        .limit(most)
        .execute()
      return rows.map((row) => toAccount(row, seal))
    },
    async useOf(account) {
      const row = await db
        .selectFrom('account')
        .select(['last_seen', 'told_idle'])
        .where('id', '=', account)
        .executeTakeFirst()
      return row && { lastSeen: row.last_seen, toldIdle: row.told_idle }
    },
    async told(account, at) {
      await db.updateTable('account').set({ told_idle: at }).where('id', '=', account).execute()
    },
    async noteMeetings(at) {
      await db
        .updateTable('account')
        .set({ last_seen: at })
        .where('last_seen', '<', at - hourMs)
        .where('id', 'in', (is) =>
          is
            .selectFrom('room_organiser')
            .innerJoin('meeting', 'meeting.room', 'room_organiser.room')
            .select('room_organiser.account'),
        )
        .execute()
    },
  }
}
