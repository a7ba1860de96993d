import type { Kept, Randomness } from '../ports.ts'
import { invitationMs, type StaffMember, type StaffRole } from './staffing.ts'

/* Who becomes staff, and who begins anew: the same at the console, in the terminal, and at the first start. */

type Has = Pick<Kept, 'staff'>

export type Invited = {
  /** Undefined: whoever opens the link says it. */
  readonly name: string | undefined
  readonly role: StaffRole
  /** Who is to begin anew. */
  readonly member?: string
}

/** A link for somebody, good for a day and once; answers its token, of which only the hash is kept. */
export async function invite(
  { staff }: Has,
  randomness: Randomness,
  { name, role, member }: Invited,
  at: number,
): Promise<string> {
  const token = randomness.token()
  const until = at + invitationMs
  await staff.invitations.add({ id: randomness.token(), name, role, until, member }, token)
  return token
}

/** Nothing of before fits any more; answers the token of a new link. */
export async function reset(
  kept: Has,
  randomness: Randomness,
  { id, name, role }: StaffMember,
  at: number,
): Promise<string> {
  await kept.staff.members.disarm(id)
  return invite(kept, randomness, { name, role, member: id }, at)
}

/** Where a link leads, below the address of the console. */
export function invitationPath(token: string): string {
  return `/invitation/${token}`
}
