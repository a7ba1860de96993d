/**
 * One sitting of a room, and who is in it according to the carrier.
 *
 * The carrier's events may come twice, late, in any order or not at all (Twilio, conference status
 * callbacks), so each call's place keeps only its newest news: the event with the highest
 * SequenceNumber wins, whenever it arrives. What never arrives is repaired by asking (voice/reconcile.ts).
 */
export type Meeting = {
  readonly id: string
  readonly room: string
  /** What the carrier knows it by: random, nothing about the room in it. */
  readonly conferenceName: string
  readonly opened: number
}

/** A caller's place in one of the carrier's conferences: a conference that ended and began again is another one. */
export type Place = {
  readonly conference: string
  readonly call: string
  readonly meeting: string
  /** The carrier's number of the newest event about this place. */
  readonly sequence: number
  readonly here: boolean
  readonly muted: boolean
  /** Whether the carrier was told to take the caller out: by whom, if it happened. */
  readonly sentOut: SentOut | undefined
}

/** The whole meeting was ended, or this one caller was removed. */
export type SentOut = 'meeting' | 'caller'
