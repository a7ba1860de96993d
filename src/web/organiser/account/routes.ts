import { organiser, type Route } from '../../route.ts'
import { accountDataJson, accountDataShow, type AccountDataParts } from './data-show.tsx'
import { accountDelete, accountDeletePage, type AccountDeleteParts } from './delete.tsx'
import { sessionEnd, sessionsEndOthers, type AccountSessionsParts } from './sessions.ts'
import { accountShow, type AccountShowParts } from './show.tsx'
import { signOut, type SignOutParts } from '../sign-in/sign-out.ts'

export type AccountParts = AccountShowParts &
  AccountSessionsParts &
  AccountDataParts &
  AccountDeleteParts &
  SignOutParts

/** One's own account. */
export function accountRoutes(parts: AccountParts): readonly Route[] {
  return [
    organiser('get', '/account', accountShow(parts)),
    organiser('post', '/account/sessions/end', sessionEnd(parts)),
    organiser('post', '/account/sessions/end-others', sessionsEndOthers(parts)),
    organiser('get', '/account/data', accountDataShow(parts)),
    organiser('get', '/account/data.json', accountDataJson(parts)),
    organiser('get', '/account/delete', accountDeletePage(parts)),
    organiser('post', '/account/delete', accountDelete(parts)),
    organiser('post', '/sign-out', signOut(parts)),
  ]
}
