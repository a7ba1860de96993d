import type { Happening } from '../happenings.ts'
import type { Account } from '../organiser/organising.ts'

/*
 * An account that nobody uses is deleted (TRUST §3.2). It is in use when its owner opens a page, and when one of its
 * rooms has a meeting: a group that only telephones must not lose its number.
 *
 *   last use ───── 12 months ─────▶ told by mail ───── at least 1 month ─────▶ deleted
 *        ▲                               │
 *        └── any use: begins anew ───────┘
 */

const dayMs = 24 * 60 * 60_000

export const idleToldMs = 365 * dayMs
export const idleDeletedMs = 396 * dayMs
/** Between the mail and the end, also when nobody was told in time because the program stood still. */
export const noticeMs = idleDeletedMs - idleToldMs

/** Backups older than this must not be put back: they would bring back what was deleted. */
export const tombstoneKeptMs = 30 * dayMs

/** What is known of an account's use, ms since 1970. */
export type Use = {
  readonly lastSeen: number
  /** When its owner was told; 0: never. */
  readonly toldIdle: number
}

/** What is to be done about an account now. */
export function dueFor({ lastSeen, toldIdle }: Use, at: number): 'nothing' | 'tell' | 'delete' {
  if (at < lastSeen + idleToldMs) return 'nothing'
  const wasTold = toldIdle > lastSeen
  if (!wasTold) return 'tell'
  return at >= lastSeen + idleDeletedMs && at >= toldIdle + noticeMs ? 'delete' : 'nothing'
}

export type IdleAccounts = {
  /** Accounts that were not seen since then, the longest first, so many at most. */
  since(before: number, most: number): Promise<readonly Account[]>
  useOf(account: string): Promise<Use | undefined>
  told(account: string, at: number): Promise<void>
  /** Whoever organises a room in which a meeting is going on uses their account. */
  noteMeetings(at: number): Promise<void>
}

/** What is left of a deleted account: a keyed hash of its address, and when. */
export type Tombstone = { readonly addressKey: string; readonly deleted: number }

export type Deletions = {
  /**
   * Deletes an account with everything that is its alone: sessions, mails, and rooms that nobody else organises, at once
   * or, where a meeting is going on, when it is over. Leaves a tombstone.
   */
  remove(account: string, at: number): Promise<void>
  /** Removes rooms that nobody organises any more, and whose meeting is over. */
  removeForsakenRooms(): Promise<void>
  tombstones(): Promise<readonly Tombstone[]>
  /**
   * After a backup was put back: deletes again what had been deleted since it was made; answers which accounts. Somebody
   * who came back later with the same address stays.
   */
  reapply(tombstones: readonly Tombstone[]): Promise<readonly string[]>
  /** Removes tombstones that no backup needs any more. */
  sweep(at: number): Promise<void>
}

const minuteMs = 60_000
/** P-05: when nothing could be deleted for so long, somebody has to look. */
const sweepOverdueMs = 60 * minuteMs

/** An alarm when what is over was last deleted too long ago, else nothing. */
export function sweepOverdue(doneAt: number, at: number): Happening | undefined {
  const lateMs = at - doneAt
  if (lateMs <= sweepOverdueMs) return undefined
  return { event: 'alarm.upkeep-overdue', minutes: Math.round(lateMs / minuteMs) }
}
