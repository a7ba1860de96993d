/*
 * What admins see of organisers and their rooms: enough to help somebody who asks and to stop somebody who harms, and
 * no more (P-06). An address is masked, because nobody needs to read a list of who organises which self-help group; whoever
 * was told an address finds its account by it. A room has no name here, only when it was first organised and how much it is used.
 */

export type OrganiserForStaff = {
  readonly id: string
  /** `e…@example.org` */
  readonly addressMasked: string
  readonly created: number
  /** ms since 1970; undefined: not since this is noted. */
  readonly lastSignIn: number | undefined
  readonly lockedSince: number | undefined
  readonly rooms: number
}

export type RoomForStaff = {
  /** Random; it opens nothing. */
  readonly id: string
  /** Since when somebody organises it. */
  readonly since: number
  readonly organisers: number
  readonly use: RoomUse
}

/** How many meetings there were in a year, in bands: small numbers stay unsaid, and none says when. */
export const roomUses = ['few', 'some', 'many', 'very-many'] as const
export type RoomUse = (typeof roomUses)[number]
const usedFrom: readonly (readonly [number, RoomUse])[] = [
  [60, 'very-many'],
  [20, 'many'],
  [5, 'some'],
]

export function roomUse(meetings: number): RoomUse {
  return usedFrom.find(([from]) => meetings >= from)?.[1] ?? 'few'
}

export type OrganisersForStaff = {
  /** The newest account first. */
  page(skipped: number, most: number): Promise<readonly OrganiserForStaff[]>
  count(): Promise<number>
  byId(id: string): Promise<OrganiserForStaff | undefined>
  /** Rooms of an account; their use is counted from `usedSince` on. */
  rooms(account: string, usedSince: number): Promise<readonly RoomForStaff[]>
}

export const roomUseMs = 365 * 24 * 60 * 60_000
/** Organisers on one page. */
export const organisersOfPageMax = 25
