import type { blockDays } from './blocking.ts'
import type { ServiceSwitch } from './operation.ts'

/*
 * What staff can do about calls and meetings: the port between their pages and the telephone side. Lines and meetings go by
 * the board's names, which lead nowhere but to a call that goes on.
 */

export type StaffWish =
  /** Everybody in it hears a goodbye. */
  | { readonly do: 'end-meeting'; readonly meeting: string }
  /** Hears a sentence, whatever it was doing. */
  | { readonly do: 'end-call'; readonly line: string }
  /** Hears a sentence and is hung up; calls of the same number do so for as many days. */
  | {
      readonly do: 'block-line'
      readonly line: string
      readonly days: (typeof blockDays)[number]
    }
  /** Somebody is stuck on the way in: to the waiting room of the room they told on the telephone, never past it. */
  | { readonly do: 'to-waiting-room'; readonly line: string; readonly roomNumber: string }
  | { readonly do: 'lift-block'; readonly block: string }
  | { readonly do: 'switch'; readonly what: ServiceSwitch; readonly on: boolean }

export type By = { readonly who: string; readonly reason: string }

/**
 * What became of it:
 *
 *   done            it is so
 *   gone            that line, meeting or block is no more; there was nothing left to do
 *   carrier-failed  the carrier refused or could not be reached; it is not so
 *   still-trying    the carrier is slow; it goes on by itself
 *   withheld        the caller withholds the number: nobody can tell it from others, so it cannot be blocked
 *   blocked         the number is blocked from now on, but the carrier did not end the call
 *   impossible      not now, whatever the reason
 */
export type StaffOutcome =
  'done' | 'gone' | 'carrier-failed' | 'still-trying' | 'withheld' | 'blocked' | 'impossible'

export type StaffControl = {
  /** Written to the audit log first; answers when the carrier has done it, or has not. */
  act(wish: StaffWish, by: By): Promise<StaffOutcome>
}
