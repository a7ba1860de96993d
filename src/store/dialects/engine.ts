import type { Dialect, IsolationLevel, Kysely } from 'kysely'
import type { Notices } from './notices.ts'

/** What differs between databases. Everything else in store/ is written once for all of them. */
export type Engine = {
  readonly dialect: Dialect
  readonly sharing: Sharing
  /** In which everything is read as it was in one moment, where that is not so by itself. */
  readonly oneMoment?: IsolationLevel
  /** First in a transaction: from then on nobody else writes to these tables until it is over. */
  readonly alone: (db: Kysely<unknown>, tables: readonly string[]) => Promise<void>
  /** First in a transaction: waits, but not for long, until no other instance has the turn; missing where there is only one. */
  readonly turn?: (db: Kysely<unknown>) => Promise<void>
  /** The tables in the place that is ours. */
  readonly tables: (db: Kysely<unknown>) => Promise<readonly string[]>
  /** What an operator can put right, when it cannot be opened: without a password, ending in a full stop. */
  readonly complaint: (error: unknown) => string | undefined
  /** How instances tell one another what they changed; missing where there is only one. */
  readonly notices?: Notices
  /** Work that one instance does while others who want to do it wait. */
  readonly inTurn: <T>(db: Kysely<unknown>, work: () => Promise<T>) => Promise<T>
}

/** How transactions of several instances, or of several processes on one file, get along with one another. */
export type Sharing = {
  readonly isolation?: IsolationLevel
  /** Why this try went wrong, when only because of what others did at that moment; then nothing was written. */
  readonly passes: (error: unknown, tries: number) => Again | undefined
  /** Whether the connection had broken; the next one may be whole. */
  readonly broke: (error: unknown) => boolean
  readonly triesMax: number
}

/**
 * Why a transaction begins again: it stood in the way of others' (`conflict`), of one that waited for it (`deadlock`), the turn did
 * not come (`turn`), a migration has changed its tables (`plan`), another process has the file (`busy`), the wire broke (`connection`).
 */
export type Again = 'conflict' | 'deadlock' | 'turn' | 'plan' | 'busy' | 'connection'
