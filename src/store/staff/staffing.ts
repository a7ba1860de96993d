import { hkdfSync } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Staffing } from '../../conference/staff/staffing.ts'
import type { Seal } from '../sealed.ts'
import { staffInvitations } from './staff-invitations.ts'
import { staffMembers } from './staff-members.ts'
import { staffSessions, staffTries } from './staff-sessions.ts'
import type { Tables } from '../tables.ts'

/** Keys for what can be found again without being read. */
export type StaffKeys = { readonly codes: Buffer; readonly tries: Buffer }

export function staffKeys(root: Buffer): StaffKeys {
  const key = (label: string) => Buffer.from(hkdfSync('sha256', root, '', label, 32))
  return { codes: key('staff recovery codes 1'), tries: key('staff tries 1') }
}

/** All that is kept about who may sit at the staff console. */
export function staffing(db: Kysely<Tables>, seal: Seal, keys: StaffKeys): Staffing {
  return {
    members: staffMembers(db, seal, keys.codes),
    invitations: staffInvitations(db),
    sessions: staffSessions(db),
    tries: staffTries(db, keys.tries),
  }
}
