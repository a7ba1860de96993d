import type { Alarms } from './staff/alarms.ts'
import type { Audit } from './staff/audit.ts'
import type { Blocks } from './staff/blocking.ts'
import type { Caller } from './call/caller.ts'
import type { CarrierRecords } from './kept/carrier-records.ts'
import type { Happening } from './happenings.ts'
import type { Leases } from './kept/leases.ts'
import type { HelpRequests } from './staff/help-request.ts'
import type { Bans, Limits, Returning } from './limits/limit-ports.ts'
import type { Lines, Sittings } from './meeting/line.ts'
import type { MailLimits } from './organiser/mail-limits.ts'
import type { MailQueue, Mails } from './organiser/mails.ts'
import type { Meeting, NewMeeting, News, Picture, Place } from './meeting/meeting.ts'
import type { PastMeetings } from './meeting/past-meetings.ts'
import type { OrganisersForStaff } from './staff/organisers-for-staff.ts'
import type { OldPins } from './call/old-pins.ts'
import type {
  Accounts,
  OrganisedRooms,
  OrganiserInvitations,
  Sessions,
} from './organiser/organising.ts'
import type { Deletions, IdleAccounts } from './kept/retention.ts'
import type { Room } from './room/room.ts'
import type { DaySums } from './figures/day-sums.ts'
import type { ServiceStates } from './staff/operation.ts'
import type { SignIns } from './organiser/signing-in.ts'
import type { Standby } from './kept/standby.ts'
import type { Staffing } from './staff/staffing.ts'
import type { Tallies } from './figures/tallies.ts'

/** What the rules, and the parts around them, ask of the world. The parts know one another only by these types. */

/** The wall clock, ms since 1970. */
export type Clock = () => number

/** Does something after so many milliseconds, unless it is called off by what this answers. */
export type After = (ms: number, work: () => void) => () => void

/** Randomness nobody can guess. */
export type Randomness = {
  /** A whole number from 0 up to but not including `max` (`crypto.randomInt`). */
  below(max: number): number
  /** 128 bits as text that fits into a URL and a conference name. */
  token(): string
}

/** Says once that something happened; log, metrics and live pages hear it. Never throws. */
export type Announce = (happening: Happening) => void

export type Rooms = {
  /** Takes as long for an unknown number as for a known one (S-31). */
  byNumber(number: string): Promise<Room | undefined>
  /** Whether this room has no PIN and may be entered. Opens no PIN, and takes as long for every other number (S-31). */
  isWithoutPin(number: string): Promise<boolean>
  byId(id: string): Promise<Room | undefined>
  /** The room that this telephone number leads to. */
  byPhoneNumber(phoneNumber: string): Promise<Room | undefined>
  /** From now on it leads to this room, or with no room to all of them. A room has one such number, and each number one room. */
  givePhoneNumber(phoneNumber: string, room: string | undefined): Promise<void>
  /** The telephone numbers that lead to one room. */
  givenPhoneNumbers(): Promise<readonly string[]>
  all(): Promise<readonly Room[]>
  /** False when the number is taken already; then make another one. */
  add(room: Room): Promise<boolean>
  /** Writes everything anew but id and numbers. */
  change(room: Room): Promise<void>
  remove(id: string): Promise<void>
}

export type Callers = {
  find(call: string): Promise<Caller | undefined>
  /** False when this call is known already, even if only as a tombstone. */
  add(caller: Caller): Promise<boolean>
  /** Writes the caller's next step; false when `from` is no longer the step that was due. */
  move(caller: Caller, from: string): Promise<boolean>
  /** The call is over: empties everything but its name, which stays as a tombstone until swept. */
  end(call: string, now: number): Promise<boolean>
  /** Calls that belong to this meeting: inside, on the way in, in the menu, waiting. */
  inMeeting(meeting: string): Promise<readonly Caller[]>
  /** Calls that are still going on. */
  live(): Promise<readonly Caller[]>
  /** How many there are of these, our own test calls left out. */
  liveCount(): Promise<number>
  /** The smallest line that no call has which is still going on. */
  freeLine(): Promise<number>
  /** Removes tombstones from before this time; answers how many. */
  sweep(before: number): Promise<number>
}

export type Meetings = {
  byId(id: string): Promise<Meeting | undefined>
  /** A meeting that is going on, by its conference's name; ended ones are unknown. */
  byConference(name: string): Promise<Meeting | undefined>
  openIn(room: string): Promise<Meeting | undefined>
  allOpen(): Promise<readonly Meeting[]>
  /** Opens a meeting; its room must have none (at most one is open per room). */
  open(meeting: NewMeeting): Promise<void>
  /** Notes what a meeting remembers while it lasts. */
  change(id: string, what: MeetingChange): Promise<void>
  /** Ends the meeting if nobody is in it or on the way in; true when it ended now. */
  endIfEmpty(id: string): Promise<boolean>
  picture(meeting: string): Promise<Picture>
  /** Notes the carrier's news as `noted` in meeting.ts says; true when it changed anything. */
  note(meeting: string, news: News): Promise<boolean>
  /** Replaces what is known by what the carrier says now, unless news came in between. */
  repair(meeting: string, place: Place, known: Place | undefined): Promise<boolean>
}

export type MeetingChange = Partial<Pick<Meeting, 'locked' | 'hostTold' | 'warned' | 'ended'>>

/** Everything that is kept. */
export type Kept = {
  readonly rooms: Rooms
  readonly callers: Callers
  readonly meetings: Meetings
  readonly limits: Limits
  readonly returning: Returning
  readonly accounts: Accounts
  readonly sessions: Sessions
  readonly organised: OrganisedRooms
  readonly mails: Mails
  readonly mailQueue: MailQueue
  readonly mailLimits: MailLimits
  readonly signIns: SignIns
  readonly idleAccounts: IdleAccounts
  readonly deletions: Deletions
  readonly pastMeetings: PastMeetings
  readonly organiserInvitations: OrganiserInvitations
  readonly oldPins: OldPins
  readonly lines: Lines
  readonly sittings: Sittings
  readonly bans: Bans
  readonly blocks: Blocks
  readonly service: ServiceStates
  readonly leases: Leases
  readonly staff: Staffing
  readonly audit: Audit
  readonly helpRequests: HelpRequests
  readonly tallies: Tallies
  readonly alarms: Alarms
  readonly carrierRecords: CarrierRecords
  readonly daySums: DaySums
  readonly organisersForStaff: OrganisersForStaff
}

/** In place of a room's id, for calls that are in no room yet, or no more. */
export const noRoom = ''

export type Store = Kept & {
  /**
   * Does all of it or nothing, and answers when it is safely on disk. `work` may be run a second time
   * after a failure, so it announces nothing by itself.
   * @throws whatever `work` throws; then nothing was written
   */
  atomically<T>(work: (kept: Kept) => Promise<T>): Promise<T>
  /**
   * Calls back when something was committed, with the ids of the rooms whose evening it touched: the room, its meeting
   * or who is in it; `noRoom` stands for calls that are in none. On Postgres also for what other instances commit; `any` when
   * some of that may have been missed. What another program writes into a file of SQLite is not heard; look for it from
   * time to time.
   */
  changes(heard: (rooms: ReadonlySet<string> | 'any') => void): () => void
  /** Throws when the database cannot be written. */
  check(): Promise<void>
  /** Whether this error says that the database is away, taken or full: then nothing else could be done either. */
  readonly isAway: (error: unknown) => boolean
  /** A copy in memory, empty until it is refreshed. */
  openStandby(): Promise<Standby>
  close(): Promise<void>
}
