import { createHmac } from 'node:crypto'
import type { Kysely } from 'kysely'
import type {
  Factors,
  StaffMember,
  StaffMembers,
  StaffRole,
} from '../../conference/staff/staffing.ts'
import type { Seal } from '../sealed.ts'
import type { StaffRow } from '../tables-staff.ts'
import type { Tables } from '../tables.ts'

/** Staff and what they prove with that they are who they say. */
export function staffMembers(db: Kysely<Tables>, seal: Seal, codesKey: Buffer): StaffMembers {
  return {
    async all() {
      const rows = await db.selectFrom('staff').selectAll().orderBy('name_key').execute()
      return rows.map(toMember)
    },
    async byId(id) {
      const row = await one(db, id).executeTakeFirst()
      return row && toMember(row)
    },
    async byName(name) {
      const row = await db
        .selectFrom('staff')
        .selectAll()
        .where('name_key', '=', nameKey(name))
        .executeTakeFirst()
      return row && toMember(row)
    },
    async add({ id, name, role, created, lastSignIn }, factors) {
      const added = await db
        .insertInto('staff')
        .values({
          id,
          name,
          name_key: nameKey(name),
          role,
          created,
          last_sign_in: lastSignIn ?? null,
          ...factorColumns(id, factors, seal),
        })
        .onConflict((conflict) => conflict.column('name_key').doNothing())
        .executeTakeFirst()
      return added.numInsertedOrUpdatedRows === 1n
    },
    async change(id, { role, lastSignIn }) {
      await db
        .updateTable('staff')
        .set({
          ...(role !== undefined && { role }),
          ...(lastSignIn !== undefined && { last_sign_in: lastSignIn }),
        })
        .where('id', '=', id)
        .execute()
    },
    async remove(id) {
      await db.deleteFrom('staff').where('id', '=', id).execute()
    },
    ...factorsOf(db, seal),
    ...recoveryCodes(db, codesKey),
  }
}

type Factoring = 'factors' | 'setFactors' | 'setPassphrase' | 'disarm' | 'takeStep'

function factorsOf(db: Kysely<Tables>, seal: Seal): Pick<StaffMembers, Factoring> {
  return {
    async factors(id) {
      const row = await one(db, id).executeTakeFirst()
      return (
        row && {
          passphraseHash: row.passphrase_hash,
          totpSecret: seal.open(row.totp_sealed, ownerOf(id)),
          totpStep: row.totp_step,
        }
      )
    },
    async setFactors(id, factors) {
      await db
        .updateTable('staff')
        .set(factorColumns(id, factors, seal))
        .where('id', '=', id)
        .execute()
    },
    async setPassphrase(id, passphraseHash) {
      await db
        .updateTable('staff')
        .set({ passphrase_hash: passphraseHash })
        .where('id', '=', id)
        .execute()
    },
    async disarm(id) {
      await db.updateTable('staff').set({ passphrase_hash: '' }).where('id', '=', id).execute()
      await forgetCodes(db, id)
      await db.deleteFrom('staff_session').where('staff', '=', id).execute()
    },
    async takeStep(id, step) {
      const taken = await db
        .updateTable('staff')
        .set({ totp_step: step })
        .where('id', '=', id)
        .where('totp_step', '<', step)
        .executeTakeFirst()
      return taken.numUpdatedRows === 1n
    },
  }
}

type Recovering = 'setRecoveryCodes' | 'takeRecoveryCode' | 'recoveryCodesLeft'

function recoveryCodes(db: Kysely<Tables>, key: Buffer): Pick<StaffMembers, Recovering> {
  const hashOf = (code: string) => createHmac('sha256', key).update(code).digest('base64url')
  return {
    async setRecoveryCodes(id, codes) {
      await forgetCodes(db, id)
      const rows = codes.map((code) => ({ code_hash: hashOf(`${id} ${code}`), staff: id }))
      await db.insertInto('staff_recovery_code').values(rows).execute()
    },
    async takeRecoveryCode(id, code) {
      const taken = await db
        .deleteFrom('staff_recovery_code')
        .where('staff', '=', id)
        .where('code_hash', '=', hashOf(`${id} ${code}`))
        .executeTakeFirst()
      return taken.numDeletedRows === 1n
    },
    async recoveryCodesLeft(id) {
      const { left } = await db
        .selectFrom('staff_recovery_code')
        .select((is) => is.fn.countAll().as('left'))
        .where('staff', '=', id)
        .executeTakeFirstOrThrow()
      return Number(left)
    },
  }
}

const one = (db: Kysely<Tables>, id: string) =>
  db.selectFrom('staff').selectAll().where('id', '=', id)

async function forgetCodes(db: Kysely<Tables>, id: string): Promise<void> {
  await db.deleteFrom('staff_recovery_code').where('staff', '=', id).execute()
}

/** The same for every way to write one name. */
export function nameKey(name: string): string {
  return name.trim().normalize('NFKC').toLowerCase()
}

export function toMember(row: StaffRow): StaffMember {
  const { id, name, created } = row
  const role: StaffRole = row.role === 'admin' ? 'admin' : 'staff'
  return { id, name, role, created, lastSignIn: row.last_sign_in ?? undefined }
}

function factorColumns(id: string, factors: Factors, seal: Seal) {
  return {
    passphrase_hash: factors.passphraseHash,
    totp_sealed: seal.seal(factors.totpSecret, ownerOf(id)),
    totp_step: factors.totpStep,
  }
}

const ownerOf = (id: string) => `${id} second factor`
