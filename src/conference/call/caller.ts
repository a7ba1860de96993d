import type { State } from './callflow.ts'
import type { ShownToStaff } from './stage.ts'

/**
 * One telephone call, as we keep it while it lasts. No phone number in it, and it is deleted when the
 * call is over.
 *
 *   answered ──▶ step A ──▶ step B ──▶ … ──▶ over (a tombstone for a few minutes, then nothing)
 *
 * `step` is the one-time token of the only request that may come next; `last` is the request that
 * came last and the answer it got, so that a repeated delivery gets the same bytes.
 */
export type Caller = {
  /** The carrier's name for the call (Twilio, CallSid). */
  readonly call: string
  readonly state: State
  readonly step: string
  readonly last: Answered
  readonly meeting: string | undefined
  /** When the row was last written, ms since 1970; sweeping goes by it. */
  readonly touched: number
  readonly shown: ShownToStaff
}

/** A request that was carried out: which one, and what we answered. */
export type Answered = { readonly request: string; readonly answer: string }
