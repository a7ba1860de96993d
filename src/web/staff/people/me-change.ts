import { z } from 'zod'
import { passphraseMax } from '../../../conference/staff/staffing.ts'
import { readForm } from '../../read-form.ts'
import { goTo } from '../../visit.ts'
import { mePage } from './me.tsx'
import { newPassphrase } from '../sign-in/new-passphrase.ts'
import type { StaffParts } from '../parts.ts'
import { recoveryCodesPage } from '../sign-in/recovery-codes.tsx'
import { newRecoveryCodes, tryCode, tryPassphrase } from '../sign-in/signing-in.ts'
import type { StaffVisit } from '../visit.ts'

const codeShape = z.object({ code: z.string().trim().min(1, 'code').max(20, 'code') })

/** POST /me/recovery-codes — needs the app once more: whoever finds an open screen gets nothing to keep. */
export function recoveryCodesRenew(parts: StaffParts) {
  return async (visit: StaffVisit): Promise<void> => {
    const form = readForm(visit.request, codeShape)
    const { member } = visit.signedIn
    const tried =
      form.is === 'right' ? await tryCode(parts, member.id, form.value.code, visit.at) : 'wrong'
    if (tried !== 'right') {
      await mePage(parts, visit, { code: tried === 'wrong' ? 'code' : 'codeTooMany' })
      return
    }
    const codes = newRecoveryCodes(parts)
    await parts.store.atomically(({ staff }) => staff.members.setRecoveryCodes(member.id, codes))
    recoveryCodesPage(parts, visit, codes)
  }
}

const passphraseShape = z.object({
  old: z.string().min(1, 'old').max(passphraseMax, 'old'),
  new: newPassphrase,
})

/** POST /me/passphrase — and everybody else who is signed in as them is out. */
export function passphraseChange(parts: StaffParts) {
  return async (visit: StaffVisit): Promise<void> => {
    const form = readForm(visit.request, passphraseShape)
    if (form.is === 'wrong') {
      await mePage(parts, visit, form.mistakes)
      return
    }
    const { member, session } = visit.signedIn
    const { tried } = await tryPassphrase(parts, member.name, form.value.old, visit.at)
    if (tried !== 'right') {
      await mePage(parts, visit, { old: tried === 'wrong' ? 'old' : 'tooMany' })
      return
    }
    const hash = await parts.passphrases.hash(form.value.new)
    await parts.store.atomically(async ({ staff }) => {
      await staff.members.setPassphrase(member.id, hash)
      await staff.sessions.endOthers(member.id, session.id)
    })
    goTo(visit, '/me', 'saved')
  }
}

/** POST /me/sessions/end-others */
export function otherSessionsEnd({ store }: StaffParts) {
  return async (visit: StaffVisit): Promise<void> => {
    const { member, session } = visit.signedIn
    await store.staff.sessions.endOthers(member.id, session.id)
    goTo(visit, '/me', 'saved')
  }
}
