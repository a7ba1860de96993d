import type { Room } from '../room/room.ts'

/*
 * Who makes rooms, and which rooms are theirs. The rules of an evening know nothing of this: a telephone call
 * needs no account.
 */

/** An organiser: whoever received a code at this mail address. */
export type Account = {
  readonly id: string
  /** As it was typed; found whatever its letters' case. */
  readonly address: string
  /** The language of the mails we send there. */
  readonly locale: string
  readonly created: number
  /** ms since 1970, to the hour at best; accounts nobody uses are deleted by it (TRUST §3.2). */
  readonly lastSeen: number
  /** Absent: not since this is noted. */
  readonly lastSignIn?: number
  /** Absent: it is not locked. Who is locked out signs in nowhere; their rooms stay as they are. */
  readonly lockedSince?: number
}

export type Accounts = {
  byAddress(address: string): Promise<Account | undefined>
  byId(id: string): Promise<Account | undefined>
  /** False when there is one with this address. */
  add(account: Account): Promise<boolean>
  change(
    id: string,
    what: Partial<Pick<Account, 'locale' | 'lastSeen' | 'lastSignIn'>>,
  ): Promise<void>
  /** Undefined unlocks. */
  lock(id: string, since: number | undefined): Promise<void>
  /** Takes sessions and places as an organiser with it, and nothing else: see Deletions. */
  remove(id: string): Promise<void>
}

/** A browser in which somebody is signed in. */
export type Session = {
  /** Names it in the list of sessions; opens nothing. */
  readonly id: string
  readonly account: string
  readonly created: number
  readonly lastSeen: number
  /** A few words to tell browsers apart: `Firefox, Windows`. */
  readonly device: string
}

export type Sessions = {
  /** `token` is what the browser keeps; here only its hash is. */
  open(session: Session, token: string): Promise<void>
  /** The session with this token and whose it is, whatever its age. */
  byToken(token: string): Promise<{ session: Session; account: Account } | undefined>
  of(account: string): Promise<readonly Session[]>
  seen(id: string, at: number): Promise<void>
  end(account: string, id: string): Promise<boolean>
  /** Ends all of an account but this one. */
  endOthers(account: string, id: string | undefined): Promise<void>
  /** Removes sessions that began before this time. */
  sweep(before: number): Promise<void>
}

/** Rooms seen from an account: what is not theirs is not there (TRUST S-13). */
export type OrganisedRooms = {
  of(account: string): Promise<readonly Room[]>
  find(account: string, room: string): Promise<Room | undefined>
  organisers(room: string): Promise<readonly Account[]>
  isOrganiser(account: string, room: string): Promise<boolean>
  /** How many rooms an account has. */
  count(account: string): Promise<number>
  /** Makes somebody an organiser of a room; nothing happens when they are. */
  join(account: string, room: string, at: number): Promise<void>
  leave(account: string, room: string): Promise<void>
}

/** Somebody was asked by mail to organise a room, too, and has not answered yet. */
export type OrganiserInvitation = {
  readonly id: string
  readonly room: string
  /** `e…@example.org`: enough for the other organisers to know who is meant. */
  readonly toMasked: string
  readonly until: number
}

export type OrganiserInvitations = {
  /** `token` is in the link; here only its hash is. */
  add(invitation: OrganiserInvitation, token: string): Promise<void>
  of(room: string, at: number): Promise<readonly OrganiserInvitation[]>
  byToken(token: string, at: number): Promise<OrganiserInvitation | undefined>
  /** False when it is gone already: accepted, taken back, or over. */
  remove(room: string, id: string): Promise<boolean>
  /** Removes those that are over. */
  sweep(at: number): Promise<void>
}

/** How long the link in the mail can be used. */
export const organiserInvitationMs = 7 * 24 * 60 * 60_000

/** Rooms of one account; more is a mistake or a machine. */
export const roomsOfAccountMax = 50
/** People who organise one room together. */
export const organisersOfRoomMax = 10

/*
 * How long somebody stays signed in (S-07). Pages are shown for one day less than forms are taken, so that
 * nobody who is writing is thrown out: there is always a day to finish (W-11).
 *
 *   signed in ──────── pages and forms ────────▶ day 29 ── forms only ──▶ day 30: over
 */
const dayMs = 24 * 60 * 60_000
export const sessionFormsMs = 30 * dayMs
export const sessionPagesMs = 29 * dayMs

/** Whether this session may still see pages, or send forms. */
export function sessionLasts(
  { created }: Session,
  at: number,
  forWhat: 'pages' | 'forms',
): boolean {
  return at < created + (forWhat === 'pages' ? sessionPagesMs : sessionFormsMs)
}
