/**
 * What a carrier keeps of a call that is over: who called whom, when and how long. It is deleted there as soon as the carrier
 * allows it (TDDDG §9, TRUST P-12). Until then the call's name at the carrier stands in a queue, so that neither a
 * restart nor a carrier that is away makes anybody forget it.
 *
 *              note                take                gone
 *   call over ──────▶ waits until ──────▶ held until … ─────▶ nothing is left
 *                       ▲                    │
 *                       └────── later ───────┘ not finished there yet, busy, away; after 14 days: given up, and said
 */
export type CarrierRecords = {
  /** This call is over; nothing happens when it is known already. */
  note(call: string, at: number): Promise<void>
  /** Those that have been due longest, so many at most, held until then. */
  take(at: number, heldUntil: number, max: number): Promise<readonly DueRecord[]>
  /** Nothing of these is left at the carrier, or they are not tried any more. */
  gone(calls: readonly string[]): Promise<void>
  later(call: string, nextTry: number): Promise<void>
  /** Removes what nobody tries any more, as after a change of carrier. */
  sweep(at: number): Promise<void>
}

export type DueRecord = {
  readonly call: string
  readonly tries: number
  /** Afterwards it is not tried again. */
  readonly until: number
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs

/** How long it is tried. */
export const recordTriedMaxMs = 14 * 24 * hourMs

/** A call is finished at the carrier a little after its last request; hours later only when something is wrong. */
const waits = [
  { triesMax: 1, waitMs: 10_000 },
  { triesMax: 4, waitMs: minuteMs },
  { triesMax: 8, waitMs: 10 * minuteMs },
] as const
const waitMaxMs = hourMs

/** When it is tried again. */
export function nextDeletion(triesInVain: number, at: number): number {
  const found = waits.find(({ triesMax }) => triesInVain <= triesMax)
  return at + (found?.waitMs ?? waitMaxMs)
}

/** A record is due when its time has come, or lies so far ahead that a clock must have been wrong. */
export const recordAheadMaxMs = 2 * waitMaxMs
