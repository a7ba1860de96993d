import { createHmac } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Account, Accounts } from '../../conference/organiser/organising.ts'
import type { Seal } from '../sealed.ts'
import type { AccountRow, Tables } from '../tables.ts'

/** Accounts; their address is sealed, and found by a keyed hash of it. */
export function accounts(db: Kysely<Tables>, seal: Seal, addressKey: Buffer): Accounts {
  const one = () => db.selectFrom('account').selectAll()
  return {
    async byAddress(address) {
      const row = await one()
        .where('address_key', '=', keyOfAddress(addressKey, address))
        .executeTakeFirst()
      return row && toAccount(row, seal)
    },
    async byId(id) {
      const row = await one().where('id', '=', id).executeTakeFirst()
      return row && toAccount(row, seal)
    },
    async add({ id, address, locale, created, lastSeen }) {
      const added = await db
        .insertInto('account')
        .values({
          id,
          address_sealed: seal.seal(address, ownerOf(id)),
          address_key: keyOfAddress(addressKey, address),
          locale,
          created,
          last_seen: lastSeen,
          told_idle: 0,
          last_sign_in: 0,
          locked_since: 0,
        })
        .onConflict((conflict) => conflict.column('address_key').doNothing())
        .executeTakeFirst()
      return added.numInsertedOrUpdatedRows === 1n
    },
    async change(id, { locale, lastSeen, lastSignIn }) {
      await db
        .updateTable('account')
        .set({
          ...(locale !== undefined && { locale }),
          ...(lastSeen !== undefined && { last_seen: lastSeen }),
          ...(lastSignIn !== undefined && { last_sign_in: lastSignIn }),
        })
        .where('id', '=', id)
        .execute()
    },
    async lock(id, since) {
      const set = { locked_since: since ?? 0 }
      await db.updateTable('account').set(set).where('id', '=', id).execute()
    },
    async remove(id) {
      await db.deleteFrom('account').where('id', '=', id).execute()
    },
  }
}

/** The same for every way to write one address; without the key nothing can be looked up by it. */
export function keyOfAddress(addressKey: Buffer, address: string): string {
  return createHmac('sha256', addressKey).update(address.trim().toLowerCase()).digest('base64url')
}

export function toAccount(row: AccountRow, seal: Seal): Account {
  const { id, locale, created, last_seen: lastSeen } = row
  return {
    id,
    address: seal.open(row.address_sealed, ownerOf(id)),
    locale,
    created,
    lastSeen,
    ...(row.last_sign_in > 0 && { lastSignIn: row.last_sign_in }),
    ...(row.locked_since > 0 && { lockedSince: row.locked_since }),
  }
}

const ownerOf = (account: string) => `${account} address`
