import type { CallerNumber } from '../call/caller-number.ts'

/*
 * Lines that may not call for a while. Of the number only a keyed hash is kept, and that until the block ends. Callers who
 * withhold their number cannot be told from one another, so they cannot be blocked.
 *
 *   blocked ── 1, 7 or 30 days, or lifted by staff ──▶ nothing is left
 */

/** For how many days a line can be blocked. */
export const blockDays = [1, 7, 30] as const
export const blockDaysMax = Math.max(...blockDays)
/** Lines that can be blocked at the same time. */
export const blocksMax = 500

export type Block = {
  /** Says nothing about the number. */
  readonly id: string
  /** ms since 1970. */
  readonly created: number
  readonly until: number
}

export type Blocks = {
  /** Blocked twice counts until the later end. `undefined` when the number is withheld, or too many are blocked. */
  add(from: CallerNumber, at: number, until: number): Promise<Block | undefined>
  has(from: CallerNumber, at: number): Promise<boolean>
  /** The newest first. */
  all(at: number): Promise<readonly Block[]>
  /** False when there is none of this name. */
  lift(id: string): Promise<boolean>
  sweep(at: number): Promise<void>
}
