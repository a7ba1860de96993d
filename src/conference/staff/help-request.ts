/*
 * Somebody on the telephone needs a human, and nobody could be connected: staff see it, and may call back if the caller
 * left a number. Nothing else is known of them.
 *
 *   0 ──▶ open ──▶ taken by somebody of staff ──▶ done, and gone
 *           └───────────┴── 24 hours are over ──▶ gone
 */

/** Staff have so long; then whatever was left is deleted. */
export const requestHoursMax = 24
/** Requests that are kept. The oldest make room: whoever floods us does not keep out who calls now. */
export const requestsMax = 500

/** Where in the call somebody asked. */
export type HelpStage = 'room-number' | 'pin' | 'meeting'

export type HelpRequest = {
  readonly id: string
  readonly stage: HelpStage
  /** The call under a name of its own that says nothing, so that a page can tell whether it is still there. */
  readonly line: string
  readonly hasNumber: boolean
  /** ms since 1970. */
  readonly created: number
  readonly until: number
  /** When somebody of staff took it. */
  readonly taken: number | undefined
}

export type NewHelpRequest = {
  /** The carrier's name for the call. */
  readonly call: string
  readonly stage: HelpStage
  /** Digits to call back; undefined until the caller has confirmed some. */
  readonly number: string | undefined
  readonly at: number
}

/** What comes of taking a request. The number is handed out this once. */
export type TakenRequest =
  | { readonly is: 'taken'; readonly number: string | undefined }
  | { readonly is: 'taken-before'; readonly at: number }
  | { readonly is: 'unknown' }

export type HelpRequests = {
  /** What a request knows this call by. */
  lineOf(call: string): string
  /** One for each call: asked again it is open again, and a number is added to what is there. */
  leave(request: NewHelpRequest): Promise<void>
  /** The oldest first; without numbers. */
  open(at: number): Promise<readonly HelpRequest[]>
  take(id: string, at: number): Promise<TakenRequest>
  /** Deletes it with its number; false when there is none of this name. */
  done(id: string): Promise<boolean>
  /** Deletes those whose time is over; answers how many. */
  sweep(at: number): Promise<number>
}
