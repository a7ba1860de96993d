import type { Page } from 'playwright-core'
import type { Visitor } from '../kit/visitor.ts'
import type { WebHouse } from '../kit/web-house.ts'
import { pagesAfter } from './pages-after.ts'

/** A page in one of its states, and how to get there. */
export type PageState = {
  /** Also the name of its pictures. */
  readonly name: string
  /** The address; an organiser is signed in for it unless it is for anyone. Makes what must be there before. */
  readonly at: (house: WebHouse, organiser: Organiser) => Promise<string> | string
  readonly forAnyone?: true
  /** What is done on the page before it is looked at; must work without JavaScript. */
  readonly then?: (page: Page) => Promise<unknown>
  /** The page has a script: it is looked at with and without. */
  readonly scripts?: true
}
export type Organiser = Awaited<ReturnType<WebHouse['signedIn']>> & Visitor

/** Every page in every state: each is looked at by `every-page.test.ts`. */
export const pages: readonly PageState[] = [
  { name: 'dial-in', forAnyone: true, at: () => '/' },
  { name: 'not-found', forAnyone: true, at: () => '/nowhere' },
  ...pagesAfter,
]
