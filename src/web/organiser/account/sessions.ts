import { z } from 'zod'
import type { Announce, Store } from '../../../conference/ports.ts'
import { readForm } from '../../read-form.ts'
import { goTo, type OrganiserVisit } from '../../visit.ts'
import { forgetBrowser } from '../sign-in/sign-out.ts'

export type AccountSessionsParts = {
  readonly store: Pick<Store, 'sessions'>
  readonly announce: Announce
  readonly publicUrl: URL
}

const form = z.object({ session: z.string().max(100) })

/** POST /account/sessions/end — signs one browser out; whose it is not, it is not there (S-13). */
export function sessionEnd(parts: AccountSessionsParts) {
  return async (visit: OrganiserVisit): Promise<void> => {
    const { account, session: own } = visit.signedIn
    const read = readForm(visit.request, form)
    const ended =
      read.is === 'right' && (await parts.store.sessions.end(account.id, read.value.session))
    if (ended) parts.announce({ event: 'organiser.signed-out', account: account.id })
    if (ended && read.value.session === own.id) {
      forgetBrowser(visit, parts.publicUrl)
      goTo(visit, '/', 'signed-out')
    } else goTo(visit, '/account', ended ? 'session-ended' : undefined)
  }
}

/** POST /account/sessions/end-others — signs every browser out but this one. */
export function sessionsEndOthers({ store, announce }: AccountSessionsParts) {
  return async (visit: OrganiserVisit): Promise<void> => {
    const { account, session } = visit.signedIn
    await store.sessions.endOthers(account.id, session.id)
    announce({ event: 'organiser.signed-out', account: account.id })
    goTo(visit, '/account', 'sessions-ended')
  }
}
