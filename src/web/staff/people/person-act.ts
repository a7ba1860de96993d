import type { Audited } from '../../../conference/staff/audit.ts'
import type { Kept } from '../../../conference/ports.ts'
import { reset } from '../../../conference/staff/staff-inviting.ts'
import type { StaffMember } from '../../../conference/staff/staffing.ts'
import { notFound } from '../../faults.tsx'
import { readForm } from '../../read-form.ts'
import { goTo } from '../../visit.ts'
import { reasonGiven } from '../asked-once.tsx'
import { linkPage } from '../sign-in/link-page.tsx'
import type { StaffParts } from '../parts.ts'
import { personPage, possible, type PersonAct } from './person-show.tsx'
import type { StaffVisit } from '../visit.ts'

type Done = { readonly token?: string }
type Doing = {
  readonly what: Audited
  readonly carryOut: (
    kept: Kept,
    parts: StaffParts,
    member: StaffMember,
    at: number,
  ) => Promise<Done>
}

const changeRole = (role: StaffMember['role']): Doing => ({
  what: 'staff.role-changed',
  async carryOut({ staff }, _parts, { id }) {
    await staff.members.change(id, { role })
    // Whoever is something else now signs in anew (S-06).
    await staff.sessions.endOthers(id, '')
    return {}
  },
})

const doings: Readonly<Record<PersonAct, Doing>> = {
  'make-admin': changeRole('admin'),
  'make-staff': changeRole('staff'),
  reset: {
    what: 'staff.reset',
    async carryOut(kept, { randomness }, member, at) {
      return { token: await reset(kept, randomness, member, at) }
    },
  },
  remove: {
    what: 'staff.removed',
    async carryOut({ staff }, _parts, { id }) {
      await staff.members.remove(id)
      return {}
    },
  },
}

/** POST /people/:person/make-admin, make-staff, reset, remove */
export function personAct(parts: StaffParts, act: PersonAct) {
  return async (visit: StaffVisit): Promise<void> => {
    const form = readForm(visit.request, reasonGiven)
    if (form.is === 'wrong') {
      await personPage(parts, visit, act)
      return
    }
    const id = String(visit.request.params['person'])
    const { what, carryOut } = doings[act]
    const { at, signedIn } = visit
    const done = await parts.store.atomically(async (kept) => {
      const members = await kept.staff.members.all()
      const member = members.find((one) => one.id === id)
      if (member === undefined || !possible(members, member).includes(act)) return undefined
      const { name: who } = signedIn.member
      await kept.audit.note({ at, who, what, object: member.name, reason: form.value.reason })
      return { member, ...(await carryOut(kept, parts, member, at)) }
    })
    if (done === undefined) notFound(visit, parts)
    else if (done.token !== undefined) linkPage(parts, visit, done.member.name, done.token)
    else goTo(visit, '/people', 'saved')
  }
}
