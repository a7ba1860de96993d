import type { Agreed, Codec } from '../sdp/agreed.ts'
import { frameMs } from './frame.ts'
import { meanOpinion } from './opinion.ts'
import type { Receiver } from './codec/receiver.ts'
import type { Reception } from './wire/reception.ts'
import type { Reports } from './wire/reports.ts'

/** What is known of how a caller sounds: as packets arrive, and what people would say of it. */
export type LineQuality = {
  readonly codec: Codec
  readonly lossPercent: number
  readonly jitterMs: number
  /** There and back through the network, as far as the caller's telephone tells (RTCP). */
  readonly roundTripMs?: number
  /** How much of what we send the caller misses, as their telephone tells. */
  readonly theirLossPercent?: number
  /** Mean opinion score, 1 to 4.5 (ITU-T G.107). */
  readonly mos: number
}

/** A packet is filled before it is sent, and mixed in the tick after it is heard; the network's delay is half the way there and back. */
const ownDelayMs = 2 * frameMs

/** Undefined until enough has come to say. */
export function qualityOf(
  { codec }: Agreed,
  heard: Receiver,
  arrivals: Reception,
  reports: Pick<Reports, 'roundTripMs' | 'theirLossPercent'>,
): LineQuality | undefined {
  const lossPercent = arrivals.lossPercent()
  if (lossPercent === undefined) return undefined
  const jitterMs = arrivals.jitterMs()
  const roundTripMs = reports.roundTripMs()
  const theirLossPercent = reports.theirLossPercent()
  const mos = meanOpinion(lossPercent, heard.delayMs() + ownDelayMs + (roundTripMs ?? 0) / 2)
  return {
    ...{ codec, lossPercent, jitterMs, mos },
    ...(roundTripMs !== undefined && { roundTripMs }),
    ...(theirLossPercent !== undefined && { theirLossPercent }),
  }
}
