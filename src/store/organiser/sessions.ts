import { createHash } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Session, Sessions } from '../../conference/organiser/organising.ts'
import { toAccount } from './accounts.ts'
import type { Seal } from '../sealed.ts'
import type { SessionRow, Tables } from '../tables.ts'

/** Browsers that are signed in. The token is random with 256 bits, so a plain hash of it tells nothing (S-06). */
export function sessions(db: Kysely<Tables>, seal: Seal): Sessions {
  return {
    async open({ id, account, created, lastSeen, device }, token) {
      const row = {
        id,
        account,
        created,
        last_seen: lastSeen,
        device,
        token_hash: tokenHash(token),
      }
      await db.insertInto('session').values(row).execute()
    },
    async byToken(token) {
      const row = await db
        .selectFrom('session')
        .selectAll()
        .where('token_hash', '=', tokenHash(token))
        .executeTakeFirst()
      if (row === undefined) return undefined
      const account = await db
        .selectFrom('account')
        .selectAll()
        .where('id', '=', row.account)
        .executeTakeFirst()
      return account && { session: toSession(row), account: toAccount(account, seal) }
    },
    async of(account) {
      const rows = await db
        .selectFrom('session')
        .selectAll()
        .where('account', '=', account)
        .orderBy('last_seen', 'desc')
        .execute()
      return rows.map(toSession)
    },
    async seen(id, at) {
      await db.updateTable('session').set({ last_seen: at }).where('id', '=', id).execute()
    },
    async end(account, id) {
      const ended = await db
        .deleteFrom('session')
        .where('account', '=', account)
        .where('id', '=', id)
        .executeTakeFirst()
      return ended.numDeletedRows === 1n
    },
    async endOthers(account, id) {
      await db
        .deleteFrom('session')
        .where('account', '=', account)
        .where('id', '!=', id ?? '')
        .execute()
    },
    async sweep(before) {
      await db.deleteFrom('session').where('created', '<', before).execute()
    },
  }
}

/** What is kept of a token: random with 256 bits, so a plain hash of it tells nothing. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}

function toSession({ id, account, created, last_seen: lastSeen, device }: SessionRow): Session {
  return { id, account, created, lastSeen, device }
}
