import { randomBytes } from 'node:crypto'
import type { Response } from 'express'
import type { Kept } from '../../../conference/ports.ts'
import {
  recoveryCodesCount,
  staffTries,
  type StaffMember,
  type TriedFactor,
} from '../../../conference/staff/staffing.ts'
import { cookieJar } from '../../cookies.ts'
import { deviceOf } from '../../device.ts'
import type { StaffParts } from '../parts.ts'
import { stepOf } from './totp.ts'
import type { DoorVisit, StaffVisit } from '../visit.ts'

/*
 * Signing in, in two steps; each step ends one session and begins another, so that no cookie of before is worth
 * anything after (S-06).
 *
 *   name, passphrase ──▶ halfway, ten minutes ──▶ code of the app, or a recovery code ──▶ full, a working day
 */

type Tried = 'right' | 'wrong' | 'too-many'

/** Whether name and passphrase fit. Nothing about it tells whether there is such a name (S-04). */
export async function tryPassphrase(
  { store, passphrases }: StaffParts,
  name: string,
  passphrase: string,
  at: number,
): Promise<{ tried: Tried; member: StaffMember | undefined }> {
  let found: StaffMember | undefined
  const tried = await countedTry(store, 'passphrase', name, at, async () => {
    const member = await store.staff.members.byName(name)
    const factors = member && (await store.staff.members.factors(member.id))
    const fits = await passphrases.fits(passphrase, factors?.passphraseHash)
    found = fits ? member : undefined
    return fits
  })
  return { tried, member: found }
}

/** A code of the app; each is taken once. */
export async function tryCode(
  { store }: StaffParts,
  member: string,
  code: string,
  at: number,
): Promise<Tried> {
  const { members } = store.staff
  return countedTry(store, 'second-factor', member, at, async () => {
    const factors = await members.factors(member)
    const step = factors && stepOf(factors.totpSecret, code, at)
    return step !== undefined && (await members.takeStep(member, step))
  })
}

/** A recovery code, instead of the app. */
export async function tryRecoveryCode(
  { store }: StaffParts,
  member: StaffMember,
  code: string,
  at: number,
): Promise<Tried> {
  return countedTry(store, 'second-factor', member.id, at, () =>
    store.atomically(async ({ staff, audit }) => {
      const taken = await staff.members.takeRecoveryCode(member.id, plainCode(code))
      const { name: who } = member
      if (taken)
        await audit.note({ at, who, what: 'staff.recovery-code-used', object: who, reason: '' })
      return taken
    }),
  )
}

async function countedTry(
  { staff }: Pick<Kept, 'staff'>,
  what: TriedFactor,
  whose: string,
  at: number,
  look: () => Promise<boolean>,
): Promise<Tried> {
  const { max, withinMs } = staffTries[what]
  const { id, before } = await staff.tries.begin(what, whose, at, at - withinMs)
  if (before >= max) return 'too-many'
  if (!(await look())) return 'wrong'
  await staff.tries.forgive(id)
  return 'right'
}

/** The passphrase was right. */
export async function goHalfway(
  parts: StaffParts,
  visit: DoorVisit,
  member: StaffMember,
): Promise<void> {
  await openSession(parts, visit, member, 'halfway')
}

/** Both factors were right: signed in. */
export async function goAllTheWay(
  parts: StaffParts,
  visit: DoorVisit,
  member: StaffMember,
): Promise<void> {
  const { at } = visit
  await openSession(parts, visit, member, 'full')
  await parts.store.staff.members.change(member.id, { lastSignIn: at })
  const { name: who } = member
  await parts.store.audit.note({ at, who, what: 'staff.signed-in', object: who, reason: '' })
}

async function openSession(
  { store, randomness, publicUrl }: StaffParts,
  { request, response, at, signedIn }: DoorVisit,
  member: StaffMember,
  is: 'halfway' | 'full',
): Promise<void> {
  const token = randomBytes(32).toString('base64url')
  const id = randomness.token()
  const device = deviceOf(request.get('user-agent'))
  if (signedIn !== undefined) await store.staff.sessions.end(signedIn.session.id)
  const session = { id, member: member.id, is, created: at, lastSeen: at, device }
  await store.staff.sessions.open(session, token)
  cookieJar(publicUrl, 'staff').write(response, 'session', token)
}

/** Over, here and in the browser. */
export async function signOut(
  { store, publicUrl }: StaffParts,
  response: Response,
  { signedIn }: Pick<StaffVisit, 'signedIn'>,
): Promise<void> {
  await store.staff.sessions.end(signedIn.session.id)
  cookieJar(publicUrl, 'staff').remove(response, 'session')
  response.set('Clear-Site-Data', '"cache", "storage"')
}

/** No letters and digits that look alike. */
const codeLetters = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'
const codeLength = 12

/** Fresh recovery codes: 12 letters are 59 bits. */
export function newRecoveryCodes({ randomness }: Pick<StaffParts, 'randomness'>): string[] {
  const letter = () => codeLetters[randomness.below(codeLetters.length)] ?? ''
  return Array.from({ length: recoveryCodesCount }, () =>
    Array.from({ length: codeLength }, letter).join(''),
  )
}

/** `abcd-efgh jkmn` → `ABCDEFGHJKMN` */
function plainCode(typed: string): string {
  return typed.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')
}
