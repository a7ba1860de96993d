import type { Announce, Store } from '../../../conference/ports.ts'
import { cookieJar } from '../../cookies.ts'
import { goTo, type OrganiserVisit, type PlainVisit } from '../../visit.ts'

export type SignOutParts = {
  readonly store: Pick<Store, 'sessions'>
  readonly announce: Announce
  readonly publicUrl: URL
}

/** POST /sign-out — the session is over here and in the browser. */
export function signOut({ store, announce, publicUrl }: SignOutParts) {
  return async (visit: OrganiserVisit): Promise<void> => {
    const { account, session } = visit.signedIn
    await store.sessions.end(account.id, session.id)
    announce({ event: 'organiser.signed-out', account: account.id })
    forgetBrowser(visit, publicUrl)
    goTo(visit, '/', 'signed-out')
  }
}

/**
 * Takes everything of ours out of the browser (S-12). Our cookie by its name: `Clear-Site-Data` would take those of
 * every neighbour of our domain along.
 */
export function forgetBrowser({ response }: PlainVisit, publicUrl: URL): void {
  cookieJar(publicUrl).remove(response, 'session')
  response.set('Clear-Site-Data', '"cache", "storage"')
}
