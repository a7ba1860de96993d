import type { Kept } from '../ports.ts'

/**
 * What calls need, once more in memory, for the minutes in which the database cannot be reached or written (TRUST,
 * It is as old as its last refresh, and what happens in it is brought back to the database afterwards.
 */
export type Standby = {
  /**
   * Reads anew from the database what calls change, or all of it with rooms and limits, each in one moment. Takes the place of
   * what is in memory only if it is still wanted when it has been read.
   * @throws when that cannot be read, or does not fit what is there; then the old copy stays
   */
  refresh(what: 'all' | 'calls', isWanted: () => boolean): Promise<void>
  /** As the store's `atomically`, in memory alone. */
  atomically<T>(work: (kept: Kept) => Promise<T>): Promise<T>
  /** Calls that were worked on in memory since the last refresh, or since they were last taken from here. */
  takeChangedCalls(): readonly string[]
  /**
   * Writes into the database what was only added in memory: requests for help, meetings that are over, what the carrier has
   * to delete.
   */
  bringBackAdded(): Promise<void>
  close(): Promise<void>
}
