import type { Request, Response } from 'express'
import type { Account, Session } from '../conference/organiser/organising.ts'
import type { Room } from '../conference/room/room.ts'
import type { Around } from './around.tsx'
import type { PageLocale } from './texts.ts'

/** One request of a browser, and what is known of it before any page looks at it. */
export type PlainVisit = {
  readonly request: Request
  readonly response: Response
  readonly locale: PageLocale
  /** When it came, ms since 1970. */
  readonly at: number
  /** Proves that a form is ours (csrf.ts). Asking for it may set a cookie, so ask before the head is sent. */
  readonly formToken: () => string
  /** What stands around the page. */
  readonly around: Around
}

/** … of somebody who may be signed in as an organiser. */
export type Visit = PlainVisit & {
  /** Undefined: nobody is signed in with this browser. */
  readonly signedIn: SignedIn | undefined
}

export type SignedIn = { readonly account: Account; readonly session: Session }

/** Somebody is signed in. */
export type OrganiserVisit = Visit & { readonly signedIn: SignedIn }

/** … and the address names a room of theirs (`/rooms/:room/…`). */
export type RoomVisit = OrganiserVisit & { readonly room: Room }

/** Goes on to another page of ours (303), which says what was done: `done` is one of the frame's notices. */
export function goTo({ response }: PlainVisit, path: string, done?: string): void {
  const mark = path.includes('?') ? '&' : '?'
  response.redirect(303, done === undefined ? path : `${path}${mark}done=${done}`)
}
