import type { Visitor } from '../kit/visitor.ts'
import type { WebHouse } from '../kit/web-house.ts'
import type { PageState as AnyPageState } from './page-state.ts'
import { pagesOfEvening } from './pages-evening.ts'
import { pagesOfInvitation } from './pages-invitation.ts'
import { pagesOfRooms } from './pages-rooms.ts'
import { pagesAfter } from './pages-after.ts'
import { pagesSigningIn } from './pages-signing-in.ts'

export type Organiser = Awaited<ReturnType<WebHouse['signedIn']>> & Visitor
export type PageState = AnyPageState<WebHouse, Organiser>

/** Every page in every state: each is looked at as `look-at.ts` says. Two lists, to be looked at side by side. */
export const pages: readonly PageState[] = [
  { name: 'dial-in', forAnyone: true, at: () => '/' },
  { name: 'not-found', forAnyone: true, at: () => '/nowhere' },
  ...pagesSigningIn,
  ...pagesOfEvening,
  ...pagesAfter,
]

export const roomPages: readonly PageState[] = [...pagesOfRooms, ...pagesOfInvitation]
