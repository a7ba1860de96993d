import type { CallerNumber } from '../call/caller-number.ts'
import type { Happening } from '../happenings.ts'
import type { Level } from './limits.ts'
import type { Leaving, Ticket } from '../call/returning.ts'

/** One room number and PIN, as they were keyed and checked. */
export type Entry = {
  readonly from: CallerNumber
  readonly roomNumber: string
  /** Id of the room with this number; nothing when there is none. */
  readonly room: string | undefined
  readonly right: boolean
  /** Failed tries of the same call before this one. */
  readonly triesBefore: number
  /** ms since 1970. */
  readonly at: number
}

/**
 * Where a right entry leads, and what the check has set off. A wrong entry leads nowhere, and what it is told never
 * depends on this.
 */
export type Judged = {
  readonly to: 'room' | 'waiting-room'
  /** Which limit led to the waiting room. For staff and tests, never for the caller. */
  readonly because: Level | undefined
  /** To be announced when the step is on the disk. */
  readonly happened: readonly Happening[]
}

/** The limit ladder, counted where the step is kept: use the one that `atomically` hands out. */
export type Limits = {
  /** A call was answered. What withheld callers may get wrong grows with the day's calls. */
  called(at: number): Promise<void>
  /**
   * Seconds this entry has to wait before it is looked at; 0 unless the whole system is being tried. Ask once per
   * entry, before the check and whatever was keyed: asking takes a place in the queue.
   */
  secondsToWait(at: number): Promise<number>
  /** Counts a checked entry, wrong or right, and says where a right one leads. */
  entered(entry: Entry): Promise<Judged>
  /** Whether everybody gets into this room by the waiting room now (Schutzmodus). */
  isProtected(room: string, at: number): Promise<boolean>
  /** The room has a new PIN: what was guessed at the old one counts no more. */
  forgetRoom(room: string): Promise<void>
  /** Removes what is over, keys of former days among it. Once a minute is enough. */
  sweep(at: number): Promise<void>
}

/** Numbers of callers who were removed from a running meeting; forgotten with it. */
export type Bans = {
  /** Nothing happens for a withheld number: nobody can be told from another. */
  add(from: CallerNumber, meeting: string, at: number): Promise<void>
  has(from: CallerNumber, meeting: string, at: number): Promise<boolean>
}

/** Tickets of callers who were cut off. Ended meetings have none: they go with the meeting. */
export type Returning = {
  /** Keeps a ticket for somebody who left, if they get one (`ticketFor`). */
  keep(leaving: Leaving): Promise<void>
  /** The ticket of this number, once; it is gone with the asking. */
  take(from: CallerNumber, at: number): Promise<Ticket | undefined>
  /** Somebody was removed from the meeting: their number gets back in by keying only. */
  drop(from: CallerNumber, meeting: string, at: number): Promise<void>
  /** Removes tickets that are over; answers how many. */
  sweep(at: number): Promise<number>
}
