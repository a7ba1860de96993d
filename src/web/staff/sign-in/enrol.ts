import type { Kept } from '../../../conference/ports.ts'
import type { Factors, StaffInvitation, StaffMember } from '../../../conference/staff/staffing.ts'
import type { StaffParts } from '../parts.ts'
import { newRecoveryCodes } from './signing-in.ts'

export type Enrolling = {
  readonly token: string
  readonly name: string
  readonly factors: Factors
  readonly at: number
}
export type Enrolled =
  | { readonly is: 'joined'; readonly member: StaffMember; readonly codes: readonly string[] }
  /** Somebody was faster with the same link, or it is over. */
  | { readonly is: 'gone' }
  | { readonly is: 'name-taken' }

/** Nothing is written then, and the link stays good. */
class NameTaken extends Error {
  override readonly name = 'NameTaken'
}

/** Uses a link up: afterwards there is a member, or one that was reset is back. All of it happens, or nothing. */
export async function enrol(parts: StaffParts, wish: Enrolling): Promise<Enrolled> {
  try {
    return await parts.store.atomically((kept) => join(kept, parts, wish))
  } catch (error) {
    if (error instanceof NameTaken) return { is: 'name-taken' }
    throw error
  }
}

async function join(kept: Kept, parts: StaffParts, wish: Enrolling): Promise<Enrolled> {
  const { staff, audit } = kept
  const { token, name, factors, at } = wish
  const invitation = await staff.invitations.byToken(token, at)
  if (invitation === undefined || !(await stillGood(kept, invitation))) return { is: 'gone' }
  if (!(await staff.invitations.remove(invitation.id))) return { is: 'gone' }
  const id = parts.randomness.token()
  const member = await memberOf(kept, invitation, { id, name, at, factors })
  if (member === undefined) throw new NameTaken('the name is taken')
  const codes = newRecoveryCodes(parts)
  await staff.members.setRecoveryCodes(member.id, codes)
  await audit.note({ at, who: member.name, what: 'staff.joined', object: member.name, reason: '' })
  return { is: 'joined', member, codes }
}

/** The link of the first start is for the first: afterwards it would be a door that nobody watches. */
async function stillGood({ staff }: Kept, { name }: StaffInvitation): Promise<boolean> {
  return name !== undefined || (await staff.members.all()).length === 0
}

type New = Omit<Enrolling, 'token'> & { readonly id: string }

async function memberOf(
  { staff }: Kept,
  { member: known, role }: StaffInvitation,
  { id, name, at, factors }: New,
): Promise<StaffMember | undefined> {
  if (known !== undefined) {
    await staff.members.setFactors(known, factors)
    return staff.members.byId(known)
  }
  const member = { id, name, role, created: at, lastSignIn: undefined }
  return (await staff.members.add(member, factors)) ? member : undefined
}
