import type { Audited } from '../../../conference/staff/audit.ts'
import type { Account } from '../../../conference/organiser/organising.ts'
import type { Kept } from '../../../conference/ports.ts'
import { notFound } from '../../faults.tsx'
import { readForm } from '../../read-form.ts'
import { goTo } from '../../visit.ts'
import { reasonGiven } from '../asked-once.tsx'
import { tellOrganiser, type ToldOrganiser } from './organiser-mails.ts'
import { organiserPage, possibleActs, type OrganiserAct } from './organiser-show.tsx'
import type { StaffParts } from '../parts.ts'
import type { StaffVisit } from '../visit.ts'

type Doing = {
  readonly what: Audited
  readonly tell: ToldOrganiser
  readonly then: 'account' | 'list'
  readonly carryOut: (kept: Kept, account: Account, at: number) => Promise<void>
}

const doings: Readonly<Record<OrganiserAct, Doing>> = {
  // The telephone knows nothing of accounts: rooms, numbers and PINs go on.
  lock: {
    what: 'organiser.locked',
    tell: 'locked',
    then: 'account',
    async carryOut({ accounts, sessions }, { id }, at) {
      await accounts.lock(id, at)
      await sessions.endOthers(id, undefined)
    },
  },
  unlock: {
    what: 'organiser.unlocked',
    tell: 'unlocked',
    then: 'account',
    carryOut: ({ accounts }, { id }) => accounts.lock(id, undefined),
  },
  // The same as when they do it themselves (P-08).
  delete: {
    what: 'organiser.deleted',
    tell: 'deleted',
    then: 'list',
    carryOut: ({ deletions }, { id }, at) => deletions.remove(id, at),
  },
}

/** POST /organisers/:organiser/lock, unlock, delete */
export function organiserAct(parts: StaffParts, act: OrganiserAct) {
  return async (visit: StaffVisit): Promise<void> => {
    const id = String(visit.request.params['organiser'])
    const form = readForm(visit.request, reasonGiven)
    if (form.is === 'wrong') {
      const { reason } = parts.texts[visit.locale].staffOrganisers.mistakes
      const action = `/organisers/${id}/${act}`
      await organiserPage(parts, visit, { action, mistakes: { reason } })
      return
    }
    const { what, tell, then, carryOut } = doings[act]
    const { at, signedIn } = visit
    const done = await parts.store.atomically(async (kept) => {
      const account = await kept.accounts.byId(id)
      if (account === undefined || !possibleActs(account).includes(act)) return false
      const { name: who } = signedIn.member
      await kept.audit.note({ at, who, what, object: id, reason: form.value.reason })
      await carryOut(kept, account, at)
      await tellOrganiser(kept, parts, account, tell, at)
      return true
    })
    if (!done) {
      notFound(visit, parts)
      return
    }
    if (act === 'delete') parts.announce({ event: 'organiser.deleted', account: id, by: 'staff' })
    goTo(visit, then === 'list' ? '/organisers' : `/organisers/${id}`, 'saved')
  }
}
