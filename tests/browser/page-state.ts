import type { Page } from 'playwright-core'

/** A page in one of its states, and how to get there. */
export type PageState<House, Somebody> = {
  /** Also the name of its pictures. */
  readonly name: string
  /** The address; somebody is signed in for it unless it is for anyone. Makes what must be there before. */
  readonly at: (house: House, somebody: Somebody) => Promise<string> | string
  readonly forAnyone?: true
  /** What is done on the page before it is looked at; must work without JavaScript. */
  readonly then?: (page: Page) => Promise<unknown>
  /** The page has a script: it is looked at with and without. */
  readonly scripts?: true
}
