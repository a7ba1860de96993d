import { hasWaitingRoom, type Role, type Room } from '../room/room.ts'
import type { Openness } from '../room/schedule.ts'
import type { WaitReason } from './waiting.ts'

/** Everything that decides where somebody with the right PIN goes. */
export type Situation = {
  readonly room: Room
  readonly role: Role
  readonly openness: Openness
  /** How many are in the meeting. */
  readonly inside: number
  /** A host locked the meeting, and somebody is inside who can unlock it. */
  readonly locked: boolean
  readonly hostInside: boolean
  /** The limit ladder sends this entry to the waiting room. */
  readonly limited: boolean
  /** A host let this caller in by hand. */
  readonly letIn: boolean
  /** Somebody with this number was removed from the meeting. */
  readonly banned: boolean
}

export type Admission =
  | { readonly to: 'room' }
  | { readonly to: 'waiting'; readonly because: WaitReason }
  | { readonly to: 'goodbye'; readonly because: 'full' | 'closed' | 'banned' }

type Rule = readonly [(now: Situation) => boolean, Admission]
const waiting = (because: WaitReason): Admission => ({ to: 'waiting', because })

/** Who goes where, asked from top to bottom. The first that fits decides. */
const rules: readonly Rule[] = [
  // Archived while they waited; whoever calls then does not get this far.
  [({ room }) => room.archived, { to: 'goodbye', because: 'closed' }],
  [({ openness }) => openness.is === 'closed', { to: 'goodbye', because: 'closed' }],
  [({ banned }) => banned, { to: 'goodbye', because: 'banned' }],
  [({ inside, room }) => inside >= room.callersMax, { to: 'goodbye', because: 'full' }],
  [({ openness }) => openness.is === 'soon' && !openness.doorsOpen, waiting('early')],
  [({ letIn }) => letIn, { to: 'room' }],
  [({ limited }) => limited, waiting('asked')],
  [({ role }) => role === 'host', { to: 'room' }],
  [({ room }) => hasWaitingRoom(room), waiting('asked')],
  [({ locked }) => locked, waiting('locked')],
  [({ room, hostInside }) => room.waitForHost && !hostInside, waiting('host')],
]

/** Where somebody with the right PIN goes now; asked again each half minute of those who wait. */
export function admission(now: Situation): Admission {
  return rules.find(([fits]) => fits(now))?.[1] ?? { to: 'room' }
}
