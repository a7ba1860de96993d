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
