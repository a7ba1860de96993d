import type { Key, Sound } from '../media/frame.ts'

/** How a leg's time ended, in Twilio's words for `CallStatus`. */
export type FinalStatus = 'completed' | 'busy' | 'failed' | 'no-answer' | 'canceled'
export type CallStatus = 'ringing' | 'in-progress' | FinalStatus

/**
 * One call as documents see it: it can be answered, played to and hung up, and it has a keypad. What `twiml/` and the conferences
 * know of a call; no SIP, no packets. Its `sid` is its name on a media plane too (plane/messages.ts). Built in call.ts.
 */
export type Leg = {
  /** `CA` and 32 hex digits. */
  readonly sid: string
  readonly status: CallStatus
  /** Aborted at the moment the call is over, whoever ended it. Everything that waits, waits with this. */
  readonly gone: AbortSignal
  /** Standard parameters of every request about this call (TWILIO: CallSid, From, To, CallStatus …). */
  parameters(): Record<string, string>
  /** Takes the call if it still rings; sound flows afterwards. */
  answer(): void
  /** Before answering: 486 for busy, 603 for rejected. Afterwards the same as hangUp. */
  refuse(reason: 'busy' | 'rejected'): void
  hangUp(): void
  /** Plays to this caller alone, over whatever the room says. Resolves at the end, or at once when the signal aborts. */
  play(sound: Sound, signal: AbortSignal): Promise<void>
  /** Keys pressed and not yet used: at most `typeAheadMax`, oldest first. */
  readonly keys: KeyQueue
}

/** Keys wait here from the moment they are pressed until a document wants them. */
export type KeyQueue = {
  /** The next key, now or when it comes; undefined when the signal aborts first. */
  next(signal: AbortSignal): Promise<Key | undefined>
  readonly waiting: number
  /** Forgets what was typed ahead (on Dial). */
  clear(): void
}
